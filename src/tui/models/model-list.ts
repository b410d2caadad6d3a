import { count, percent, rate, tokens, usd } from '../../report/format.ts';
import { change } from '../../report/money.ts';
import { bar } from '../../report/table/bar.ts';
import type { ModelCost } from '../explorer.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';
import { costShare, leftOut } from './compared-cost.ts';

const MONEY_WIDTH = 9;
const BAR = 8;

export const MODEL_COLUMNS: readonly ListColumn[] = [
  { label: '  model' },
  { label: 'provider', width: 16, drop: 9 },
  { label: 'router', width: 7, drop: 8 },
  { label: 'cost', width: MONEY_WIDTH + 1, align: 'right' },
  { label: 'change', width: MONEY_WIDTH + 1, align: 'right', drop: 1 },
  { label: '', width: 9, align: 'right' },
  { label: 'of now', width: BAR + 1, drop: 3 },
  { label: 'in / 1M', width: 8, align: 'right', drop: 5 },
  { label: 'out / 1M', width: 8, align: 'right', drop: 5 },
  { label: 'context', width: 7, align: 'right', drop: 6 },
  { label: 'left out', width: 8, align: 'right', drop: 4 },
  { label: 'your calls', width: 10, align: 'right', drop: 7 },
];

/** One model's row; `tiers` are the router's that it is in. */
export function modelCells(cost: ModelCost, tiers: readonly string[]): readonly string[] {
  const { costUsd, beforeUsd, calls, ownCalls } = cost;
  const share = costShare(cost);
  const isKnown = calls > 0;
  return [
    `${ownCalls > 0 ? '•' : ' '} ${modelName(cost)}`,
    cost.provider,
    tiers.map((tier) => tier.slice(0, 1)).join(' '),
    isKnown ? (leftOut(cost) > 0 ? '≥' : '') + usd(costUsd, MONEY_WIDTH) : usd(null),
    isKnown ? change(beforeUsd - costUsd, MONEY_WIDTH) : '',
    isKnown ? shareText(share) : '',
    Number.isNaN(share) ? '' : bar(share, BAR) + (share > 1 ? '›' : ''),
    rate(cost.inputUsd),
    rate(cost.outputUsd),
    tokens(cost.contextWindow, 7),
    leftOut(cost) === 0 ? '' : count(leftOut(cost), 8),
    ownCalls === 0 ? '' : count(ownCalls, 10),
  ];
}

/** The model, and its tier where it is not the usual one. */
export function modelName({ model, tier }: ModelCost): string {
  return tier === 'standard' ? model : `${model} (${tier})`;
}

/** How models are searched and sorted; as given, the cheapest is first. */
export function modelRows(costs: readonly ModelCost[]): ListRows {
  const at = (row: number): ModelCost => costs[row]!;
  return {
    size: costs.length,
    text: (row) => `${modelName(at(row))} ${at(row).provider}`,
    sorts: [
      { label: 'name', by: (row) => at(row).model },
      { label: 'price in', by: (row) => at(row).inputUsd ?? Number.NaN },
      { label: 'price out', by: (row) => at(row).outputUsd ?? Number.NaN },
      { label: 'context', by: (row) => at(row).contextWindow ?? Number.NaN, isDescending: true },
      { label: 'calls left out', by: (row) => leftOut(at(row)) },
      { label: 'your calls', by: (row) => at(row).ownCalls, isDescending: true },
    ],
  };
}

/** What it costs more or less, as a share of what it did; far beyond, only that. */
function shareText(share: number): string {
  const more = share - 1;
  if (more > 99.99) return `>+${percent(100)}`;
  return (more > 0 ? '+' : '') + percent(Number.isNaN(more) ? null : more);
}
