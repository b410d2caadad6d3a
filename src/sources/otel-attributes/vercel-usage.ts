import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { geminiUsage } from '../gemini-api/gemini-usage.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, type JsonObject, objectOf } from '../record/record-access.ts';
import { isShallow, unpacked } from '../traced-content/nesting.ts';
import { type Attributes, firstWord } from './attribute-values.ts';

interface SpanCounts {
  readonly input: unknown;
  readonly output: unknown;
  readonly cached: unknown;
}

/**
 * The usage of a span of the Vercel AI SDK where its own counts are not the whole (the SDK's source); undefined for others:
 * - up to version 5 it hands on what Anthropic and Bedrock count, whose input leaves the cache out; from 6 on its input includes it,
 *   and `inputTokenDetails` splits it. Cache writes are then only in the provider's metadata. The output there is a stream's first
 *   count, so the SDK's own is taken.
 * - up to version 5 its output is Gemini's without the thoughts, which a `doGenerate` span does not count at all; Google's own
 *   `usageMetadata` stands in the provider's metadata.
 */
export function vercelUsage(attributes: Attributes, counts: SpanCounts): LoggedUsage | undefined {
  const provider = firstWord(attributes, ['ai.model.provider']) ?? '';
  if (/^(?:(?:google\.)?vertex\.)?anthropic|bedrock/.test(provider))
    return exclusiveUsage(attributes, counts);
  if (!provider.startsWith('google')) return undefined;
  const metadata = metadataOf(attributes);
  const usage = objectOf((objectOf(metadata?.google) ?? objectOf(metadata?.vertex))?.usageMetadata);
  // A span above several calls has the sum of their counts and the metadata of the last.
  const isOwn = usage !== undefined && decimalOf(usage.promptTokenCount) === decimalOf(counts.input);
  return isOwn ? geminiUsage(usage, false) : undefined;
}

/**
 * Parts of a span's counts that version 4 of the SDK tells in the provider's metadata only: OpenAI's and DeepSeek's cached tokens are
 * in the input, OpenAI's reasoning is in the output.
 */
export function vercelDetails(attributes: Attributes): {
  readonly cached: unknown;
  readonly reasoning: unknown;
} {
  const metadata = metadataOf(attributes);
  const vendor = objectOf(metadata?.openai) ?? objectOf(metadata?.azure) ?? objectOf(metadata?.deepseek);
  return {
    cached: vendor?.cachedPromptTokens ?? vendor?.promptCacheHitTokens ?? undefined,
    reasoning: vendor?.reasoningTokens ?? undefined,
  };
}

function exclusiveUsage(attributes: Attributes, counts: SpanCounts): LoggedUsage | undefined {
  for (const name of attributes.keys()) if (name.startsWith('ai.usage.inputTokenDetails.')) return undefined;
  const metadata = metadataOf(attributes);
  const vendor = objectOf(metadata?.anthropic) ?? objectOf(metadata?.bedrock);
  const usage = objectOf(vendor?.usage);
  return anthropicUsage({
    input_tokens: counts.input,
    output_tokens: counts.output,
    cache_read_input_tokens:
      usage?.cache_read_input_tokens ??
      usage?.cacheReadInputTokens ??
      vendor?.cacheReadInputTokens ??
      counts.cached,
    cache_creation_input_tokens:
      usage?.cache_creation_input_tokens ?? usage?.cacheWriteInputTokens ?? vendor?.cacheCreationInputTokens,
    cache_creation: usage?.cache_creation,
  });
}

function metadataOf(attributes: Attributes): JsonObject | undefined {
  const metadata = unpacked(attributes.get('ai.response.providerMetadata'));
  return isShallow(metadata) ? objectOf(metadata) : undefined;
}
