import type { Call } from '../../model/call.ts';
import { billedTokens } from '../../model/usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { CLAIM_KINDS } from '../findings/claims.ts';

const FREE = CLAIM_KINDS.map(() => 0);
const UNKNOWN = CLAIM_KINDS.map(() => Number.NaN);

/** What each kind of token of this very call costs in US dollars per 1M; nothing when the call cost nothing. */
export function ratesOf(book: PriceBook, call: Call): readonly number[] {
  if (call.cacheHit || billedTokens(call.usage) === 0) return FREE;
  const rates = book.rates(call);
  // A call that lacks one rate is in no total, so nothing of it can be recovered from one.
  const isPriced = CLAIM_KINDS.every((kind) => call.usage[kind] === 0 || !Number.isNaN(rates?.[kind]));
  return rates === undefined || !isPriced ? UNKNOWN : CLAIM_KINDS.map((kind) => rates[kind]);
}
