import type { Figures, Money } from '../../model/measurement.ts';
import { promptTokens } from '../../model/usage.ts';
import { pricedCalls } from '../comparison/priced.ts';

/** `then`: as billed. `now`: at the one day's prices at which a log and its baseline are compared. */
export type Prices = 'then' | 'now';

/** Something that is added up over calls; NaN where it is not known. Calls without a price are in no sum of money. */
export type Quantity = (figures: Figures, prices: Prices) => number;

export function usdOf({ thenUsd, nowUsd }: Money, prices: Prices): number {
  return prices === 'then' ? thenUsd : nowUsd;
}

/**
 * Calls that succeeded, as far as a cost per one of them can count them: which of the failed calls have no price is not in the
 * sums, so that none is taken to be both, and the cost rather too high than too low.
 */
export function pricedSuccesses(figures: Figures): number {
  return Math.max(0, pricedCalls(figures) - figures.failedCalls);
}

export const costUsd: Quantity = (figures, prices) => priced(figures, figures.money, prices);

export const recoverableUsd: Quantity = (figures, prices) => priced(figures, figures.recoverable, prices);

/** What one detector found; 0 where it found nothing. Whether it looked at all is not in these figures. */
export function wasteUsd(detector: string): Quantity {
  return (figures, prices) => {
    const waste = figures.waste[detector];
    return waste === undefined ? 0 : priced(figures, waste.money, prices);
  };
}

export function wasteCalls(detector: string): Quantity {
  return ({ waste }) => waste[detector]?.calls ?? 0;
}

export const wholePrompt: Quantity = ({ tokens }) => promptTokens(tokens);

/** Money of calls none of which has a price is not 0. */
function priced(figures: Figures, money: Money, prices: Prices): number {
  return figures.calls > 0 && pricedCalls(figures) <= 0 ? Number.NaN : usdOf(money, prices);
}
