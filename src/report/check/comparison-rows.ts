import type { CheckedLog, CheckResult, Comparison, GroupChange } from '../../model/check.ts';
import { date } from '../format-time.ts';
import { beforeAndAfter, changeText, difference, figure, isSame } from './words/figure-text.ts';

/** One figure of the log beside the baseline's; '' where there is none. */
export interface TotalRow {
  readonly label: string;
  readonly baseline: string;
  readonly current: string;
  readonly change: string;
}

/** Calls, total, per call and like for like: of the log always, not only where they differ. */
export function totalRows(result: CheckResult): TotalRow[] {
  const { current, baseline, comparison } = result;
  return [
    {
      label: 'calls',
      baseline: baseline === null ? '' : figure(baseline.calls, 'calls'),
      current: figure(current.calls, 'calls'),
      change:
        baseline === null ? '' : changeText({ baseline: baseline.calls, current: current.calls }, 'calls'),
    },
    ...(comparison === null ? billedRows(current, baseline) : comparedRows(result, comparison)),
  ];
}

function billedRows(current: CheckedLog, baseline: CheckedLog | null): TotalRow[] {
  return [
    {
      label: 'total',
      baseline: baseline === null ? '' : atLeast(baseline.costUsd, baseline),
      current: atLeast(current.costUsd, current),
      change: '',
    },
    {
      label: 'per call',
      baseline: baseline === null ? '' : figure(baseline.costPerCallUsd, 'usd'),
      current: figure(current.costPerCallUsd, 'usd'),
      change: '',
    },
  ];
}

function comparedRows(result: CheckResult, comparison: Comparison): TotalRow[] {
  const { baselineUsd, currentUsd, likeForLike } = comparison;
  const [before, now] = [result.baseline!, result.current];
  const isPartial = isCostPartial(result);
  const row = (label: string, was: number | null, is: number | null, { isTotal = false } = {}): TotalRow => ({
    label,
    baseline: isTotal ? atLeast(was, before) : figure(was, 'usd'),
    current: isTotal ? atLeast(is, now) : figure(is, 'usd'),
    change: isTotal && isPartial ? '' : changeText({ baseline: was, current: is }, 'usd'),
  });
  const per = perCall(result);
  const total = { isTotal: true };
  return [
    ...(hasOtherPrices(comparison)
      ? [
          row('total as billed', before.costUsd, now.costUsd, total),
          row(`total at the prices of ${dayOf(result)}`, baselineUsd, currentUsd, total),
        ]
      : [row('total', baselineUsd, currentUsd, total)]),
    row('per call', per.baseline, per.current),
    ...(likeForLike.baselineUsd === null || likeForLike.currentUsd === null
      ? []
      : [row('like for like', likeForLike.baselineUsd, likeForLike.currentUsd)]),
  ];
}

/** What a call costs on both sides at one day's prices, calls without a price left out; null where it is not known. */
export function perCall({ current, baseline, comparison }: CheckResult): {
  readonly baseline: number | null;
  readonly current: number | null;
} {
  const ratio = (usd: number | null, log: CheckedLog): number | null =>
    usd === null || log.calls === log.unpricedCalls ? null : usd / (log.calls - log.unpricedCalls);
  if (comparison === null || baseline === null) return { baseline: null, current: current.costPerCallUsd };
  return {
    baseline: ratio(comparison.baselineUsd, baseline),
    current: ratio(comparison.currentUsd, current),
  };
}

/** Whether too much has no price, in the log or in the baseline: a change of the total would be what is missing. */
export function isCostPartial({ current, baseline }: CheckResult): boolean {
  return !current.isCostComplete || baseline?.isCostComplete === false;
}

/** A sum that unpriced calls are missing from is a lower bound. */
function atLeast(usd: number | null, { unpricedCalls }: CheckedLog): string {
  return usd !== null && usd > 0 && unpricedCalls > 0 ? `≥${figure(usd, 'usd')}` : figure(usd, 'usd');
}

/** Whether the prices of the comparison are others than those that were billed. */
export function hasOtherPrices({
  baselineThenUsd,
  baselineUsd,
  currentThenUsd,
  currentUsd,
}: Comparison): boolean {
  const isOther = (then: number, now: number | null): boolean => now === null || !isSame(then, now);
  return isOther(baselineThenUsd, baselineUsd) || isOther(currentThenUsd, currentUsd);
}

export function dayOf({ comparison, timezone }: CheckResult): string {
  return date(comparison?.asOf ?? null, timezone);
}

/** Why the total changed: other prices and other calls apart, and what the latter are made of. */
export function driftSentences(result: CheckResult): string[] {
  const { comparison } = result;
  if (comparison === null) return [];
  const { priceDriftUsd, usageDriftUsd, effects } = comparison;
  if (isUnchanged(result)) return ['Nothing changed against the baseline.'];
  if (priceDriftUsd === null || usageDriftUsd === null) {
    return [
      'A price is not known at one of the two times: what prices and what usage changed cannot be told apart.',
    ];
  }
  if (isCostPartial(result))
    return ['Calls without a price are missing from the total: what changed it is not known.'];
  const withPrice =
    result.current.unpricedCalls + (result.baseline?.unpricedCalls ?? 0) > 0 ? ' with a price' : '';
  const drift = hasOtherPrices(comparison)
    ? `Other prices: ${change(priceDriftUsd)} for the same calls. Other usage: ${change(usageDriftUsd)} at the same prices.`
    : `Prices are the same; other usage: ${change(usageDriftUsd)}.`;
  const parts =
    effects === null
      ? []
      : (
          [
            [effects.volumeUsd, `${effects.volumeUsd < 0 ? 'fewer' : 'more'} calls${withPrice}`],
            [effects.perCallUsd, effects.perCallUsd < 0 ? 'cheaper calls' : 'dearer calls'],
            [effects.appearedUsd, 'new templates'],
            [effects.vanishedUsd, 'templates that are gone'],
          ] as const
        )
          .filter(([usd]) => isNoticeable(usd, comparison))
          .map(([usd, what]) => `${difference(usd, 'usd')} by ${what}`);
  return [drift, parts.length === 0 || usageDriftUsd === 0 ? '' : `Of that, ${parts.join(', ')}.`].filter(
    (text) => text !== '',
  );
}

function change(usd: number): string {
  return usd === 0 ? 'no change' : difference(usd, 'usd');
}

/** Sums of the same calls in another order differ in their last digits. */
function isNoticeable(usd: number, { baselineThenUsd, currentThenUsd }: Comparison): boolean {
  return Math.abs(usd) > 1e-9 * Math.max(baselineThenUsd, currentThenUsd);
}

/** Whether the log and the baseline are the same in all that is compared. */
function isUnchanged({ current, baseline, comparison }: CheckResult): boolean {
  if (comparison === null || baseline === null || hasOtherPrices(comparison)) return false;
  const { baselineUsd, currentUsd, templates, features, models } = comparison;
  const isSameTotal = baselineUsd !== null && currentUsd !== null && isSame(baselineUsd, currentUsd);
  const hasChange = [...templates, ...features, ...models].some(isShown);
  return isSameTotal && current.calls === baseline.calls && !hasChange;
}

/** Groups whose figures read differently from the baseline's: a row that says "no change" is none. */
export function isShown({ status, calls, ...of }: GroupChange): boolean {
  const figures = [of.costUsd, of.costPerCallUsd].map((money) => beforeAndAfter(money, 'usd'));
  return status !== 'same' || [beforeAndAfter(calls, 'calls'), ...figures].some((text) => text.includes('→'));
}
