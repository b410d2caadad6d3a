import type { Report } from '../model/report.ts';
import type { ScenarioSummary } from '../model/scenario.ts';
import { count, percent, usd } from './format.ts';
import { isAllUnpriced } from './money.ts';
import { riskSentences } from './risk-text.ts';

/** How much of a month's saving is only that nobody is served; '' where all are, or where there is no month. */
export function unservedMonthText({ totals, combined }: Report, { monthly }: ScenarioSummary): string {
  if (isAllUnpriced(totals) || monthly === null || !(combined.unservedUsd > 0)) return '';
  // Refused demand grows with the calls, as all that was billed does; what is saved may not.
  const unservedUsd = (combined.unservedUsd * monthly.beforeUsd) / combined.beforeUsd;
  return `Of a month, ${usd(unservedUsd)} is demand that would not be served, not a saving.`;
}

/** How a month and a year were worked out. */
export function basisText({ basis }: ScenarioSummary): string {
  return `${basis.slice(0, 1).toUpperCase()}${basis.slice(1)}.`;
}

/** Said where there is no such sentence. */
export const NOTHING_NOTICED = 'Nothing: no strategy changes what a caller gets.';

/** What callers may notice, a sentence each; empty where there is nothing to notice. */
export function noticedTexts({ totals, combined: { risk } }: Report): readonly string[] {
  return riskSentences(risk.kinds, totals.calls).map((sentence) => `${sentence}.`);
}

/** That the calls of several such sentences do not add up; '' where there is only one. */
export function togetherText(report: Report): string {
  const { risk } = report.combined;
  if (noticedTexts(report).length < 2) return '';
  return `Together ${percent(risk.share)} of calls (${count(risk.calls)}); one call can be in several.`;
}
