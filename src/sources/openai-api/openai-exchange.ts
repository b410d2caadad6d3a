import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { Endpoint, ServiceTier } from '../../model/call.ts';
import { type Exchange, sentTo } from '../exchange/exchange.ts';
import { callOf, type VendorParts } from '../exchange/exchange-call.ts';
import { isEmbeddingList } from '../exchange/exchange-shape.ts';
import { scanFields } from '../logger/logged-fields.ts';
import type { JsonObject } from '../record/record-access.ts';
import { addressedProvider, loggedProvider, makerOf } from '../record/record-provider.ts';
import { openaiAnswer, openaiFinish } from './openai-answer.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiPrompt } from './openai-prompt.ts';
import { openaiUsage } from './openai-usage.ts';

/** The call that an exchange in OpenAI's shapes tells of: chat completions, Responses, completions or embeddings. */
export function readOpenaiExchange(exchange: Exchange, options: ReadOptions): ReadResult {
  return callOf('openai', exchange, options, ({ model, requestedModel }): VendorParts => {
    const { request, response } = exchange;
    const endpoint = endpointOf(exchange);
    const provider = providerOf(exchange, model);
    const rule = { reasoningOutside: provider === 'xai', embedding: endpoint === 'embedding' };
    const usage = exchange.usage === undefined ? {} : openaiUsage(exchange.usage, rule);
    return {
      endpoint,
      provider,
      usage,
      tier: tierOf(response, exchange.record),
      finishReason: openaiFinish(response),
      prompt: openaiPrompt(request),
      response: openaiAnswer(response, usage.usage === undefined),
      ...(endpoint === 'embedding' &&
        options.embeddingModel !== undefined &&
        [model, requestedModel].includes(options.embeddingModel) && {
          embeddings: openaiEmbeddings(request, response),
        }),
    };
  });
}

function endpointOf({ request, response, url }: Exchange): Endpoint {
  if (response !== undefined) {
    if (isEmbeddingList(response)) return 'embedding';
    if (response.object === 'response' || (response.object === undefined && Array.isArray(response.output))) {
      return 'responses';
    }
    if (response.object === 'text_completion') return 'completion';
    if (response.object === 'chat.completion' || response.object === 'chat.completion.chunk') return 'chat';
  }
  const path = /\/(chat\/completions|completions|responses|embeddings)(?:[/?]|$)/.exec(
    url?.slice(0, 2000) ?? '',
  )?.[1];
  if (path !== undefined) return ENDPOINT_BY_PATH[path] ?? 'unknown';
  if (typeof request?.model === 'string' && /embed/i.test(request.model)) return 'embedding';
  if (request?.messages !== undefined) return 'chat';
  return request?.input !== undefined ? 'responses' : 'unknown';
}

const ENDPOINT_BY_PATH: Readonly<Record<string, Endpoint>> = {
  'chat/completions': 'chat',
  completions: 'completion',
  responses: 'responses',
  embeddings: 'embedding',
};

/** The tier that answered. `fast` is another name of `priority`; `scale` is paid for ahead and has no rate per token. */
function tierOf(response: JsonObject | undefined, record: JsonObject): ServiceTier | undefined {
  switch (response?.service_tier ?? record.service_tier) {
    case 'default':
    case 'standard':
      return 'standard';
    case 'flex':
      return 'flex';
    case 'priority':
    case 'fast':
      return 'priority';
    case 'batch':
      return 'batch';
    default:
      return undefined;
  }
}

/**
 * Who bills: the logger's word, the host, marks that only one vendor's answers bear, the model's maker. A router names
 * the vendor it passed the call on to in the answer; the bill is the router's, so that name is a tag.
 */
function providerOf(exchange: Exchange, model: string | undefined): string | undefined {
  const { record, response, fields, metadata } = exchange;
  const named = loggedProvider(record === response ? undefined : fields, metadata);
  if (named !== undefined) return named;
  const addressed = addressedProvider(exchange.url, fields, metadata, ...sentTo(exchange));
  if (addressed !== undefined) return addressed;
  return markedProvider(response, exchange.usage) ?? loggedProvider(scanFields(response)) ?? makerOf(model);
}

function markedProvider(response: JsonObject | undefined, usage: JsonObject | undefined): string | undefined {
  const isRouted =
    typeof response?.provider === 'string' && (usage?.cost !== undefined || hasPrefix(response.id, 'gen-'));
  if (isRouted) return 'openrouter';
  if (response?.x_groq !== undefined) return 'groq';
  if (response?.prompt_filter_results !== undefined) return 'azure';
  if (usage?.prompt_cache_hit_tokens !== undefined) return 'deepseek';
  if (usage?.cost_in_usd_ticks !== undefined) return 'xai';
  return undefined;
}

function hasPrefix(value: unknown, prefix: string): boolean {
  return typeof value === 'string' && value.startsWith(prefix);
}
