import type { Budget } from '../../model/budget.ts';
import type { Exceeded } from '../../model/check.ts';
import type { Figures } from '../../model/measurement.ts';
import { findingsGap } from '../faults/findings-gap.ts';
import { priceGap } from '../faults/price-gap.ts';
import type { GateView } from '../gate-view.ts';
import { figureOf, type Known } from '../measures/figure-of.ts';
import type { Measure } from '../measures/measures.ts';
import { type Compared, comparedFigures, type Pair } from './compared-figures.ts';
import { exceedsIncrease, exceedsMax, exceedsMin } from './limit-check.ts';
import { type Obstacle, tooFew, unusual } from './obstacle.ts';

export interface JudgedFigure {
  /** As billed; null where it is not known. */
  readonly value: number | null;
  /** At one day's prices; null without `maxIncrease`, or where one of them is not known. */
  readonly compared: Pair | null;
  readonly exceeded: readonly Exceeded[];
  /** Why a limit was not judged; null where all were. */
  readonly obstacle: Obstacle | null;
}

/** A limit that is kept (null) or exceeded, or why that is not known. */
type Checked = Exceeded | Obstacle | null;

/** Holds one figure against the limits of a budget: `max` and `min` as billed, `maxIncrease` at one day's prices. */
export function judgeFigure(view: GateView, measure: Measure, budget: Budget, of: Compared): JudgedFigure {
  const gap = findingsGap(measure, view.current);
  if (gap !== null) return unjudged(null, unusual(gap));
  const found = figureOf(measure.formula, view.current, of.current, 'then');
  const few = tooFew(of.current.calls, budget, '');
  if (few !== null) return unjudged(found.value, few);
  const compared = budget.maxIncrease === undefined ? null : comparedFigures(view, measure, budget, of);
  const pair = compared === null || 'reason' in compared ? null : compared;
  const checks = [
    ...fixedLimits(view, measure, budget, of.current, found),
    ...(compared === null ? [] : [increaseLimit(budget, compared)]),
  ];
  return {
    value: measure.needsBaseline === true ? (pair?.current ?? null) : found.value,
    compared: pair,
    exceeded: checks.filter((check) => check !== null && 'limit' in check),
    obstacle: checks.find((check) => check !== null && 'reason' in check) ?? null,
  };
}

/** Where nothing can be held against a limit. */
export function unjudged(value: number | null, obstacle: Obstacle): JudgedFigure {
  return { value, compared: null, exceeded: [], obstacle };
}

function fixedLimits(
  { limits }: GateView,
  { formula, isMoney }: Measure,
  { max, min }: Budget,
  figures: Figures,
  found: Known,
): Checked[] {
  if (max === undefined && min === undefined) return [];
  if (found.value === null) return [unusual(found.reason)];
  const { value } = found;
  const checks = [
    max === undefined ? null : exceedsMax(value, max),
    min === undefined ? null : exceedsMin(value, min),
  ];
  const gap = isMoney ? priceGap(figures, limits) : null;
  if (gap === null) return checks;
  // Money that is missing can only add to a sum: what is too much already stays too much.
  const isSum = formula.kind === 'sum' || formula.kind === 'perNamed';
  return [isSum && checks[0] !== null ? checks[0]! : unusual(gap)];
}

function increaseLimit({ maxIncrease }: Budget, compared: Pair | Obstacle): Checked {
  return 'reason' in compared ? compared : exceedsIncrease(compared.current, compared.baseline, maxIncrease!);
}
