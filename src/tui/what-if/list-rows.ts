import type { StrategyResult } from '../../model/report.ts';
import { count, usd } from '../../report/format.ts';
import { change } from '../../report/money.ts';
import { fillTo, safeText } from '../../report/safe-text.ts';
import { whyLeftOut } from '../../report/table/replayed-steps.ts';
import type { WhatIfAnswer } from '../explorer.ts';
import { fittingColumns, type ListColumn, listLine } from '../list/list-columns.ts';
import type { Row } from '../rows.tsx';
import { waterfallBar } from './waterfall-bar.ts';
import type { WishedStrategy } from './wish-strategies.ts';

/** What the list of strategies is made of. */
export interface StrategyList {
  readonly strategies: readonly WishedStrategy[];
  readonly answer: WhatIfAnswer;
  /** Calls of the log. */
  readonly calls: number;
  /** Nothing has a price: no money is shown. */
  readonly isUnpriced: boolean;
  /** The answer is that of an earlier wish for so long that it should be seen. */
  readonly isLate: boolean;
  title(id: string): string;
  isOnRequest(id: string): boolean;
  hasSettings(id: string): boolean;
}

const MONEY_WIDTH = 11;
const MOST_BAR = 60;
const LEAST_TITLE = 22;
/** Columns of the list from which on there is room for all of them. */
const WIDE = 110;

/** What stands before the columns: the cursor, whether it is on, its number. */
const MARGIN = 9;
const GAP = 2;

const FIGURES: readonly ListColumn[] = [
  { label: 'calls', width: 8, align: 'right', drop: 2 },
  { label: 'change', width: MONEY_WIDTH, align: 'right' },
  { label: 'cost', width: MONEY_WIDTH, align: 'right' },
];

const FURTHER: readonly ListColumn[] = [
  { label: 'own cost', width: 9, align: 'right', drop: 4 },
  { label: 'basis', width: 9, drop: 3 },
];

/** The list's rows with the waterfall in them: as billed, the strategies in order, all together, the strategies that are off. */
export function listRows(
  list: StrategyList,
  chosen: string,
  width: number,
): { readonly header: Row; readonly rows: readonly Row[]; readonly at: number } {
  const { answer, strategies, isUnpriced } = list;
  const { beforeUsd, afterUsd, savedUsd } = answer.combined;
  const columns = columnsFor(width);
  const barWidth = columns.find(({ label }) => label === '')?.size ?? 0;
  const most = Math.max(beforeUsd, ...answer.strategies.map((step) => step.afterUsd));
  const money = (value: number): string => usd(isUnpriced ? null : value, MONEY_WIDTH);
  const changed = (value: number): string => (isUnpriced ? '' : change(value, MONEY_WIDTH));
  const line = (margin: string, cells: readonly string[]): string =>
    margin.padEnd(MARGIN) + listLine(columns, cells);
  const bars = (from: number, to: number): string => waterfallBar(from, to, most, barWidth);
  let step = 0;
  const strategyRow = ({ id, isOn }: WishedStrategy): Row => {
    if (isOn) step++;
    const number = isOn ? String(step).padStart(2) : '';
    const mark = `${id === chosen ? '›' : ' '} [${isOn ? 'x' : ' '}] ${number}`;
    const title = list.title(id) + (list.hasSettings(id) ? ' *' : '');
    const result = isOn ? answer.strategies.find(({ strategy }) => strategy === id) : undefined;
    const tone = id === chosen ? 'chosen' : !isOn || list.isLate ? 'dim' : 'plain';
    const why = result === undefined ? undefined : whyLeftOut(result);
    if (why !== undefined) {
      return [{ text: fillTo(safeText(`${mark.padEnd(MARGIN)}${title}: ${why}`), width), tone }];
    }
    const cells = [
      title,
      ...(result === undefined
        ? ['', isOn ? '…' : list.isOnRequest(id) ? 'on request' : 'off']
        : figures(result, { money, changed, bars, isUnpriced })),
    ];
    return [{ text: line(mark, cells), tone }];
  };
  const above = strategies.filter(({ isBelow }) => !isBelow);
  const below = strategies.filter(({ isBelow }) => isBelow);
  const total = list.isLate ? 'dim' : 'bold';
  const position = strategies.findIndex(({ id }) => id === chosen);
  return {
    header: [
      {
        text: line('', ['strategy', ...[...FIGURES, { label: '' }, ...FURTHER].map(({ label }) => label)]),
        tone: 'dim',
      },
    ],
    rows: [
      [
        {
          text: line('', [
            'as billed',
            count(list.calls, 8),
            '',
            money(beforeUsd),
            bars(beforeUsd, beforeUsd),
          ]),
        },
      ],
      ...above.map(strategyRow),
      [
        {
          text: line('', ['all together', '', changed(savedUsd), money(afterUsd), bars(afterUsd, afterUsd)]),
          tone: total,
        },
      ],
      ...below.map(strategyRow),
    ],
    at: position < 0 ? 0 : position + (position < above.length ? 1 : 2),
  };
}

function figures(
  { callsChanged, savedUsd, beforeUsd, afterUsd, ownCostUsd, basis }: StrategyResult,
  show: {
    readonly isUnpriced: boolean;
    money(value: number): string;
    changed(value: number): string;
    bars(from: number, to: number): string;
  },
): readonly string[] {
  const own = ownCostUsd === 0 || show.isUnpriced ? '' : usd(ownCostUsd, 9);
  return [
    count(callsChanged, 8),
    show.changed(savedUsd),
    show.money(afterUsd),
    show.bars(beforeUsd, afterUsd),
    own,
    basis,
  ];
}

/** A strategy, its figures, the waterfall, and what else there is room for; the waterfall takes what titles do not need. */
function columnsFor(width: number): ReturnType<typeof fittingColumns> {
  const further = width >= WIDE ? FURTHER : [];
  const others = [...FIGURES, ...further].reduce((sum, column) => sum + column.width! + GAP, GAP);
  const bar = Math.max(0, Math.min(MOST_BAR, width - MARGIN - LEAST_TITLE - others));
  const columns = [{ label: 'strategy' }, ...FIGURES, { label: '', width: bar, drop: 5 }, ...further];
  return fittingColumns(columns, width - MARGIN);
}
