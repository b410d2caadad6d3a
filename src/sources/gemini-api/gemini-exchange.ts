import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { ServiceTier } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { type Exchange, sentTo } from '../exchange/exchange.ts';
import { callOf, type VendorParts } from '../exchange/exchange-call.ts';
import { isGeminiEmbedding } from '../exchange/gemini-shape.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { openaiAnswer } from '../openai-api/openai-answer.ts';
import { firstOf, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { addressedProvider, loggedProvider } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';
import { geminiAnswer, geminiFinish, geminiPrompt } from './gemini-prompt.ts';
import { geminiUsage } from './gemini-usage.ts';

/** The call that an exchange in the shapes of the Gemini API or of Gemini on Vertex tells of. */
export function readGeminiExchange(exchange: Exchange, options: ReadOptions): ReadResult {
  return callOf('gemini', exchange, options, (): VendorParts => {
    const { request, response, url } = exchange;
    const isEmbedding = isEmbeddingCall(exchange);
    const usage = exchange.usage === undefined ? {} : geminiUsage(exchange.usage, isEmbedding);
    const hasNoUsage = usage.usage === undefined;
    return {
      endpoint: isEmbedding ? 'embedding' : 'chat',
      provider: providerOf(exchange),
      usage,
      tier: tierOf(exchange.usage),
      finishReason: geminiFinish(response),
      prompt: geminiPrompt(request),
      // A text logged in the answer's place comes as a choice, whoever answered.
      response:
        response?.isPlain === true ? openaiAnswer(response, hasNoUsage) : geminiAnswer(response, hasNoUsage),
      asked: settingsOf(request),
      stream: url === undefined ? undefined : /:streamGenerateContent/i.test(url.slice(0, 2000)) || undefined,
      tags: tagsOf(exchange),
    };
  });
}

function isEmbeddingCall({ request, response, url }: Exchange): boolean {
  if (response !== undefined && isGeminiEmbedding(response)) return true;
  return /:(?:batchE|e)mbedContent/i.test(url?.slice(0, 2000) ?? '') || Array.isArray(request?.requests);
}

/** Limits and temperature: in `generationConfig`, or in the SDKs' `config`. */
function settingsOf(request: JsonObject | undefined): JsonObject | undefined {
  return objectOf(firstOf(request, ['generationConfig', 'generation_config', 'config']));
}

function trafficOf(usage: JsonObject | undefined): string | undefined {
  return textOf(firstOf(usage, ['trafficType', 'traffic_type']));
}

/** The tier that answered, as Vertex's `trafficType` names it (`ON_DEMAND_PRIORITY` and `_FLEX`: Gen AI SDK, `TrafficType`). */
function tierOf(usage: JsonObject | undefined): ServiceTier | undefined {
  switch (trafficOf(usage)) {
    case 'ON_DEMAND':
      return 'standard';
    case 'ON_DEMAND_PRIORITY':
      return 'priority';
    case 'ON_DEMAND_FLEX':
      return 'flex';
    default:
      return undefined;
  }
}

/** The request's labels; and what kind of traffic it was where that is not billed by the token (provisioned throughput). */
function tagsOf({ request, usage }: Exchange): CallRecord['tags'] {
  const labels =
    request?.labels === undefined ? undefined : loggedTags({ tags: request.labels }, undefined, undefined);
  const traffic = trafficOf(usage);
  if (traffic === undefined || traffic === 'ON_DEMAND') return labels;
  return { ...labels, traffic_type: safeText(traffic)! };
}

/** Who bills: the logger's word, the host; otherwise Google. */
function providerOf(exchange: Exchange): string {
  const { record, response, fields, metadata } = exchange;
  return (
    loggedProvider(record === response ? undefined : fields, metadata) ??
    addressedProvider(exchange.url, fields, metadata, ...sentTo(exchange)) ??
    'google'
  );
}
