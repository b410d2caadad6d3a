import type { Report } from '../model/report.ts';
import { percent, usd } from './format.ts';
import { hasSpan, isAllUnpriced, savedRange } from './money.ts';

/** What came of a simulation, in one sentence. */
export function verdictText({ totals, combined }: Report): string {
  if (isAllUnpriced(totals)) {
    return 'What the same calls would have cost cannot be said without prices for the models in the log.';
  }
  const { beforeUsd, afterUsd, savedUsd, share } = combined;
  const what =
    savedUsd === 0
      ? 'nothing saved'
      : `${usd(Math.abs(savedUsd))} (${percent(Math.abs(share))}) ${savedUsd > 0 ? 'saved' : 'more'}`;
  return `${usd(beforeUsd)} would have been ${usd(afterUsd)}: ${what}.`;
}

/** How sure that is where values are assumed; '' where nothing is, or nothing is known. */
export function assumedRangeText({ totals, combined }: Report): string {
  if (isAllUnpriced(totals) || !hasSpan(combined.range)) return '';
  return `Saved where values are assumed, pessimistic .. optimistic: ${savedRange(combined.range)}.`;
}
