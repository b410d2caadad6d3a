import type { Change, Exceeded } from '../../model/check.ts';
import type { Figures } from '../../model/measurement.ts';
import { isAbove } from '../budgets/limit-check.ts';
import { pricedCalls } from '../comparison/priced.ts';
import type { GateView, GroupPair } from '../gate-view.ts';
import { figureOf } from '../measures/figure-of.ts';
import type { Formula } from '../measures/measures.ts';
import { costUsd, type Prices, type Quantity } from '../measures/quantities.ts';

/** A group's part of what is too much, or for `min` too little. */
export interface ExcessPart {
  /** Comparable among the groups of one grouping; negative where the group is better than asked for, NaN where it is not known. */
  readonly excess: number;
  /** The group's own figure of the measure. */
  readonly value: Change;
}

type PartOf = (pair: GroupPair) => ExcessPart | null;

/**
 * How much of an excess is a group's. Of a figure that is divided by something: what the group has beyond the limit times what it
 * is divided by, or of a rise since the baseline what the group adds to it. Of a sum: what the group has grown since the baseline,
 * or all of it where there is none or the sum did not grow. Of a cost per feature or template: the cost of each.
 */
export function partsOf(view: GateView, formula: Formula, limit: Exceeded): PartOf {
  switch (formula.kind) {
    case 'sum':
      return addedParts(view, limit, formula.of);
    case 'ratio':
      return limit.limit === 'maxIncrease'
        ? shiftedParts(view, formula)
        : dividedParts(view, formula, limit, formula.of, formula.per);
    case 'quantile': {
      // If too many of all calls are beyond a limit, so are too many of at least one group's.
      const { tokens, at } = formula;
      const counted: Quantity = ({ countedCalls }) => countedCalls;
      const weighed: Quantity = (figures) => (figures.quantiles?.[tokens][at] ?? 0) * figures.countedCalls;
      return dividedParts(view, formula, limit, weighed, counted);
    }
    case 'likeForLike':
      return likeForLikePart;
    case 'perNamed': {
      const partOf = addedParts(view, limit, costUsd);
      return (pair) => ((pair.current ?? pair.baseline)!.key === '' ? null : partOf(pair));
    }
    case 'saving':
      return () => null;
    default:
      return formula satisfies never;
  }
}

function addedParts({ current: log, against }: GateView, limit: Exceeded, added: Quantity): PartOf {
  const older = 'reason' in against ? undefined : against.baseline.measurement;
  const sign = limit.limit === 'min' ? -1 : 1;
  const hasGrown =
    older !== undefined && isAbove(sign * added(log.total, 'now'), sign * added(older.total, 'now'));
  const prices = pricesOf(limit);
  return ({ current, baseline }) => {
    const own = (at: Prices): Change => ({
      baseline: baseline === undefined ? null : added(baseline, at),
      current: current === undefined ? null : added(current, at),
    });
    const now = own('now');
    if (hasGrown) return part(sign * ((now.current ?? 0) - (now.baseline ?? 0)), own(prices));
    return sign > 0 ? part(own(prices).current ?? 0, own(prices)) : null;
  };
}

function dividedParts(
  { current: log, against }: GateView,
  formula: Formula,
  limit: Exceeded,
  of: Quantity,
  per: Quantity,
): PartOf {
  const prices = pricesOf(limit);
  const sign = limit.limit === 'min' ? -1 : 1;
  return ({ current, baseline }) => {
    if (current === undefined) return null;
    const before =
      baseline === undefined || 'reason' in against
        ? null
        : figureOf(formula, against.baseline.measurement, baseline, prices).value;
    return part(sign * (of(current, prices) - limit.allowed * per(current, prices)), {
      baseline: before,
      current: figureOf(formula, log, current, prices).value,
    });
  };
}

/**
 * What a group adds to a risen quotient: what it has beyond the baseline's quotient of all calls, less what it had beyond it when
 * the baseline is brought to as many calls. A group that was always dear adds nothing, one that became dearer or more frequent
 * what that makes, and the parts of all groups add up to the rise.
 */
function shiftedParts({ current: log, against }: GateView, formula: Formula & { kind: 'ratio' }): PartOf {
  if ('reason' in against) return () => null;
  const { of, per } = formula;
  const older = against.baseline.measurement;
  const usual = of(older.total, 'now') / per(older.total, 'now');
  const scale = per(log.total, 'now') / per(older.total, 'now');
  const beyond = (figures: Figures | undefined): number =>
    figures === undefined ? 0 : of(figures, 'now') - usual * per(figures, 'now');
  return ({ current, baseline }) => {
    const value = {
      baseline: baseline === undefined ? null : figureOf(formula, older, baseline, 'now').value,
      current: current === undefined ? null : figureOf(formula, log, current, 'now').value,
    };
    // Cheap calls that only became rarer beside others are not what a reader should look at.
    const isDearer = (value.current ?? 0) > (value.baseline ?? 0);
    if (current !== undefined && !isDearer && beyond(current) <= 0) return null;
    return part(beyond(current) - scale * beyond(baseline), value);
  };
}

/** Against as many calls at the baseline's cost per call. */
const likeForLikePart: PartOf = ({ current, baseline }) => {
  if (current === undefined || baseline === undefined) return null;
  const before = (pricedCalls(current) * costUsd(baseline, 'now')) / pricedCalls(baseline);
  const now = costUsd(current, 'now');
  return part(now - before, { baseline: before, current: now });
};

function part(excess: number, { baseline, current }: Change): ExcessPart {
  return { excess, value: { baseline: finite(baseline), current: finite(current) } };
}

function finite(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

function pricesOf({ limit }: Exceeded): Prices {
  return limit === 'maxIncrease' ? 'now' : 'then';
}
