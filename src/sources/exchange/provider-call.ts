import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { readAnthropicExchange } from '../anthropic-api/anthropic-exchange.ts';
import { readOpenaiExchange } from '../openai-api/openai-exchange.ts';
import { findExchange } from './exchange.ts';
import { dialectOf } from './exchange-dialect.ts';

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
  const { url, status } = bodies;
  const exchange = findExchange({
    request: { url, body: bodies.request ?? {} },
    response: { status, body: bodies.response ?? undefined },
  });
  if (exchange === undefined) return undefined;
  const { api } = dialectOf(exchange);
  if (api === 'none') return undefined;
  const result =
    api === 'openai' ? readOpenaiExchange(exchange, options) : readAnthropicExchange(exchange, options);
  return result.kind === 'calls' ? result.calls[0] : undefined;
}
