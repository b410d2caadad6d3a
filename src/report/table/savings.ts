import type { Report, StrategyResult } from '../../model/report.ts';
import { count, percent, usd } from '../format.ts';
import { change, isAllUnpriced, unserved } from '../money.ts';
import type { GridColumn } from './grid.ts';
import type { Page } from './page.ts';
import { leftOut, replayedSteps } from './replayed-steps.ts';

const MONEY_WIDTH = 13;

/** The same calls replayed through the strategies, one after the other: a waterfall whose steps add up. */
export function savings(report: Report, page: Page): void {
  if (report.strategies.length === 0 || report.totals.calls === 0) return;
  page.heading('What the same calls would have cost');
  const { totals, combined } = report;
  if (isAllUnpriced(totals)) {
    page.text('This cannot be said without prices for the models in the log.', { indent: 2, style: 'bad' });
    return;
  }
  if (totals.unpricedCalls > 0) {
    page.text('Calls without a price are left out on both sides.', { indent: 2, style: 'bad' });
  }
  const replayed = replayedSteps(report);
  const rows = [
    ['As billed', '', '', money(combined.beforeUsd), '', ''],
    ...replayed.map(row),
    [
      'All together',
      '',
      change(combined.savedUsd, MONEY_WIDTH),
      money(combined.afterUsd),
      `${percent(combined.share)} saved`,
      '',
    ],
  ];
  page.table(COLUMNS, rows, { indent: 2, style: (i) => (i === rows.length - 1 ? 'bold' : 'plain') });
  if (combined.unservedUsd > 0) page.text(unserved(combined.unservedUsd), { indent: 2, style: 'bad' });
  page.text(monthly(report), { indent: 2, hang: 2 });
  leftOut(report, page);
  assumptions(replayed, page);
}

const COLUMNS: readonly GridColumn[] = [
  { label: '', min: 26 },
  { label: 'calls', align: 'right', drop: 2 },
  { label: 'change', align: 'right' },
  { label: 'cost', align: 'right' },
  { label: 'basis', drop: 3 },
  { label: 'alone', align: 'right', drop: 1 },
];

function row(step: StrategyResult, index: number): string[] {
  return [
    `${index + 1}. ${step.title}`,
    count(step.callsChanged, 7),
    change(step.savedUsd, MONEY_WIDTH),
    money(step.afterUsd),
    step.basis,
    change(step.aloneSavedUsd, MONEY_WIDTH),
  ];
}

function money(value: number): string {
  return usd(value, MONEY_WIDTH);
}

function monthly({ monthly }: Report): string {
  if (monthly === null) return 'A monthly figure cannot be given for this log.';
  return `Per month: ${usd(monthly.beforeUsd)} now, ${usd(monthly.afterUsd)} then (${monthly.basis}).`;
}

function assumptions(steps: readonly StrategyResult[], page: Page): void {
  const stated = steps.filter(({ assumptions, ownCostUsd }) => assumptions.length > 0 || ownCostUsd > 0);
  if (stated.length === 0) return;
  page.heading('Assumed in these figures');
  for (const { title, assumptions, ownCostUsd } of stated) {
    page.text(title, { indent: 2 });
    for (const text of assumptions) page.text(`- ${text}`, { indent: 4, hang: 2 });
    if (ownCostUsd > 0) {
      page.text(`- it costs ${usd(ownCostUsd)} itself, already taken off`, { indent: 4, hang: 2 });
    }
  }
}
