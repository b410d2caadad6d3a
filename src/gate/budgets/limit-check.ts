import type { MaxIncrease } from '../../model/budget.ts';
import type { Exceeded } from '../../model/check.ts';

/** What the order of a sum can change about it, as a share of it (own choice): a thousandth of a cent in ten thousand dollars. */
const ROUNDING = 1e-9;

/** A figure that equals its limit keeps it. */
export function exceedsMax(found: number, max: number): Exceeded | null {
  return isAbove(found, max) ? { limit: 'max', allowed: max, found } : null;
}

export function exceedsMin(found: number, min: number): Exceeded | null {
  return isAbove(min, found) ? { limit: 'min', allowed: min, found } : null;
}

/**
 * With a share and an amount only what exceeds both is too much. Of a baseline of 0 no share can be taken: with a share alone
 * nothing is allowed.
 */
export function exceedsIncrease(
  found: number,
  baseline: number,
  { share, amount }: MaxIncrease,
): Exceeded | null {
  const allowed = Math.max(
    share === undefined ? Number.NEGATIVE_INFINITY : baseline + Math.abs(baseline) * share,
    amount === undefined ? Number.NEGATIVE_INFINITY : baseline + amount,
  );
  return isAbove(found, allowed) ? { limit: 'maxIncrease', allowed, found } : null;
}

/** By more than what rounding makes of equal sums. */
export function isAbove(a: number, b: number): boolean {
  return a - b > ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}
