import { Box } from 'ink';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { LIST_START, moveTo } from '../list/list-window.ts';
import { exactly, Rows } from '../rows.tsx';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useRemembered, useSession, useWhatIf } from '../session.ts';
import { Details } from '../what-if/details.tsx';
import { whatIfTables } from '../what-if/exhibit-tables.ts';
import { whatIfLayout } from '../what-if/layout.ts';
import { likelyWishes } from '../what-if/likely-wishes.ts';
import { listRows } from '../what-if/list-rows.ts';
import { OptionKeys } from '../what-if/option-keys.tsx';
import { optionRoom, panelRows } from '../what-if/panel-rows.ts';
import { StrategyKeys } from '../what-if/strategy-keys.tsx';
import { summaryRows } from '../what-if/summary-rows.ts';
import { useExpectations } from '../what-if/use-expectations.ts';
import { useLate } from '../what-if/use-late.ts';
import { whatIfView } from '../what-if/what-if-view.ts';

/** Strategies switched on and off, put in order and set; what comes of it follows at once. */
export function WhatIf({ width, height }: ScreenProps) {
  const session = useSession();
  const { report, whatIf, wish: home } = session;
  const state = useWhatIf();
  const { wish, isPending } = state;
  const isLate = useLate(isPending);
  const [chosen, setChosen] = useRemembered('what-if.chosen', '');
  const [window, setWindow] = useRemembered('what-if.window', LIST_START);
  const [focus, setFocus] = useRemembered<'list' | 'options' | 'details'>('what-if.focus', 'list');
  const view = whatIfView(session, state, chosen, isLate);
  const { strategies, at, known, options, notes } = view;
  const id = strategies[at]?.id ?? '';
  const info = session.strategies.find((one) => one.id === id);
  const [optionAt, setOptionAt] = useRemembered(`what-if.option.${id}`, LIST_START);

  const layout = whatIfLayout(width, height, known.length + 2);
  const list = listRows(view.list, id, width);
  const shownList = moveTo(window, list.at, list.rows.length, layout.list);
  const room = optionRoom(layout);
  const shownOptions = moveTo(optionAt, optionAt.cursor, options.length, room);
  const option = options[shownOptions.cursor];
  const isInOptions = focus === 'options' && info !== undefined && option !== undefined;

  const goTo = (position: number): void => {
    const to = Math.max(0, Math.min(position, strategies.length - 1));
    setChosen(strategies[to]?.id ?? '');
    // What the money was comes into sight again with the first strategy.
    const line = to === 0 ? 0 : to + (strategies[to]!.isBelow ? 2 : 1);
    setWindow(moveTo(shownList, line, list.rows.length, layout.list));
  };
  useExhibit({ name: 'what-if', tables: () => whatIfTables(report, state.answer) });
  useExpectations(
    isPending
      ? undefined
      : likelyWishes(wish, {
          ...{ strategies, at, known },
          option: isInOptions ? { info, row: option } : undefined,
        }),
  );
  useKeys(LEVELS.screen, [
    ...(focus === 'details' || id === ''
      ? []
      : [{ keys: ['d'], label: 'details', run: () => setFocus('details') }]),
    ...(wish === home ? [] : [{ keys: ['R'], label: 'reset all', run: () => whatIf.change(home) }]),
  ]);
  const keys = {
    ...{ known, wish },
    change: whatIf.change.bind(whatIf),
  };
  const summary = summaryRows(state, report.totals, isLate);
  if (focus === 'details') {
    return (
      <Box flexDirection="column">
        <Rows rows={summary} width={width} />
        <Details
          notes={notes}
          width={width}
          height={height - summary.length}
          onClose={() => setFocus('list')}
        />
      </Box>
    );
  }
  const panel = panelRows(
    { notes, options, top: shownOptions.top, chosen: isInOptions ? option : undefined },
    layout,
    width,
  );
  const listed = exactly(list.rows.slice(shownList.top), layout.list);
  return (
    <Box flexDirection="column">
      {isInOptions ? (
        <OptionKeys
          {...keys}
          info={info}
          options={options}
          at={shownOptions.cursor}
          page={room}
          goTo={(to) => setOptionAt(moveTo(shownOptions, to, options.length, room))}
          onClose={() => setFocus('list')}
        />
      ) : (
        <StrategyKeys
          {...keys}
          strategies={strategies}
          at={at}
          hasOptions={options.length > 0}
          page={layout.list}
          goTo={goTo}
          onOptions={() => setFocus('options')}
        />
      )}
      <Rows rows={[...summary, list.header, ...listed, ...panel]} width={width} />
    </Box>
  );
}
