import type { CheckLimits } from '../../model/budget.ts';
import type { Figures } from '../../model/measurement.ts';
import { billedTokens } from '../../model/usage.ts';
import { isAbove } from '../budgets/limit-check.ts';
import { percentage } from './percentage.ts';

/** Why money of these calls is too incomplete to be judged: more of them, or of their tokens, than allowed have no price. */
export function priceGap(figures: Figures, { maxUnpriced }: CheckLimits): string | null {
  const { calls, unpricedCalls, tokens, unpricedTokens } = figures;
  const ofCalls = shareOf(unpricedCalls, calls);
  const ofTokens = shareOf(unpricedTokens, billedTokens(tokens));
  const share = Math.max(ofCalls, ofTokens);
  if (!isAbove(share, maxUnpriced)) return null;
  const what =
    ofTokens > ofCalls
      ? `${percentage(share)} of the tokens, those of ${unpricedCalls} of ${calls} calls, have no price`
      : `${unpricedCalls} of ${calls} calls have no price (${percentage(share)})`;
  return `${what}; at most ${percentage(maxUnpriced)} is allowed`;
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
