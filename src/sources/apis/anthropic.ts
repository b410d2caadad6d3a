import { defineSource } from '../../contracts/source.ts';
import { readAnthropicExchange } from '../anthropic-api/anthropic-exchange.ts';
import { findExchange } from '../exchange/exchange.ts';
import { dialectOf } from '../exchange/exchange-dialect.ts';

/** Anthropic's Messages API, also as Bedrock and Vertex serve it. */
export const anthropic = defineSource({
  id: 'anthropic',
  title: 'Anthropic Messages',
  describe:
    'Logged requests and messages of the Anthropic API, in any common wrapper; a bare message has no time, and images ' +
    'and documents in a prompt are recognised but their tokens are not estimated.',
  where: 'your own logger, or a file of the requests and messages your program sent',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    const exchange = findExchange(record);
    if (exchange === undefined) return { score: 0, why: 'no request or response' };
    const { api, score, why } = dialectOf(exchange);
    return api === 'anthropic' ? { score, why } : { score: 0, why };
  },
  read(record, options) {
    const exchange = findExchange(record);
    if (exchange === undefined || dialectOf(exchange).api !== 'anthropic') return { kind: 'other' };
    return readAnthropicExchange(exchange, options);
  },
});
