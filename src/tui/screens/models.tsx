import { Box } from 'ink';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { TextLine } from '../line.tsx';
import { ListView } from '../list/list-view.tsx';
import { shownRows } from '../list/shown-rows.ts';
import { MODEL_COLUMNS, modelCells, modelRows } from '../models/model-list.ts';
import { headLines, modelLines } from '../models/model-notes.ts';
import { modelsTable } from '../models/models-table.ts';
import { type RouterTier, routed, routerOf, tiersWith } from '../models/router-tiers.ts';
import { TierDialog } from '../models/tier-dialog.tsx';
import { Rows } from '../rows.tsx';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useSession, useWhatIf } from '../session.ts';
import { totalRow } from '../what-if/summary-rows.ts';
import { knownIds } from '../what-if/wish-strategies.ts';

const LIST = 'models';

/** What the same calls would cost on each model; any of them can be given to the router of the what-if. */
export function Models({ width, height }: ScreenProps) {
  const session = useSession();
  const { report, modelCosts, whatIf, strategies, say } = session;
  const state = useSyncExternalStore(modelCosts.subscribe, modelCosts.state);
  const what = useWhatIf();
  const [asked, setAsked] = useState<string | undefined>(undefined);
  useEffect(() => modelCosts.start(), [modelCosts]);
  const { costs } = state;
  const rows = useMemo(() => modelRows(costs), [costs]);
  const router = routerOf(strategies);
  const tiersOf = (model: string): readonly RouterTier[] =>
    router === undefined ? [] : tiersWith(router, what.wish, model);
  useExhibit({
    name: LIST,
    tables: () => [shownRows(modelsTable(costs), session.remembered, LIST, rows)],
  });
  const route = (model: string, tier: RouterTier): void => {
    setAsked(undefined);
    if (router === undefined) return;
    const known = knownIds(strategies, session.wish);
    const { wish, isAdded, isSwitchedOn } = routed(router, what.wish, { tier, model, known });
    whatIf.change(wish);
    const done = isAdded
      ? `The router tries ${model} first for ${tier} calls`
      : `The router leaves ${model} out for ${tier} calls`;
    say(`${done}${isSwitchedOn ? '; it was off and is on now' : ''}.`);
  };
  return (
    <Box flexDirection="column">
      {headLines(state, report.totals).map((text, i) => (
        <TextLine key={text} text={text} tone={i === 0 ? 'plain' : 'dim'} width={width} />
      ))}
      <ListView
        name={LIST}
        rows={rows}
        columns={MODEL_COLUMNS}
        cells={(row) => modelCells(costs[row]!, tiersOf(costs[row]!.model))}
        width={width}
        height={height - 3}
        empty={state.isRunning ? 'Working it out …' : 'There is no model with a price.'}
        below={{
          height: 2,
          show: (row) => (
            <Rows
              rows={(row < 0 ? ['', ''] : modelLines(costs[row]!)).map((text) => [{ text, tone: 'dim' }])}
              width={width}
            />
          ),
        }}
        keys={(row) =>
          router === undefined
            ? []
            : [
                {
                  keys: ['a', 'enter', 'space'],
                  label: 'to the router',
                  run: () => setAsked(costs[row]!.model),
                },
              ]
        }
      />
      {asked === undefined ? (
        <Rows rows={[[{ text: ' What-if:' }, ...totalRow(what, report.totals, false)]]} width={width} />
      ) : (
        <TierDialog
          model={asked}
          tiers={tiersOf(asked)}
          width={width}
          onTier={(tier) => route(asked, tier)}
          onCancel={() => setAsked(undefined)}
        />
      )}
    </Box>
  );
}
