import type { TokenCounts } from './usage.ts';

/**
 * The part of a prompt's tokens that each rate was paid for, front to back. A cached prefix is read first; what is
 * written to the cache follows it (the hour's writes before the five minutes', as Anthropic demands of mixed lifetimes);
 * the rest is billed in full.
 */
export const PROMPT_ZONES = ['cacheRead', 'cacheWrite1h', 'cacheWrite5m', 'input'] as const;
export type PromptZone = (typeof PROMPT_ZONES)[number];
export type ZoneTokens = { readonly [Z in PromptZone]: number };

/** A stretch of a prompt in the call's own tokens, from its first. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The tokens that disjoint spans of the prompt were billed as. */
export function zonesOf(spans: readonly Span[], usage: TokenCounts): ZoneTokens {
  const tokens = { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 0, input: 0 };
  let start = 0;
  for (const zone of PROMPT_ZONES) {
    const end = start + usage[zone];
    for (const { from, to } of spans) tokens[zone] += Math.max(0, Math.min(to, end) - Math.max(from, start));
    start = end;
  }
  return tokens;
}

/** The last `count` of the tokens: full-price input first, the cached prefix at the very last. Never more than there are. */
export function lastOf(tokens: ZoneTokens, count: number): ZoneTokens {
  const taken = { cacheRead: 0, cacheWrite1h: 0, cacheWrite5m: 0, input: 0 };
  let left = count;
  for (const zone of PROMPT_ZONES.toReversed()) {
    taken[zone] = Math.min(left, tokens[zone]);
    left -= taken[zone];
  }
  return taken;
}
