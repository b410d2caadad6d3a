import type { Call } from '../../model/call.ts';
import type { PriceBook } from '../../pricing/price-book.ts';

/** What a call cost in US dollars, NaN when that is unknown. */
export function callCost(book: PriceBook): (call: Call) => number {
  return (call) => {
    if (call.cacheHit) return 0;
    // A failed attempt without usage is taken not to have been billed (BILLING 7); a success without usage is unknown.
    if (call.usageBasis === 'none') return call.failed ? 0 : Number.NaN;
    return book.cost(call);
  };
}
