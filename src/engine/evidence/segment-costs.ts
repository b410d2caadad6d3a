import { PROMPT_ZONES, type Span, zonesOf } from '../../model/prompt-zones.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { usd } from '../../pricing/charge.ts';
import { CLAIM_KINDS } from '../findings/claims.ts';

/**
 * US dollars of each segment as the call was billed: a prompt is billed from its start (PROMPT_ZONES). `shares` are the
 * segments' tokens from the first to the last, `rates` by CLAIM_KINDS; NaN where a rate is unknown.
 */
export function segmentCosts(
  shares: readonly number[],
  usage: TokenCounts,
  rates: readonly number[],
): readonly number[] {
  let from = 0;
  return shares.map((tokens) => {
    const span: Span = { from, to: from + tokens };
    from = span.to;
    const zones = zonesOf([span], usage);
    return PROMPT_ZONES.reduce((sum, zone) => sum + usd(zones[zone], rates[CLAIM_KINDS.indexOf(zone)]!), 0);
  });
}
