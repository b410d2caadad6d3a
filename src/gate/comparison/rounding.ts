/** What sums of many figures lose to rounding, as a share of them. Own choice: far above what doubles lose, far below a cent. */
const ROUNDING = 1e-9;

/** A difference, 0 where it is only the rounding of sums of that size. */
export function withoutRounding(difference: number, size: number): number {
  return Math.abs(difference) <= ROUNDING * Math.abs(size) ? 0 : difference;
}
