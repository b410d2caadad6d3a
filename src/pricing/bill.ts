import type { ServiceTier } from '../model/call.ts';
import type { TokenCounts } from '../model/usage.ts';
import { type PriceLine, priceLines } from './charge.ts';
import { bandFor, cardFor, listCardFor, type Period } from './table/period.ts';

/** What one call is billed, by kind of token. The lines add up to its cost. */
export interface Bill {
  /** Whose price it is, in the price book's spelling. */
  readonly provider: string;
  readonly lines: readonly BillLine[];
}

export interface BillLine extends PriceLine {
  /** US dollars per 1M tokens before the user's discount; the user's own price where one replaces the list. */
  readonly listRate: number;
}

export function billOf(period: Period, tier: ServiceTier, usage: TokenCounts, peak: boolean): Bill {
  const band = bandFor(period, usage);
  const card = cardFor(period, tier, band, peak);
  const lines = priceLines(card, usage);
  const list = listCardFor(period, tier, band, peak);
  const listed = list === card ? lines : priceLines(list, usage);
  return {
    provider: period.info.provider,
    lines: lines.map((line, i) => ({ ...line, listRate: listed[i]!.rate })),
  };
}
