import type { ServiceTier } from '../model/call.ts';
import type { PriceLine } from './charge.ts';
import type { Found, MissCode } from './lookup/resolution.ts';
import type { PriceRow } from './table/price-row.ts';

/** How a call's price comes about. */
export interface PricedCall {
  /** US dollars; NaN when unpriced. */
  readonly usd: number;
  readonly code: 'priced' | MissCode | 'missing-rate' | 'invalid-usage';
  /** One line that says why the call is unpriced; '' when it is priced. */
  readonly reason: string;
  /** Kinds with tokens, in the order of the bill. Empty when no row was found. */
  readonly lines: readonly PriceLine[];
  readonly row: PriceRow | undefined;
  readonly how: Found['how'] | '';
  readonly userAlias: string;
  readonly routed: boolean;
  /** The user's file that the price or the discount comes from; '' for the built-in table. */
  readonly origin: string;
  /** Share of the list price that is paid; 1 without a discount. */
  readonly factor: number;
  readonly tier: ServiceTier;
  /** Tokens above which the applied long-context rates start; `null` for the short prompt. */
  readonly longContextAbove: number | null;
  readonly peak: boolean;
  /** What is uncertain about this very figure, one line each. */
  readonly caveats: readonly string[];
}
