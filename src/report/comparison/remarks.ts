import type { Report } from '../../model/report.ts';
import { isAllUnpriced } from '../money.ts';

/** What the figures of a comparison lack, and whether any scenario is worth it; a sentence each. */
export function remarks(reports: readonly Report[]): string[] {
  const priced = reports.filter(({ totals }) => !isAllUnpriced(totals));
  const isPartly = reports.some(({ totals }) => totals.unpricedCalls > 0);
  return [
    priced.length < reports.length
      ? 'What the calls would have cost cannot be said without prices for the models in the log.'
      : isPartly
        ? 'Calls without a price are left out on both sides.'
        : '',
    priced.length > 0 && priced.every(({ combined }) => !(combined.savedUsd > 0))
      ? 'None of these costs less than what was billed.'
      : '',
  ].filter((remark) => remark !== '');
}
