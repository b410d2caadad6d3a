import type { ModelCost } from '../explorer.ts';

/** What the calls that can be compared would cost, as a share of what they did; NaN when none can. */
export function costShare({ costUsd, beforeUsd }: ModelCost): number {
  return beforeUsd > 0 ? costUsd / beforeUsd : Number.NaN;
}

/** Calls that are in neither figure. */
export function leftOut({ unpricedCalls, tooLong }: ModelCost): number {
  return unpricedCalls + tooLong;
}

/**
 * The cheapest first, by share, since models do not always take the same calls; a model that takes fewer than half of them
 * says little and comes after all others.
 */
export function byCost(a: ModelCost, b: ModelCost): number {
  return (
    rank(a) - rank(b) ||
    ascending(costShare(a), costShare(b)) ||
    (a.model < b.model ? -1 : Number(a.model > b.model))
  );
}

function rank(cost: ModelCost): number {
  if (Number.isNaN(costShare(cost))) return 2;
  return cost.calls < leftOut(cost) ? 1 : 0;
}

function ascending(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? 0 : a - b;
}
