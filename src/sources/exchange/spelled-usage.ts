import { decimalOf, firstOf, isObject, type JsonObject } from '../record/record-access.ts';

/** Other spellings of the vendors' own names, as SDKs in camel case and hand-written loggers use them. */
const PROMPT = ['promptTokens', 'prompt_token_count', 'tokens_prompt', 'num_prompt_tokens'];
const COMPLETION = [
  'completionTokens',
  'completion_token_count',
  'tokens_completion',
  'num_completion_tokens',
];
const INPUT = ['inputTokens', 'tokens_in', 'tokensIn', 'in_tokens', 'tokens_input', 'input_token_count'];
const OUTPUT = [
  'outputTokens',
  'tokens_out',
  'tokensOut',
  'out_tokens',
  'tokens_output',
  'output_token_count',
];
const TOTAL = ['total_tokens', 'totalTokens', 'total_token_count'];
const CACHED = ['cached_tokens', 'cachedTokens', 'cachedInputTokens', 'cached_input_tokens'];
const CACHE_READ = [
  'cache_read_input_tokens',
  'cacheReadInputTokens',
  'cacheReadTokens',
  'cache_read_tokens',
];
const CACHE_WRITE = [
  'cache_creation_input_tokens',
  'cacheCreationInputTokens',
  'cacheWriteTokens',
  'cache_write_tokens',
];
const REASONING = ['reasoning_tokens', 'reasoningTokens'];
/** Objects that hold nothing but counts, so that bare `prompt` or `input` is a count there and no text. */
const HOLDERS = ['usage', 'tokens', 'token_usage', 'tokenUsage', 'token_counts'];

/**
 * Token counts under names that are no vendor's own, given the vendor's: in the answer's or the logger's `usage` or
 * `tokens` (also as JSON text), or beside the prompt. Undefined where neither side is counted.
 */
export function spelledUsage(...holders: readonly (JsonObject | undefined)[]): JsonObject | undefined {
  for (const holder of holders) {
    if (holder === undefined) continue;
    for (const name of HOLDERS) {
      const inner = parsed(holder[name]);
      const usage = inner === undefined ? undefined : renamed(inner, true);
      if (usage !== undefined) return usage;
    }
    const usage = renamed(holder, false);
    if (usage !== undefined) return usage;
  }
  return undefined;
}

function renamed(counts: JsonObject, isBare: boolean): JsonObject | undefined {
  const own = (name: string): readonly string[] => (isBare ? [`${name}_tokens`, name] : []);
  const prompt = count(counts, [...PROMPT, ...own('prompt')]);
  const completion = count(counts, [...COMPLETION, ...own('completion')]);
  const input = count(counts, [...INPUT, ...own('input')]);
  const output = count(counts, [...OUTPUT, ...own('output')]);
  if (prompt === undefined && completion === undefined && input === undefined && output === undefined) {
    return undefined;
  }
  const usage: Record<string, unknown> = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    input_tokens: input,
    output_tokens: output,
    total_tokens: count(counts, isBare ? [...TOTAL, 'total'] : TOTAL),
    cached_tokens: count(counts, isBare ? [...CACHED, 'cached'] : CACHED),
    cache_read_input_tokens: count(counts, CACHE_READ),
    cache_creation_input_tokens: count(counts, CACHE_WRITE),
  };
  const reasoning = count(counts, REASONING);
  if (reasoning !== undefined) usage.output_tokens_details = { reasoning_tokens: reasoning };
  for (const name of ['prompt_tokens_details', 'completion_tokens_details', 'cache_creation']) {
    if (counts[name] !== undefined) usage[name] = counts[name];
  }
  return usage;
}

/** A number, or text that is one; whether it is a sound count is decided later. */
function count(counts: JsonObject, names: readonly string[]): unknown {
  const value = firstOf(
    counts,
    names.filter((name) => decimalOf(counts[name]) !== undefined),
  );
  return value;
}

function parsed(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value.length > 10_000 || !value.trimStart().startsWith('{'))
    return undefined;
  try {
    const inner: unknown = JSON.parse(value);
    return isObject(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}
