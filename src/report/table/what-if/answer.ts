import type { Report } from '../../../model/report.ts';
import type { ScenarioSummary } from '../../../model/scenario.ts';
import { counted, percent, usd } from '../../format.ts';
import { hasSpan, isAllUnpriced, savedRange, unserved } from '../../money.ts';
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

function verdict({ totals, combined }: Report, page: Page): void {
  if (isAllUnpriced(totals)) {
    page.text(
      'What the same calls would have cost cannot be said without prices for the models in the log.',
      {
        style: 'bad',
      },
    );
    return;
  }
  const { beforeUsd, afterUsd, savedUsd, share, range } = combined;
  const what =
    savedUsd === 0
      ? 'nothing saved'
      : `${usd(Math.abs(savedUsd))} (${percent(Math.abs(share))}) ${savedUsd > 0 ? 'saved' : 'more'}`;
  page.text(`${usd(beforeUsd)} would have been ${usd(afterUsd)}: ${what}.`, {
    style: savedUsd > 0 ? 'good' : 'bad',
  });
  if (combined.unservedUsd > 0) page.text(unserved(combined.unservedUsd), { style: 'bad' });
  if (hasSpan(range)) {
    page.text(`Saved where values are assumed, pessimistic .. optimistic: ${savedRange(range)}.`);
  }
  if (totals.unpricedCalls > 0) {
    page.text('Calls without a price are left out on both sides.', { style: 'bad' });
  }
}
