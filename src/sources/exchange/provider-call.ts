import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { readAnthropicExchange } from '../anthropic-api/anthropic-exchange.ts';
import { keptBedrockCall } from '../bedrock-api/kept-bedrock.ts';
import { readGeminiExchange } from '../gemini-api/gemini-exchange.ts';
import { readOpenaiExchange } from '../openai-api/openai-exchange.ts';
import { type Exchange, findExchange } from './exchange.ts';
import { type Dialect, dialectOf } from './exchange-dialect.ts';

const READERS: Readonly<
  Record<Exclude<Dialect['api'], 'none'>, (exchange: Exchange, options: ReadOptions) => ReadResult>
> = {
  openai: readOpenaiExchange,
  anthropic: readAnthropicExchange,
  gemini: readGeminiExchange,
};

/** What a gateway, a proxy or a capture kept of one HTTP exchange with a provider. */
export interface KeptBodies {
  /** Without a query; a key in it would be left out, but it is not needed. */
  readonly url?: string | undefined;
  /** Parsed, or as text: JSON, or for a response server-sent events. */
  readonly request?: unknown;
  readonly response?: unknown;
  readonly status?: number | undefined;
}

/**
 * The call in the bodies that somebody kept of it, whoever's API it was: model, usage, prompt, answer, parameters and
 * outcome. Undefined where the bodies show none. The caller, who knows the gateway's own fields, puts its id, key, time,
 * user and cost in place of what is said here.
 */
export function providerCall(bodies: KeptBodies, options: ReadOptions): CallRecord | undefined {
  const bedrock = keptBedrockCall(bodies, options);
  if (bedrock !== undefined) return bedrock;
  const { url, status } = bodies;
  const exchange = findExchange({
    request: { url, body: bodies.request ?? {} },
    response: { status, body: bodies.response ?? undefined },
  });
  if (exchange === undefined) return undefined;
  const { api } = dialectOf(exchange);
  if (api === 'none') return undefined;
  const result = READERS[api](exchange, options);
  return result.kind === 'calls' ? result.calls[0] : undefined;
}
