import type { Report, StrategyResult } from '../../model/report.ts';
import { count, percent, usd } from '../format.ts';
import { change, savedRange } from '../money.ts';
import { bar, barColumns } from './bar.ts';
import type { Page, PageColumn } from './page.ts';
import { replayedSteps } from './replayed-steps.ts';

const MONEY_WIDTH = 13;

const COLUMNS: readonly PageColumn[] = [
  { label: '', min: 22 },
  { label: 'calls', align: 'right', drop: 5 },
  { label: 'change', align: 'right' },
  { label: 'cost', align: 'right' },
  { label: '', drop: 4, style: 'accent' },
  { label: 'basis', drop: 3 },
  { label: 'alone', align: 'right', drop: 2 },
  { label: 'saves, from .. to', align: 'right', drop: 6 },
  { label: 'own cost', align: 'right', drop: 7 },
];

/** The same calls step by step: what each strategy leaves is where the next one starts, so the changes add up. */
export function waterfall(report: Report, page: Page): void {
  const { totals, combined } = report;
  const steps = replayedSteps(report);
  const bars = barColumns(page.width);
  const highest = Math.max(combined.beforeUsd, ...steps.map(({ afterUsd }) => afterUsd));
  const cost = (usdLeft: number): string[] => [
    usd(usdLeft, MONEY_WIDTH),
    bar(highest > 0 ? usdLeft / highest : 0, bars),
  ];
  const rows = [
    ['As billed', count(totals.calls, 7), '', ...cost(combined.beforeUsd), '', '', '', ''],
    ...steps.map((step, i) => row(step, i, cost)),
    [
      'All together',
      '',
      change(combined.savedUsd, MONEY_WIDTH),
      ...cost(combined.afterUsd),
      combined.savedUsd > 0 ? `${percent(combined.share)} saved` : '',
      '',
      savedRange(combined.range, MONEY_WIDTH),
      ownCost(steps.reduce((sum, { ownCostUsd }) => sum + ownCostUsd, 0)),
    ],
  ];
  // Ranges and own costs are for those that have them; a column without any says nothing.
  const used = COLUMNS.map((_, column) => rows.some((cells) => cells[column] !== ''));
  page.table(
    COLUMNS.filter((_, column) => used[column]),
    rows.map((cells) => cells.filter((_, column) => used[column])),
    { indent: 2, style: (i) => (i === rows.length - 1 ? 'bold' : 'plain') },
  );
}

function row(step: StrategyResult, index: number, cost: (usdLeft: number) => string[]): string[] {
  return [
    `${index + 1}. ${step.title}`,
    count(step.callsChanged, 7),
    change(step.savedUsd, MONEY_WIDTH),
    ...cost(step.afterUsd),
    step.basis,
    change(step.aloneSavedUsd, MONEY_WIDTH),
    savedRange(step.range, MONEY_WIDTH),
    ownCost(step.ownCostUsd),
  ];
}

function ownCost(value: number): string {
  return value === 0 ? '' : usd(value, MONEY_WIDTH);
}
