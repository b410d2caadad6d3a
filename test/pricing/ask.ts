import type { ServiceTier } from '../../src/model/call.ts';
import type { Billable } from '../../src/model/price.ts';
import { NO_TOKENS, type TokenCounts } from '../../src/model/usage.ts';

export interface Ask {
  readonly provider?: string;
  /** ISO date or time, UTC. */
  readonly on?: string;
  readonly tier?: ServiceTier;
}

/** A call to be priced; without a date it is priced on the book's own. */
export function ask(
  model: string,
  usage: Partial<TokenCounts>,
  { provider = '', on, tier = 'standard' }: Ask = {},
) {
  const time = on === undefined ? Number.NaN : Date.parse(on);
  if (on !== undefined && Number.isNaN(time)) throw new Error(`bad date in test: ${on}`);
  return { model, provider, time, tier, usage: { ...NO_TOKENS, ...usage } } satisfies Billable;
}
