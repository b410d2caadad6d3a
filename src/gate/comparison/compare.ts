import type { Comparison } from '../../model/check.ts';
import type { Baseline, MeasuredGroups, Measurement } from '../../model/measurement.ts';
import type { Grouping } from '../../model/report.ts';
import { effectsOf, likeForLike } from './effects.ts';
import { groupChanges } from './group-change.ts';
import { type GroupMatch, matchGroups } from './match-groups.ts';
import { knownUsd } from './priced.ts';
import { withoutRounding } from './rounding.ts';

/**
 * What became of a log since its baseline, whose money is at the prices of the log's `asOf`. Differences of rounding alone are 0.
 * `matchesOf`: see `matchGroups`.
 */
export function compare(
  current: Measurement,
  baseline: Baseline,
  matchesOf = (by: Grouping): readonly GroupMatch[] => matchGroups(by, current, baseline),
): Comparison {
  const before = baseline.measurement;
  const [baselineUsd, currentUsd] = [knownUsd(before.total), knownUsd(current.total)];
  const [baselineThenUsd, currentThenUsd] = [before.total.money.thenUsd, current.total.money.thenUsd];
  const drift =
    baselineUsd === null || currentUsd === null
      ? { priceDriftUsd: null, usageDriftUsd: null }
      : driftOf({ baselineThenUsd, baselineUsd, currentThenUsd, currentUsd });
  const sortedBy = (by: Grouping): SortedOut => sortedOut(matchesOf(by), before.groups[by]);
  const templates = sortedBy('template');
  const listed = before.groups.template;
  const hasEffects = drift.usageDriftUsd !== null && listed !== undefined;
  return {
    asOf: new Date(current.asOf).toISOString(),
    ...{ baselineThenUsd, baselineUsd, currentThenUsd, currentUsd },
    ...drift,
    effects: hasEffects ? effectsOf(templates.matches, templates.unlisted, before.total, listed) : null,
    likeForLike: likeForLike(templates.matches),
    templates: groupChanges('template', templates.matches),
    features: groupChanges('feature', sortedBy('feature').matches),
    models: groupChanges('model', sortedBy('model').matches),
  };
}

interface Sums {
  readonly baselineThenUsd: number;
  readonly baselineUsd: number;
  readonly currentThenUsd: number;
  readonly currentUsd: number;
}

function driftOf({ baselineThenUsd, baselineUsd, currentThenUsd, currentUsd }: Sums) {
  const size = Math.max(baselineThenUsd, baselineUsd, currentThenUsd, currentUsd);
  const ofPrices = baselineUsd - baselineThenUsd + (currentThenUsd - currentUsd);
  return {
    priceDriftUsd: withoutRounding(ofPrices, size),
    usageDriftUsd: withoutRounding(currentUsd - baselineUsd, size),
  };
}

interface SortedOut {
  readonly matches: readonly GroupMatch[];
  /** Groups of the log that the baseline may have had and left out for their number: that they are new is not known. */
  readonly unlisted: readonly GroupMatch[];
}

function sortedOut(all: readonly GroupMatch[], groups: MeasuredGroups | undefined): SortedOut {
  const dearest = dearestLeftOut(groups);
  const mayBeLeftOut = ({ status, current: group }: GroupMatch): boolean =>
    status === 'appeared' && group !== undefined && group.money.nowUsd <= dearest;
  return { matches: all.filter((match) => !mayBeLeftOut(match)), unlisted: all.filter(mayBeLeftOut) };
}

/** What a group that a list of the dearest lacks can have cost at most; none can where nothing was left out. */
function dearestLeftOut(groups: MeasuredGroups | undefined): number {
  if (groups === undefined || groups.leftOut === 0) return Number.NEGATIVE_INFINITY;
  return groups.list.reduce((least, { money }) => Math.min(least, money.nowUsd), Number.POSITIVE_INFINITY);
}
