import type { Budget } from '../../model/budget.ts';

/** Why a limit is not judged. */
export interface Obstacle {
  readonly reason: string;
  /** Groups come and go, and some are small: that alone says nothing against the judgement of others. */
  readonly isUsual: boolean;
}

export function usual(reason: string): Obstacle {
  return { reason, isUsual: true };
}

export function unusual(reason: string): Obstacle {
  return { reason, isUsual: false };
}

/** `where`: '' or "in the baseline ". */
export function tooFew(calls: number, { minCalls }: Budget, where: string): Obstacle | null {
  if (calls >= minCalls) return null;
  return usual(
    `${where}${calls} ${calls === 1 ? 'call' : 'calls'}, fewer than the ${minCalls} that it takes`,
  );
}
