import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';

/**
 * Takes tokens out of a prompt where they were billed. A prompt is billed from its start: first what was read from the
 * provider's cache, then what was written to it, then plain input. `removedBefore(n)` is how many of its first n tokens
 * go; it never decreases and never exceeds n. The same text shortened the same way every time stays cacheable, down to
 * the provider's minimum and in its steps; what falls below or between them becomes plain input.
 */
export function withoutTokens(
  usage: TokenCounts,
  removedBefore: (tokens: number) => number,
  info: ModelInfo | undefined,
): TokenCounts {
  let from = 0;
  let removed = 0;
  const left = (tokens: number): number => {
    const to = from + tokens;
    // The small constant undoes rounding in the scale; without it a whole token would be lost to it.
    const through = Math.max(removed, Math.min(to, Math.floor(removedBefore(to) + 1e-6)));
    const kept = Math.max(0, tokens - (through - removed));
    from = to;
    removed = through;
    return kept;
  };
  const cacheRead = left(usage.cacheRead);
  const cacheWrite5m = left(usage.cacheWrite5m);
  const cacheWrite1h = left(usage.cacheWrite1h);
  const input = left(usage.input);
  const before = promptTokens(usage) - usage.input;
  const cached = cacheRead + cacheWrite5m + cacheWrite1h;
  const shorter = { ...usage, cacheRead, cacheWrite5m, cacheWrite1h, input };
  if (cached === before) return shorter;
  // A log in which less than the book's minimum was cached knows better than the book.
  const minimum = info === undefined || before < info.cacheMinTokens ? 0 : info.cacheMinTokens;
  if (cached < minimum)
    return { ...usage, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, input: input + cached };
  const rest = cacheRead < usage.cacheRead ? cacheRead % Math.max(1, info?.cacheStepTokens ?? 1) : 0;
  return { ...shorter, cacheRead: cacheRead - rest, input: input + rest };
}

/** How much of a prefix of this many tokens the provider's cache serves. */
export function cacheable(tokens: number, info: ModelInfo): number {
  if (tokens < info.cacheMinTokens) return 0;
  return tokens - (tokens % Math.max(1, info.cacheStepTokens));
}
