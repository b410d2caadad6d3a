import type { Report, StrategyResult } from '../../model/report.ts';
import { usd } from '../format.ts';
import { isAllUnpriced, unserved } from '../money.ts';
import type { Page } from './page.ts';
import { hasEffect, leftOut, replayedSteps } from './replayed-steps.ts';
import { waterfall } from './waterfall.ts';

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
  waterfall(report, page);
  if (combined.unservedUsd > 0) page.text(unserved(combined.unservedUsd), { indent: 2, style: 'bad' });
  page.text(monthly(report), { indent: 2, hang: 2 });
  leftOut(report, page);
  assumptions(replayedSteps(report).filter(hasEffect), page);
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
