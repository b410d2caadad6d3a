import type { Budget } from '../../model/budget.ts';
import type { Figures, Measurement } from '../../model/measurement.ts';
import type { Grouping } from '../../model/report.ts';
import { findingsDiffer } from '../faults/findings-gap.ts';
import { priceGap } from '../faults/price-gap.ts';
import type { GateView } from '../gate-view.ts';
import { figureOf, notMeasuredBy } from '../measures/figure-of.ts';
import type { Measure } from '../measures/measures.ts';
import { type Obstacle, tooFew, unusual, usual } from './obstacle.ts';

/** The calls that a figure is of, and those of the baseline that they are compared with. */
export interface Compared {
  /** What the group is one of; null for all calls. */
  readonly by: Grouping | null;
  readonly current: Figures;
  readonly baseline: Figures | undefined;
}

/** One figure of two logs, at one day's prices. */
export interface Pair {
  readonly baseline: number;
  readonly current: number;
}

/** What `maxIncrease` is judged on, or why it cannot be. */
export function comparedFigures(
  view: GateView,
  measure: Measure,
  budget: Budget,
  { by, current, baseline }: Compared,
): Pair | Obstacle {
  const { against, limits } = view;
  if ('reason' in against) return unusual(against.reason);
  if (baseline === undefined) return notThere(by, against.baseline.measurement);
  const few = tooFew(baseline.calls, budget, 'in the baseline ');
  if (few !== null) return few;
  const log = against.baseline.measurement;
  const differ = findingsDiffer(measure, view.current, log);
  if (differ !== null) return unusual(differ);
  if (measure.isMoney) {
    const gap = priceGap(current, limits);
    if (gap !== null) return unusual(gap);
    const gapBefore = priceGap(baseline, limits);
    if (gapBefore !== null) return unusual(`in the baseline ${gapBefore}`);
  }
  if (measure.formula.kind === 'likeForLike') return likeForLike(against.comparison.likeForLike);
  const now = figureOf(measure.formula, view.current, current, 'now');
  if (now.value === null) return unusual(now.reason);
  const before = figureOf(measure.formula, log, baseline, 'now');
  if (before.value === null) return unusual(`in the baseline ${before.reason}`);
  return { baseline: before.value, current: now.value };
}

/** A group may be new, or the baseline may not tell of it: only the first is nothing to worry about. */
function notThere(by: Grouping | null, { groups }: Measurement): Obstacle {
  const measured = by === null ? undefined : groups[by];
  if (measured === undefined) return unusual(`in the baseline ${notMeasuredBy(by ?? 'group')}`);
  return measured.leftOut === 0
    ? usual('it is not in the baseline')
    : unusual(`it is not among the ${measured.list.length} dearest, which are all that the baseline lists`);
}

function likeForLike({
  baselineUsd,
  currentUsd,
}: {
  readonly baselineUsd: number | null;
  readonly currentUsd: number | null;
}): Pair | Obstacle {
  return baselineUsd === null || currentUsd === null
    ? unusual('no template of the log is in the baseline too, or their prices are not known')
    : { baseline: baselineUsd, current: currentUsd };
}
