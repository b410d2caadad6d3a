import type { Finding, FindingGroup, Group, Report, SavedRange, Totals } from '../model/report.ts';
import { usd } from './format.ts';

/**
 * What calls cost, for a table cell. A sum that unpriced calls are missing from is a lower bound and marked as one;
 * "unknown" replaces a bound of zero. Wider than `width` characters is shortened.
 */
export function cost(totals: Totals, width?: number): string {
  if (totals.unpricedCalls === 0) return usd(totals.costUsd, width);
  if (totals.costUsd === 0) return usd(null);
  // At least a sum that is less than can be shown.
  if (usd(totals.costUsd).startsWith('<')) return `>${usd(0)}`;
  return `≥${usd(totals.costUsd, width === undefined ? undefined : width - 1)}`;
}

/** A finding, a group of one, or what of one is for review. */
export type Wasted = Pick<Finding | FindingGroup, 'calls'> & { readonly wastedUsd?: number };

/** A finding's or a group's money. Wider than `width` characters is shortened. */
export function waste(report: Report, wasted: Wasted, value: number, width?: number): string {
  return usd(isWasteUnknown(report, wasted, value) ? null : value, width);
}

/**
 * Avoidable tokens that cost nothing are unknown money when the log has unpriced calls: the report does not say which calls
 * a finding is made of, and 0 would be a claim. What another finding counts is known.
 */
export function isWasteUnknown(report: Report, wasted: Wasted, value: number): boolean {
  const isNothing = value === 0 && (wasted.wastedUsd ?? 0) === 0;
  return isNothing && wasted.calls > 0 && report.totals.unpricedCalls > 0;
}

/**
 * What a step saves, as what it does to the cost: saved is taken off (-$5.00), a step that costs more than it saves adds
 * (+$5.00). Wider than `width` characters is shortened.
 */
export function change(savedUsd: number, width?: number): string {
  if (savedUsd === 0) return usd(0);
  return savedUsd > 0 ? `-${usd(savedUsd, width)}` : `+${usd(-savedUsd, width)}`;
}

/** What is saved with the assumed values at the pessimistic .. the optimistic end; '' where nothing is assumed. */
export function savedRange(range: SavedRange | null, width?: number): string {
  return range === null ? '' : `${usd(range.pessimisticUsd, width)} .. ${usd(range.optimisticUsd, width)}`;
}

/** Whether the two ends of a range read differently; the same figure twice says nothing. */
export function hasSpan(range: SavedRange | null): range is SavedRange {
  return range !== null && usd(range.pessimisticUsd) !== usd(range.optimisticUsd);
}

/** What a saving owes to calls that nobody answers any more. */
export function unserved(unservedUsd: number): string {
  return `${usd(unservedUsd)} of that is what refused calls would have cost: demand that nobody serves, not a saving.`;
}

/** True when nothing that was spent is known, although something was. */
export function isAllUnpriced(totals: Totals): boolean {
  return totals.unpricedCalls > 0 && totals.costUsd === 0;
}

/** Models with unpriced calls, as far as the list of models goes; most calls first. */
export function unpricedModels(report: Report): Group[] {
  return report.groups.model
    .filter((group) => group.unpricedCalls > 0)
    .sort((a, b) => b.unpricedCalls - a.unpricedCalls);
}
