import { defineSource, type ReadOptions, type ReadResult } from '../contracts/source.ts';
import type { ServiceTier } from '../model/call.ts';
import { anthropicAnswer, anthropicPrompt } from './anthropic-api/anthropic-prompt.ts';
import { anthropicUsage } from './anthropic-api/anthropic-usage.ts';
import { type Exchange, findExchange, sentTo } from './exchange/exchange.ts';
import { callOf, type VendorParts } from './exchange/exchange-call.ts';
import { dialectOf } from './exchange/exchange-dialect.ts';
import { openaiAnswer } from './openai-api/openai-answer.ts';
import { type JsonObject, textOf } from './record/record-access.ts';
import { addressedProvider, loggedProvider } from './record/record-provider.ts';

/** Anthropic's Messages API, also as Bedrock and Vertex serve it. */
export const anthropic = defineSource({
  id: 'anthropic',
  title: 'Anthropic Messages',
  describe:
    'Logged requests and messages of the Anthropic API, in any common wrapper; a bare message has no time, and images ' +
    'and documents in a prompt are recognised but their tokens are not estimated.',
  recognize(record) {
    const exchange = findExchange(record);
    if (exchange === undefined) return { score: 0, why: 'no request or response' };
    const { api, score, why } = dialectOf(exchange);
    return api === 'anthropic' ? { score, why } : { score: 0, why };
  },
  read(record, options) {
    const exchange = findExchange(record);
    if (exchange === undefined || dialectOf(exchange).api !== 'anthropic') return { kind: 'other' };
    return readExchange(exchange, options);
  },
});

function readExchange(exchange: Exchange, options: ReadOptions): ReadResult {
  return callOf('anthropic', exchange, options, (): VendorParts => {
    const { request, response } = exchange;
    const usage = exchange.usage === undefined ? {} : anthropicUsage(exchange.usage);
    const hasNoUsage = usage.usage === undefined;
    return {
      endpoint: 'messages',
      provider: providerOf(exchange),
      usage,
      tier: tierOf(exchange.usage),
      finishReason: textOf(response?.stop_reason)?.slice(0, 40),
      prompt: anthropicPrompt(request),
      // A text logged in the answer's place comes as a choice, whoever answered.
      response:
        response?.isPlain === true
          ? openaiAnswer(response, hasNoUsage)
          : anthropicAnswer(response, hasNoUsage),
    };
  });
}

/** The tier that answered; fast mode is a price of its own, above any tier. */
function tierOf(usage: JsonObject | undefined): ServiceTier | undefined {
  if (usage?.speed === 'fast') return 'fast';
  switch (usage?.service_tier) {
    case 'standard':
    case 'priority':
    case 'batch':
      return usage.service_tier;
    default:
      return undefined;
  }
}

/** Who bills: the logger's word, the host, the id that Bedrock and Vertex give; otherwise Anthropic. */
function providerOf(exchange: Exchange): string {
  const { record, response, fields, metadata } = exchange;
  const logged =
    loggedProvider(record === response ? undefined : fields, metadata) ??
    addressedProvider(exchange.url, fields, metadata, ...sentTo(exchange));
  if (logged !== undefined) return logged;
  const id = textOf(response?.id) ?? '';
  if (id.startsWith('msg_bdrk_')) return 'amazon-bedrock';
  return id.startsWith('msg_vrtx_') ? 'google' : 'anthropic';
}
