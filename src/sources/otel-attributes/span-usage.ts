import { openaiUsage } from '../openai-api/openai-usage.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { decimalOf } from '../record/record-access.ts';
import { type Attributes, firstValue } from './attribute-values.ts';
import { vercelDetails, vercelUsage } from './vercel-usage.ts';

/** Names of the two sides and their sum in one convention; the first convention with a side is taken, so that they do not mix. */
interface Convention {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly total: readonly string[];
}

const CONVENTIONS: readonly Convention[] = [
  {
    input: ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'],
    output: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
    total: ['ai.usage.totalTokens'],
  },
  {
    input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
    output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
    total: ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens'],
  },
  {
    input: ['llm.token_count.prompt'],
    output: ['llm.token_count.completion'],
    total: ['llm.token_count.total'],
  },
  {
    input: ['llm.usage.prompt_tokens'],
    output: ['llm.usage.completion_tokens'],
    total: ['llm.usage.total_tokens'],
  },
];

// Newest names first; the details of all conventions, since emitters borrow each other's.
const CACHED = [
  'ai.usage.inputTokenDetails.cacheReadTokens',
  'ai.usage.cachedInputTokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_read_input_tokens',
  'gen_ai.usage.input_tokens.cached',
  'gen_ai.usage.cached_input_tokens',
  'gen_ai.usage.input_cached_tokens',
  'gen_ai.usage.details.cache_read_tokens',
  'llm.token_count.prompt_details.cache_read',
  'llm.usage.cache_read_input_tokens',
];
const WRITTEN = [
  'ai.usage.inputTokenDetails.cacheWriteTokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  'gen_ai.usage.input_tokens.cache_write',
  'gen_ai.usage.details.cache_write_tokens',
  'llm.token_count.prompt_details.cache_write',
  'llm.usage.cache_creation_input_tokens',
];
const REASONING = [
  'ai.usage.outputTokenDetails.reasoningTokens',
  'ai.usage.reasoningTokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.reasoning_tokens',
  'gen_ai.usage.output_tokens.reasoning',
  'gen_ai.usage.details.reasoning_tokens',
  'llm.token_count.completion_details.reasoning',
  'llm.usage.reasoning_tokens',
];

/**
 * The tokens of a span in any of the conventions; undefined when it has no counts, or only zeros. Input includes cache reads and
 * writes, output includes reasoning (OpenTelemetry's conventions for generative AI), and where the numbers say otherwise, because an emitter
 * leaves the cache out, they decide as in `openaiUsage`. An emitter that leaves out a cache smaller than its input cannot be told.
 * Lifetimes of cache writes are not in the conventions: all count as 5 minutes.
 */
export function spanUsage(attributes: Attributes, isEmbedding: boolean): LoggedUsage | undefined {
  const own = CONVENTIONS.find(
    ({ input, output }) =>
      firstValue(attributes, input) !== undefined || firstValue(attributes, output) !== undefined,
  );
  if (own === undefined) return undefined;
  const counts = {
    input: firstValue(attributes, own.input),
    output: firstValue(attributes, own.output),
    cached: firstCountOf(attributes, CACHED),
    written: firstCountOf(attributes, WRITTEN),
  };
  if (Object.values(counts).every((count) => count === undefined || decimalOf(count) === 0)) return undefined;
  const vercel = vercelUsage(attributes, counts);
  if (vercel !== undefined) return vercel;
  const details = vercelDetails(attributes);
  return openaiUsage(
    {
      prompt_tokens: counts.input,
      completion_tokens: counts.output ?? (isEmbedding ? 0 : undefined),
      total_tokens: firstValue(attributes, own.total),
      prompt_tokens_details: {
        cached_tokens: counts.cached ?? details.cached,
        cache_write_tokens: counts.written,
      },
      completion_tokens_details: {
        reasoning_tokens: firstCountOf(attributes, REASONING) ?? details.reasoning,
      },
    },
    { reasoningOutside: false, embedding: isEmbedding },
  );
}

/** Emitters write 0 under one name and the number under another. */
function firstCountOf(attributes: Attributes, names: readonly string[]): unknown {
  const found = names.map((name) => attributes.get(name)).filter((value) => value !== undefined);
  return found.find((value) => decimalOf(value) !== 0) ?? found[0];
}
