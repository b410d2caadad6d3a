import type { Models } from '../../../src/contracts/models.ts';
import type { Call } from '../../../src/model/call.ts';
import type { TokenCounts } from '../../../src/model/usage.ts';
import type { FakeSegment } from '../fake-prompts.ts';

export interface SlowOptions {
  readonly mode: string;
  readonly minTokens: number;
  readonly targetTokens: number;
  readonly contextKeep: number;
  readonly contextTokens: number;
  readonly toolKeep: number;
  readonly historyKeep: number;
}

/** Tokens a segment keeps when it is shortened lossily. */
export function slowKept(segment: FakeSegment, options: SlowOptions): number {
  const tokens = segment.tokens!;
  if (segment.kind === 'system')
    return options.mode !== 'lossless' && tokens > options.minTokens
      ? Math.min(tokens, options.targetTokens)
      : tokens;
  if (segment.kind === 'tool') return tokens;
  if (segment.role === 'tool') return Math.ceil(tokens * options.toolKeep);
  if (segment.role === 'assistant') return Math.ceil(tokens * options.historyKeep);
  return tokens > options.contextTokens ? Math.ceil(tokens * options.contextKeep) : tokens;
}

export interface SlowPlan {
  readonly usage: TokenCounts;
  /** Segments that a model shortened. */
  readonly lossy: readonly number[];
}

/** What one call is billed, trying by hand what may go: of all segments, or of those behind what a cache serves. */
export function slowCompression(
  segments: readonly FakeSegment[],
  { model, provider, time, tier, usage }: Call,
  options: SlowOptions,
  models: Models,
): SlowPlan {
  const { cacheMinTokens: minimum, cacheStepTokens: step } = models.info(model, provider, time)!;
  const { cacheRead, cacheWrite5m, input } = usage;
  const whole = cacheRead + cacheWrite5m + input;
  const base = segments.reduce((sum, { tokens }) => sum + tokens!, 0);
  const scale = whole / base;
  const cached = cacheRead + cacheWrite5m;
  const sizeUpTo = (count: number): number =>
    segments.slice(0, count).reduce((sum, { tokens }) => sum + tokens!, 0) * scale;

  let prefix = segments.findIndex(({ kind }) => kind !== 'system' && kind !== 'tool');
  if (prefix < 0) prefix = segments.length;
  if (cached > 0) {
    prefix = 0;
    while (prefix < segments.length && sizeUpTo(prefix) < cached) prefix++;
  }

  const squeezed = ({ tokens, minifiedTokens }: FakeSegment): number =>
    options.mode === 'lossy' ? 0 : tokens! - (minifiedTokens ?? tokens!);
  const shortened = (one: FakeSegment): number =>
    Math.max(squeezed(one), one.tokens! - slowKept(one, options));
  const behind = segments.map((one, i) => (i < prefix ? 0 : shortened(one)));
  const ways = [shortened, squeezed].map((way) =>
    segments.map((one, i) => (i < prefix ? way(one) : behind[i]!)),
  );

  /** Tokens that go of the first `to` billed ones, evenly out of each segment. */
  const goneOf = (gone: readonly number[], to: number): number => {
    let sum = 0;
    gone.forEach((tokens, i) => {
      const [from, end] = [sizeUpTo(i), sizeUpTo(i + 1)];
      if (end > from) sum += tokens * scale * Math.min(1, Math.max(0, (to - from) / (end - from)));
    });
    return Math.floor(sum + 1e-6);
  };
  const without = (counts: TokenCounts, gone: readonly number[]): TokenCounts => {
    const ends = [counts.cacheRead, counts.cacheRead + counts.cacheWrite5m, whole];
    const [a, b, c] = ends.map((end) => goneOf(gone, end)) as [number, number, number];
    let read = counts.cacheRead - a;
    let written = counts.cacheWrite5m - (b - a);
    let plain = counts.input - (c - b);
    const least = ends[1]! < minimum ? 0 : minimum;
    if (read + written < ends[1]! && read + written < least) {
      plain += read + written;
      read = 0;
      written = 0;
    } else if (read < counts.cacheRead) {
      plain += read % step;
      read -= read % step;
    }
    return { ...counts, cacheRead: read, cacheWrite5m: written, input: plain };
  };
  const cost = (counts: TokenCounts): number => models.cost({ model, provider, time, tier, usage: counts });

  let served = cached;
  if (cached === 0) {
    const size = Math.min(input, Math.round(sizeUpTo(prefix)));
    served = minimum > 0 && size >= minimum ? size - (size % step) : 0;
  }
  let hit = { ...usage, cacheRead: served, cacheWrite5m: 0, input: whole - served };
  if (!Number.isFinite(cost(hit))) hit = usage;
  let chosen = behind;
  let best = cost(without(hit, behind));
  for (const gone of ways) {
    if (gone.slice(0, prefix).every((tokens) => tokens === 0)) continue;
    const usd = cost(without(hit, gone));
    if (usd < best) [chosen, best] = [gone, usd];
  }
  const lossy = segments
    .map((_, i) => i)
    .filter(
      (i) => (i >= prefix || chosen === ways[0]) && slowKept(segments[i]!, options) < segments[i]!.tokens!,
    );
  return { usage: without(usage, chosen), lossy };
}
