import type { CheckedBaseline, CheckFault, CheckResult } from '../../../model/check.ts';
import { counted, percent } from '../../format.ts';
import { date, dateTime } from '../../format-time.ts';
import { shortName } from './budget-sentence.ts';

/** What was read, and what of it has no price, no tokens of its own, or was not understood. */
export function readText({ current, inputs }: CheckResult): string {
  const { calls, records, skipped, unpricedCalls, estimatedCalls, failedCalls } = current;
  const share = (part: number, whole: number): string => (part > 0 ? ` (${percent(part / whole)})` : '');
  return `${[
    `${counted(calls, 'call')} in ${counted(records, 'record')} of ${counted(inputs.length, 'input')}`,
    failedCalls === 0 ? '' : `${counted(failedCalls, 'call')} failed`,
    estimatedCalls === 0 ? '' : `tokens of ${counted(estimatedCalls, 'call')} estimated`,
    `${counted(unpricedCalls, 'call')} without a price${share(unpricedCalls, calls)}`,
    `${counted(skipped, 'record')} skipped${share(skipped, records)}`,
  ]
    .filter((text) => text !== '')
    .join(', ')}.`;
}

/** Which baseline it was compared with, and from when; what there is instead. */
export function baselineText({ baseline, timezone, comparison }: CheckResult): string {
  if (baseline === null) return 'No baseline to compare with.';
  const { path, tool, priceBook, window } = baseline;
  const hashed = baseline.hasHashedKeys ? '; its names are hashed' : '';
  const not = comparison === null ? '; it cannot be compared' : '';
  return `Baseline: ${shortName(path)}, ${periodOf(window, timezone)}llm-cost ${shortName(tool)}, price book ${shortName(priceBook)}${hashed}${not}.`;
}

function periodOf({ from, to }: CheckedBaseline['window'], timezone: string): string {
  if (from === null || to === null) return '';
  const [first, last] = [date(from, timezone), date(to, timezone)];
  return first === last ? `${first}, ` : `${first} to ${last}, `;
}

/** What the result was made with, and when. */
export function madeWithText(result: CheckResult | CheckFault): string {
  const { version } = result.tool;
  const book = 'priceBook' in result ? `, price book ${shortName(result.priceBook.version)}` : '';
  const timezone = 'timezone' in result ? result.timezone : 'UTC';
  return `llm-cost ${shortName(version)}${book}, ${dateTime(result.generatedAt, timezone)} ${shortName(timezone)}.`;
}
