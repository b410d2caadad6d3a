import { defineSource } from '../../contracts/source.ts';
import { findExchange } from '../exchange/exchange.ts';
import { dialectOf } from '../exchange/exchange-dialect.ts';
import { readGeminiExchange } from '../gemini-api/gemini-exchange.ts';

/** Google's Gemini API, and Gemini on Vertex AI. */
export const gemini = defineSource({
  id: 'gemini',
  title: 'Gemini API',
  describe:
    'Logged requests and answers of generateContent, its streams and embedContent, in any common wrapper; a bare answer has ' +
    'no time, provisioned throughput is tagged but priced by the token, and images and sounds in a prompt are not estimated.',
  where: 'your own logger, or a file of the requests and answers your program sent',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    const exchange = findExchange(record);
    if (exchange === undefined) return { score: 0, why: 'no request or response' };
    const { api, score, why } = dialectOf(exchange);
    return api === 'gemini' ? { score, why } : { score: 0, why };
  },
  read(record, options) {
    const exchange = findExchange(record);
    if (exchange === undefined || dialectOf(exchange).api !== 'gemini') return { kind: 'other' };
    return readGeminiExchange(exchange, options);
  },
});
