import { type Span, zonesOf } from '../../model/prompt-zones.ts';
import type { TokenCounts } from '../../model/usage.ts';

/** How a cache treats a shortened prompt; tokens. */
export interface CacheRules {
  /** Where reads of the log are still good: up to here, before anything goes, an earlier call sent the same. */
  readonly sharedTo: number;
  readonly minimum: number;
  readonly step: number;
  /** What is no longer read is written again, as the request asks, instead of billed in full. */
  readonly rewrites: 'cacheWrite5m' | 'cacheWrite1h' | undefined;
}

/** Takes spans of a prompt out where they were billed; reads behind the first of them miss, unless an earlier call shares them. */
export function truncatedUsage(usage: TokenCounts, spans: readonly Span[], rules: CacheRules): TokenCounts {
  const gone = zonesOf(spans, usage);
  const kept = usage.cacheRead - gone.cacheRead;
  const lastRead = Math.min(usage.cacheRead, rules.sharedTo);
  let read = lastRead;
  for (const { from, to } of spans) read -= Math.max(0, Math.min(to, lastRead) - from);
  if (read < usage.cacheRead) read = read < rules.minimum ? 0 : read - (read % rules.step);
  const missed = kept - read;
  const after = {
    input: usage.input - gone.input,
    cacheRead: read,
    cacheWrite5m: usage.cacheWrite5m - gone.cacheWrite5m,
    cacheWrite1h: usage.cacheWrite1h - gone.cacheWrite1h,
    output: usage.output,
    reasoning: usage.reasoning,
  };
  after[rules.rewrites ?? 'input'] += missed;
  const written = after.cacheWrite5m + after.cacheWrite1h;
  if (written === 0 || read + written >= rules.minimum) return after;
  return { ...after, input: after.input + read + written, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
}
