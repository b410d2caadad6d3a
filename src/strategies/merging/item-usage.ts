import { zonesOf } from '../../model/prompt-zones.ts';
import type { TokenCounts } from '../../model/usage.ts';

/**
 * What a call is billed for as a further item of another request: without the first `shared` tokens of its prompt, taken out
 * where they were billed (PROMPT_ZONES), and with `overhead` tokens around it. What follows the shared part stands behind other
 * items now, so the provider's cache does not serve it; what was written to the cache still is.
 */
export function itemUsage(usage: TokenCounts, shared: number, overhead: number): TokenCounts {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = usage;
  const gone = zonesOf([{ from: 0, to: shared }], usage);
  return {
    input: input - gone.input + (cacheRead - gone.cacheRead) + overhead,
    cacheRead: 0,
    cacheWrite5m: cacheWrite5m - gone.cacheWrite5m,
    cacheWrite1h: cacheWrite1h - gone.cacheWrite1h,
    output,
    reasoning,
  };
}
