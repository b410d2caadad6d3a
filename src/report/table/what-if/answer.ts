import type { Report } from '../../../model/report.ts';
import type { ScenarioSummary } from '../../../model/scenario.ts';
import { counted } from '../../format.ts';
import { isAllUnpriced, unserved } from '../../money.ts';
import { assumedRangeText, verdictText } from '../../verdict-text.ts';
import type { Page } from '../page.ts';
import { questionLines } from './question.ts';

/** What was asked, and in one sentence what came of it. */
export function answer(report: Report, scenario: ScenarioSummary, page: Page): void {
  page.text(`What if: ${scenario.name}`, { style: 'bold' });
  if (report.totals.calls > 0) verdict(report, page);
  for (const line of keptPrices(report)) page.text(line, { style: 'bad' });
  for (const line of questionLines(scenario)) page.text(line);
  page.blank();
}

/** Calls that have no price among a scenario's own, in a sentence; nothing where all have one. */
export function keptPrices({ warnings }: Report): readonly string[] {
  return warnings
    .filter(({ code }) => code === 'prices-kept')
    .map(
      ({ count }) =>
        `Without a price among the scenario's, and so at what was billed: ${counted(count, 'call')}.`,
    );
}

function verdict(report: Report, page: Page): void {
  const { totals, combined } = report;
  page.text(verdictText(report), {
    style: !isAllUnpriced(totals) && combined.savedUsd > 0 ? 'accent' : 'bad',
  });
  if (isAllUnpriced(totals)) return;
  if (combined.unservedUsd > 0) page.text(unserved(combined.unservedUsd), { style: 'bad' });
  const range = assumedRangeText(report);
  if (range !== '') page.text(range);
  if (totals.unpricedCalls > 0) {
    page.text('Calls without a price are left out on both sides.', { style: 'bad' });
  }
}
