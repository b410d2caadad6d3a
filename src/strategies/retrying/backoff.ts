/** How the wait before a retry is drawn, `b` being the exponential one: exactly b, from 0 to b, or from half of b to b. */
export const JITTERS = ['none', 'full', 'equal'] as const;

export interface BackoffRule {
  /** Milliseconds. */
  readonly base: number;
  readonly factor: number;
  /** Milliseconds that no wait exceeds. */
  readonly cap: number;
  readonly jitter: string;
  /** Place of the drawn wait between its ends, 0 to 1: 0.5 is the expected value. */
  readonly jitterPoint: number;
}

/**
 * Milliseconds to wait after the `failures`th failure in a row, from 1. Sources: full and equal jitter as in M. Brooker,
 * "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 */
export function backoffMs({ base, factor, cap, jitter, jitterPoint }: BackoffRule, failures: number): number {
  // A factor to a high power is Infinity, and 0 times that no number.
  const longest = base === 0 ? 0 : Math.min(cap, base * factor ** (failures - 1));
  if (jitter === 'full') return longest * jitterPoint;
  return jitter === 'equal' ? (longest / 2) * (1 + jitterPoint) : longest;
}
