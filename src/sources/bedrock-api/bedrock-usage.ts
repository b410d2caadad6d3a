import type { TokenCounts } from '../../model/usage.ts';
import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** Counts as one place of a record states them: absent means that the place does not say. `input` is uncached. */
export interface StatedCounts {
  readonly input: number | undefined;
  readonly cacheRead: number | undefined;
  readonly cacheWrite: number | undefined;
  readonly output: number | undefined;
  /** The part of `cacheWrite` that is written for an hour. */
  readonly cacheWrite1h?: number;
  readonly reasoning?: number;
}

/** The counts at the top level of an invocation log's record: `input.inputTokenCount` excludes the cache (FORMATS 6). */
export function topCounts(
  input: JsonObject | undefined,
  output: JsonObject | undefined,
  notes: string[],
): StatedCounts {
  return {
    input: countAt(input, 'inputTokenCount', notes),
    cacheRead: countAt(input, 'cacheReadInputTokenCount', notes),
    cacheWrite: countAt(input, 'cacheWriteInputTokenCount', notes),
    output: countAt(output, 'outputTokenCount', notes),
  };
}

/**
 * The counts that an answer states itself, by the vendor's names: Anthropic's and OpenAI's `usage`, that of Converse and
 * Nova, the counts of Titan and Llama, and the sums with which Bedrock ends a stream.
 */
export function bodyCounts(
  body: JsonObject | undefined,
  metrics: JsonObject | undefined,
  notes: string[],
): StatedCounts | undefined {
  const usage = objectOf(body?.usage);
  if (usage !== undefined) {
    const stated =
      usage.inputTokens !== undefined ? converseCounts(usage, notes) : vendorCounts(usage, notes);
    if (stated !== undefined) return stated;
  }
  const own = plainCounts(body, notes);
  if (own !== undefined) return own;
  if (metrics === undefined) return undefined;
  return topCounts(metrics, metrics, notes);
}

/** Messages and chat completions served by InvokeModel. */
function vendorCounts(usage: JsonObject, notes: string[]): StatedCounts | undefined {
  const isOpenai = usage.prompt_tokens !== undefined || usage.completion_tokens !== undefined;
  const read = isOpenai
    ? openaiUsage(usage, { reasoningOutside: false, embedding: false })
    : anthropicUsage(usage);
  if (read.warning !== undefined) notes.push(read.warning);
  if (read.usage === undefined) return undefined;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = read.usage;
  return { input, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h, output, cacheWrite1h, reasoning };
}

/** Converse: cache counts stand beside `inputTokens`; `cacheDetails` splits the writes by lifetime (API reference, TokenUsage). */
function converseCounts(usage: JsonObject, notes: string[]): StatedCounts {
  const input = countAt(usage, 'inputTokens', notes);
  const output = countAt(usage, 'outputTokens', notes);
  const cacheRead =
    countAt(usage, 'cacheReadInputTokens', notes) ?? countAt(usage, 'cacheReadInputTokenCount', notes);
  const cacheWrite =
    countAt(usage, 'cacheWriteInputTokens', notes) ?? countAt(usage, 'cacheWriteInputTokenCount', notes);
  const total = countAt(usage, 'totalTokens', notes);
  const uncached = (input ?? 0) + (output ?? 0);
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  if (total !== undefined && total !== uncached && total !== uncached + cached) {
    notes.push(`totalTokens ${total} is neither ${uncached} nor ${uncached + cached}`);
  }
  return { input, cacheRead, cacheWrite, output, ...hourly(usage.cacheDetails, cacheWrite, notes) };
}

function hourly(
  details: unknown,
  cacheWrite: number | undefined,
  notes: string[],
): { readonly cacheWrite1h?: number } {
  if (!Array.isArray(details) || details.length === 0) return {};
  let long = 0;
  let sum = 0;
  for (const detail of details) {
    if (!isObject(detail)) continue;
    const tokens = countAt(detail, 'inputTokens', notes) ?? 0;
    sum += tokens;
    if (detail.ttl === '1h') long += tokens;
  }
  if (sum === (cacheWrite ?? sum)) return { cacheWrite1h: long };
  notes.push(
    `cacheDetails sum to ${sum}, cacheWriteInputTokens is ${cacheWrite}: all read as 5-minute writes`,
  );
  return {};
}

/** Titan and Llama count at the body's top level; neither caches. */
function plainCounts(body: JsonObject | undefined, notes: string[]): StatedCounts | undefined {
  const input =
    countAt(body, 'inputTextTokenCount', notes) ??
    countAt(body, 'prompt_token_count', notes) ??
    countAt(body, 'inputTokenCount', notes);
  if (input === undefined) return undefined;
  const results: unknown = Array.isArray(body?.results) ? body.results[0] : undefined;
  const output =
    countAt(objectOf(results), 'tokenCount', notes) ??
    countAt(body, 'totalOutputTextTokenCount', notes) ??
    countAt(body, 'generation_token_count', notes);
  return { input, cacheRead: undefined, cacheWrite: undefined, output };
}

/**
 * One reading of both. Bedrock's own counts at the top decide, since they are what it meters; the body fills what they leave
 * out and splits the cache writes where its split sums to them. Where both speak and differ, a note names the numbers, except
 * when the top's input is just the body's with the cache added: then it is inclusive, and the body's is taken.
 */
export function bedrockUsage(
  top: StatedCounts,
  body: StatedCounts | undefined,
  isEmbedding: boolean,
  notes: string[],
): LoggedUsage {
  const cacheRead = top.cacheRead ?? body?.cacheRead ?? 0;
  const cacheWrite = top.cacheWrite ?? body?.cacheWrite ?? 0;
  const isInclusive =
    body?.input !== undefined &&
    cacheRead + cacheWrite > 0 &&
    top.input === body.input + cacheRead + cacheWrite;
  const input = isInclusive ? body.input : (top.input ?? body?.input);
  const output = top.output ?? body?.output ?? (isEmbedding ? 0 : undefined);
  if (input === undefined || output === undefined) {
    if (input !== undefined) notes.push('the record has no count of output tokens');
    return notes.length === 0 ? {} : closeUsage(undefined, notes);
  }
  differ('input tokens', isInclusive ? undefined : top.input, body?.input, notes);
  differ('cache reads', top.cacheRead, body?.cacheRead, notes);
  differ('cache writes', top.cacheWrite, body?.cacheWrite, notes);
  differ('output tokens', top.output, body?.output, notes);
  const long = hoursOf(cacheWrite, body, notes);
  const counts: TokenCounts = {
    input,
    cacheRead,
    cacheWrite5m: cacheWrite - long,
    cacheWrite1h: long,
    output,
    reasoning: Math.min(body?.reasoning ?? 0, output),
  };
  return closeUsage(counts, notes);
}

function hoursOf(cacheWrite: number, body: StatedCounts | undefined, notes: string[]): number {
  const long = body?.cacheWrite1h ?? 0;
  if (long === 0 || body?.cacheWrite === undefined || body.cacheWrite === cacheWrite) {
    return Math.min(long, cacheWrite);
  }
  notes.push(
    `the body splits ${body.cacheWrite} cache writes, ${cacheWrite} are logged: all read as 5-minute writes`,
  );
  return 0;
}

function differ(what: string, top: number | undefined, body: number | undefined, notes: string[]): void {
  if (top === undefined || body === undefined || top === body) return;
  notes.push(`${top} ${what} are logged, the answer states ${body}`);
}
