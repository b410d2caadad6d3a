import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { ServiceTier } from '../../model/call.ts';
import { type Exchange, sentTo } from '../exchange/exchange.ts';
import { callOf, type VendorParts } from '../exchange/exchange-call.ts';
import { openaiAnswer } from '../openai-api/openai-answer.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { type JsonObject, textOf } from '../record/record-access.ts';
import { addressedProvider, loggedProvider } from '../record/record-provider.ts';
import { anthropicAnswer, anthropicPrompt } from './anthropic-prompt.ts';
import { anthropicUsage } from './anthropic-usage.ts';

/** The call that an exchange in the shapes of Anthropic's Messages API tells of. */
export function readAnthropicExchange(exchange: Exchange, options: ReadOptions): ReadResult {
  return callOf('anthropic', exchange, options, (_, failed): VendorParts => {
    const { request, response } = exchange;
    const isCut = isCutStream(exchange) && !failed;
    const usage = usageOf(exchange.usage, isCut);
    const hasNoUsage = usage.usage === undefined || isCut;
    return {
      endpoint: 'messages',
      provider: providerOf(exchange),
      usage,
      isOutputUncounted: isCut || undefined,
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

/** A stream that ended before its output was counted; it was billed for what it had said (Anthropic docs, "Streaming messages"). */
function isCutStream({ response, usage }: Exchange): boolean {
  return response?.isCut === true && usage !== undefined && usage.output_tokens === undefined;
}

/**
 * What was counted: of a stream that was cut its input alone. One that failed on the way has no usage: nothing says that it
 * was billed.
 */
function usageOf(usage: JsonObject | undefined, isCut: boolean): LoggedUsage {
  if (usage === undefined) return {};
  return anthropicUsage(isCut ? { ...usage, output_tokens: 0 } : usage);
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
