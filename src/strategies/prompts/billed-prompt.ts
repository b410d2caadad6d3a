import type { ModelInfo } from '../../model/price.ts';
import type { TokenCounts } from '../../model/usage.ts';

/**
 * Takes tokens out of a prompt where they were billed. A prompt is billed from its start: first what was read from the
 * provider's cache, then what was written to it (the hour's writes first, as PROMPT_ZONES), then plain input. `removedBefore(n)` is how many of its first n tokens
 * go; it never decreases and never exceeds n. The same text shortened the same way every time stays cacheable, down to
 * the provider's minimum and in its steps; what falls below or between them becomes plain input.
 */
export function withoutTokens(
  usage: TokenCounts,
  removedBefore: (tokens: number) => number,
  info: ModelInfo | undefined,
): TokenCounts {
  const read = removedUpTo(usage.cacheRead, usage.cacheRead, 0, removedBefore);
  const until1h = usage.cacheRead + usage.cacheWrite1h;
  const written1h = removedUpTo(until1h, usage.cacheWrite1h, read, removedBefore);
  const untilWritten = until1h + usage.cacheWrite5m;
  const written5m = removedUpTo(untilWritten, usage.cacheWrite5m, written1h, removedBefore);
  const all = removedUpTo(untilWritten + usage.input, usage.input, written5m, removedBefore);
  const cacheRead = Math.max(0, usage.cacheRead - read);
  const cacheWrite1h = Math.max(0, usage.cacheWrite1h - (written1h - read));
  const cacheWrite5m = Math.max(0, usage.cacheWrite5m - (written5m - written1h));
  const input = Math.max(0, usage.input - (all - written5m));
  const { output, reasoning } = usage;
  const cached = cacheRead + cacheWrite5m + cacheWrite1h;
  if (cached === untilWritten) return { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning };
  // A log in which less than the book's minimum was cached knows better than the book.
  const minimum = info === undefined || untilWritten < info.cacheMinTokens ? 0 : info.cacheMinTokens;
  if (cached < minimum) {
    return { input: input + cached, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning };
  }
  const rest = cacheRead < usage.cacheRead ? cacheRead % Math.max(1, info?.cacheStepTokens ?? 1) : 0;
  return {
    input: input + rest,
    cacheRead: cacheRead - rest,
    cacheWrite5m,
    cacheWrite1h,
    output,
    reasoning,
  };
}

/** Whole tokens that go of the first `to`, the last `tokens` of which are a kind of their own; `removed` go before those. */
function removedUpTo(
  to: number,
  tokens: number,
  removed: number,
  removedBefore: (tokens: number) => number,
): number {
  if (tokens === 0) return removed;
  // The small constant undoes rounding in the scale; without it a whole token would be lost to it.
  return Math.max(removed, Math.min(to, Math.floor(removedBefore(to) + 1e-6)));
}

/** How much of a prefix of this many tokens the provider's cache serves. */
export function cacheable(tokens: number, info: ModelInfo): number {
  if (tokens < info.cacheMinTokens) return 0;
  return tokens - (tokens % Math.max(1, info.cacheStepTokens));
}
