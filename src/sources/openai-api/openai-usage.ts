import type { TokenCounts } from '../../model/usage.ts';
import { closeUsage, countAt, firstCount, type LoggedUsage } from '../record/logged-count.ts';
import { type JsonObject, objectOf } from '../record/record-access.ts';

/** What decides the reading of a usage object besides its numbers. */
export interface UsageRule {
  /** The provider logs reasoning beside `completion_tokens`, not inside it (xAI). */
  readonly reasoningOutside: boolean;
  readonly embedding: boolean;
}

interface Counts {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number | undefined;
  readonly cached: number;
  readonly written: number;
  readonly reasoning: number;
}

// A layout is a set of bits: which of the detail counts stand outside the count they belong to.
const CACHED = 1;
const WRITTEN = 2;
const REASONING = 4;
const CACHE = CACHED | WRITTEN;
/** Departures from the provider's rule, nearest first: one old proxy added only the cache reads to the prompt. */
const DEPARTURES = [0, REASONING, CACHE, WRITTEN, CACHE | REASONING, WRITTEN | REASONING];

/**
 * Reads the usage of chat completions, Responses, legacy completions and embeddings, whoever serves them.
 * OpenAI's rule: cached and written tokens are inside the prompt count, reasoning is inside the completion count
 * (OpenAI's OpenAPI description). Vendors differ, so the total decides: with prompt P, completion C, reasoning R and
 * total T, `T = P + C` puts R inside, `T = P + C + R` outside; cached or written tokens above P stand outside it.
 * Names beside OpenAI's: DeepSeek `prompt_cache_hit_tokens`, Moonshot `cached_tokens`, and the `cache_*_input_tokens`
 * of proxies that answer for Anthropic. OpenAI's `cache_write_tokens` is the default-lifetime write.
 */
export function openaiUsage(usage: JsonObject, rule: UsageRule): LoggedUsage {
  const notes: string[] = [];
  const prompt = countAt(usage, 'prompt_tokens', notes) ?? countAt(usage, 'input_tokens', notes);
  const completion = countAt(usage, 'completion_tokens', notes) ?? countAt(usage, 'output_tokens', notes);
  if (notes.length > 0) return closeUsage(undefined, notes);
  const total = countAt(usage, 'total_tokens', notes);
  const sides = bothSides(prompt, completion, total, rule, notes);
  if (sides === undefined) return closeUsage(undefined, notes);
  const input = objectOf(usage.prompt_tokens_details) ?? objectOf(usage.input_tokens_details);
  const output = objectOf(usage.completion_tokens_details) ?? objectOf(usage.output_tokens_details);
  const counts: Counts = {
    ...sides,
    total,
    cached:
      firstCount(input, ['cached_tokens'], notes) ||
      firstCount(usage, ['prompt_cache_hit_tokens', 'cached_tokens', 'cache_read_input_tokens'], notes),
    written:
      firstCount(input, ['cache_write_tokens', 'cache_creation_tokens'], notes) ||
      firstCount(usage, ['cache_creation_input_tokens'], notes),
    reasoning:
      firstCount(output, ['reasoning_tokens'], notes) || firstCount(usage, ['reasoning_tokens'], notes),
  };
  const miss = countAt(usage, 'prompt_cache_miss_tokens', notes);
  if (miss !== undefined && counts.cached + miss !== counts.prompt) {
    notes.push(`cache hits ${counts.cached} and misses ${miss} do not sum to the prompt of ${counts.prompt}`);
  }
  return closeUsage(split(counts, layoutOf(counts, rule, notes), notes), notes);
}

/** Prompt and completion, the one that is missing taken from the total where that is possible. */
function bothSides(
  prompt: number | undefined,
  completion: number | undefined,
  total: number | undefined,
  rule: UsageRule,
  notes: string[],
): { prompt: number; completion: number } | undefined {
  if (rule.embedding) {
    if (completion !== undefined && completion > 0)
      notes.push(`an embedding with ${completion} output tokens`);
    const input = prompt ?? total;
    return input === undefined ? undefined : { prompt: input, completion: 0 };
  }
  if (prompt !== undefined && completion !== undefined) return { prompt, completion };
  const known = prompt ?? completion;
  const missing = prompt === undefined ? 'prompt' : 'completion';
  if (known === undefined || total === undefined || total < known) {
    if (known !== undefined) notes.push(`usage has no ${missing} tokens`);
    return undefined;
  }
  if (total > known) notes.push(`usage has no ${missing} tokens: taken from the total`);
  return prompt === undefined
    ? { prompt: total - known, completion: known }
    : { prompt, completion: total - prompt };
}

/** Finds the layout under which the numbers add up, and notes when there is none or more than one. */
function layoutOf(counts: Counts, rule: UsageRule, notes: string[]): number {
  const present =
    (counts.cached > 0 ? CACHED : 0) |
    (counts.written > 0 ? WRITTEN : 0) |
    (counts.reasoning > 0 ? REASONING : 0);
  const own = rule.reasoningOutside ? REASONING & present : 0;
  const possible = new Set(
    DEPARTURES.map((bits) => (own ^ bits) & present).filter((it) => holds(counts, it)),
  );
  const adding = [...possible].filter((layout) => counts.total === totalUnder(counts, layout));
  if (counts.total !== undefined && adding.length > 0) {
    const chosen = adding[0]!;
    if (chosen !== own && adding.length > 1)
      notes.push('the total allows more than one reading of the details');
    else if (((chosen ^ own) & CACHE) !== 0)
      notes.push('cached tokens are counted outside the prompt tokens');
    return chosen;
  }
  const nearest = [...possible][0]!;
  if (counts.total !== undefined) {
    notes.push(
      `total_tokens ${counts.total} is not prompt ${counts.prompt} plus completion ${counts.completion}`,
    );
  }
  if (((nearest ^ own) & CACHE) !== 0) {
    notes.push(
      `${counts.cached + counts.written} cached and written tokens exceed the prompt of ${counts.prompt}`,
    );
  }
  if (((nearest ^ own) & REASONING) !== 0) {
    notes.push(`${counts.reasoning} reasoning tokens are not inside the completion of ${counts.completion}`);
  }
  return nearest;
}

/** A part cannot exceed the whole that it is inside of, unless the total says that the part is not billed apart. */
function holds(counts: Counts, layout: number): boolean {
  const cached = (layout & CACHED) === 0 ? counts.cached : 0;
  const written = (layout & WRITTEN) === 0 ? counts.written : 0;
  const isReasoningIn = (layout & REASONING) === 0;
  if (cached + written > counts.prompt) return false;
  if (!isReasoningIn || counts.reasoning <= counts.completion) return true;
  return counts.total === counts.prompt + counts.completion;
}

function totalUnder(counts: Counts, layout: number): number {
  return (
    counts.prompt +
    counts.completion +
    ((layout & CACHED) === 0 ? 0 : counts.cached) +
    ((layout & WRITTEN) === 0 ? 0 : counts.written) +
    ((layout & REASONING) === 0 ? 0 : counts.reasoning)
  );
}

function split(counts: Counts, layout: number, notes: string[]): TokenCounts {
  const cached = (layout & CACHED) === 0 ? counts.cached : 0;
  const written = (layout & WRITTEN) === 0 ? counts.written : 0;
  const output = counts.completion + ((layout & REASONING) === 0 ? 0 : counts.reasoning);
  if (counts.reasoning > output) {
    notes.push(`${counts.reasoning} reasoning tokens exceed the completion of ${counts.completion}`);
  }
  return {
    input: counts.prompt - cached - written,
    cacheRead: counts.cached,
    cacheWrite5m: counts.written,
    cacheWrite1h: 0,
    output,
    reasoning: Math.min(counts.reasoning, output),
  };
}
