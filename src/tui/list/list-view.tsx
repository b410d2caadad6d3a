import { Box } from 'ink';
import { type ReactNode, useMemo } from 'react';
import { count } from '../../report/format.ts';
import { type KeyBinding, LEVELS } from '../keys/key-layers.ts';
import { moveKeys } from '../keys/move-keys.ts';
import { useKeys } from '../keys/use-keys.ts';
import { Line, TextLine } from '../line.tsx';
import { useRemembered } from '../session.ts';
import { fittingColumns, type ListColumn, listLine } from './list-columns.ts';
import { type ListRows, listOrder } from './list-order.ts';
import { LIST_START, moveTo } from './list-window.ts';

/** What stands above or below the rows and follows the cursor; -1 in an empty list. */
export interface BesideList {
  /** Lines. */
  readonly height: number;
  show(row: number): ReactNode;
}

export interface ListViewProps {
  /** Under this name its cursor, filter and order are remembered. */
  readonly name: string;
  readonly rows: ListRows;
  readonly columns: readonly ListColumn[];
  cells(row: number): readonly string[];
  /** A row that is one text over all columns; undefined where its cells are shown. */
  line?(row: number): string | undefined;
  readonly width: number;
  /** Lines in all, with the header, the line below and what stands beside the rows. */
  readonly height: number;
  readonly above?: BesideList;
  readonly below?: BesideList;
  /** What stands where there are no rows. */
  readonly empty: string;
  /** Enter on a row; absent where there is nothing behind the rows. */
  onOpen?(row: number): void;
  /** Further keys, told the row under the cursor. */
  keys?(row: number): readonly KeyBinding[];
  /** Whether keys come here: of several lists on a screen, one has them. */
  readonly isActive?: boolean;
}

/** The header and a few rows. */
const LEAST_LINES = 4;

/** A list of any length, of which only the rows on the screen are built: moved, filtered and sorted by keys. */
export function ListView(props: ListViewProps) {
  const { name, rows, columns, cells, width, above, empty, isActive = true } = props;
  // On a low screen the rows come first.
  const aboveHeight = Math.min(above?.height ?? 0, Math.max(0, props.height - LEAST_LINES));
  const room = props.height - aboveHeight;
  const below = room - (props.below?.height ?? 0) < LEAST_LINES ? undefined : props.below;
  const height = Math.max(1, room - (below?.height ?? 0));
  const [filter, setFilter] = useRemembered(`${name}.filter`, '');
  const [isTyping, setTyping] = useRemembered(`${name}.typing`, false);
  const [sort, setSort] = useRemembered(`${name}.sort`, -1);
  const [at, setAt] = useRemembered(`${name}.at`, LIST_START);
  const order = useMemo(() => listOrder(rows, filter, sort), [rows, filter, sort]);
  const hasFoot =
    height >= LEAST_LINES && (filter !== '' || isTyping || sort >= 0 || order.length > height - 1);
  const visible = Math.max(1, height - 1 - (hasFoot ? 1 : 0));
  const window = moveTo(at, at.cursor, order.length, visible);
  const chosen = order.length === 0 ? -1 : order[window.cursor]!;
  const go = (cursor: number): void => {
    setAt(moveTo(window, cursor, order.length, visible));
  };
  const find = (text: string): void => {
    setFilter(text);
    setAt(LIST_START);
  };
  useKeys(
    LEVELS.list,
    !isActive || isTyping
      ? []
      : [
          ...(chosen < 0 ? [] : (props.keys?.(chosen) ?? [])),
          ...(chosen >= 0 && props.onOpen !== undefined
            ? [{ keys: ['enter', 'right', 'l'], label: 'open', run: () => props.onOpen!(chosen) }]
            : []),
          ...moveKeys('move', { at: window.cursor, last: order.length - 1, page: visible }, go),
          { keys: ['/'], label: 'filter', run: () => setTyping(true) },
          ...(rows.sorts.length === 0
            ? []
            : [
                {
                  keys: ['s'],
                  label: 'sort',
                  run: () => setSort(sort + 1 >= rows.sorts.length ? -1 : sort + 1),
                },
              ]),
          ...(filter === '' ? [] : [{ keys: ['esc'], label: 'all', run: () => find('') }]),
        ],
  );
  const fitting = fittingColumns(columns, width - 2);
  const shown = Array.from(order.subarray(window.top, window.top + visible));
  const list = (
    <Box flexDirection="column" height={height} width={width} flexShrink={0}>
      {isTyping && isActive ? (
        <FilterField
          onText={(text) => find(filter + text)}
          onErase={(count) => find(filter.slice(0, -count))}
          onDone={() => setTyping(false)}
          onCancel={() => {
            find('');
            setTyping(false);
          }}
        />
      ) : null}
      <TextLine
        text={`  ${listLine(
          fitting,
          columns.map(({ label }) => label),
        )}`}
        tone="dim"
        width={width}
      />
      {shown.length === 0 ? (
        <TextLine text={`  ${filter === '' ? empty : `Nothing here contains "${filter}".`}`} width={width} />
      ) : null}
      {shown.map((row) => (
        <Line
          key={row}
          width={width}
          spans={[
            {
              text: `${row === chosen && isActive ? '›' : ' '} ${props.line?.(row) ?? listLine(fitting, cells(row))}`,
              tone: row === chosen && isActive ? 'chosen' : 'plain',
            },
          ]}
        />
      ))}
      {hasFoot ? (
        <>
          <Box flexGrow={1} />
          <TextLine
            text={foot({ filter, isTyping, sort, rows, found: order.length, at: window.cursor })}
            tone="dim"
            width={width}
          />
        </>
      ) : null}
    </Box>
  );
  return (
    <Box flexDirection="column" height={props.height} width={width} overflowY="hidden">
      <Beside lines={above} height={aboveHeight} row={chosen} />
      {list}
      <Beside lines={below} height={below?.height ?? 0} row={chosen} />
    </Box>
  );
}

function Beside(props: {
  readonly lines: BesideList | undefined;
  readonly height: number;
  readonly row: number;
}) {
  const { lines, height, row } = props;
  if (lines === undefined) return null;
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      {lines.show(row)}
    </Box>
  );
}

/** Takes what is typed until enter or esc. */
function FilterField(props: {
  onText(text: string): void;
  onErase(count: number): void;
  onDone(): void;
  onCancel(): void;
}) {
  useKeys(
    LEVELS.dialog,
    [
      { keys: ['enter'], label: 'keep the filter', run: props.onDone },
      { keys: ['esc'], label: 'show all', run: props.onCancel },
      { keys: ['backspace'], label: '', isRepeated: true, run: (_, times) => props.onErase(times) },
    ],
    props.onText,
  );
  return null;
}

function foot(list: {
  readonly filter: string;
  readonly isTyping: boolean;
  readonly sort: number;
  readonly rows: ListRows;
  readonly found: number;
  readonly at: number;
}): string {
  const { filter, isTyping, sort, rows, found, at } = list;
  const parts = [
    `  ${found === 0 ? 'none' : count(at + 1)} of ${count(found)}`,
    filter === '' && !isTyping ? '' : `filter: ${filter}${isTyping ? '▏' : ''}`,
    found < rows.size ? `${count(rows.size)} in all` : '',
    sort < 0 ? '' : `sorted by ${rows.sorts[sort]!.label}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
