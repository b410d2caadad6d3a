import { defineSource } from '../../contracts/source.ts';
import { type Exchange, findExchange } from '../exchange/exchange.ts';
import { dialectOf } from '../exchange/exchange-dialect.ts';
import { readOpenaiExchange } from '../openai-api/openai-exchange.ts';

/** A chunk by itself is understood better by the source that puts the streams together, where a log is made of them. */
const CHUNK_SCORE = 0.6;

/** OpenAI's API and everything that speaks it: chat completions, Responses, completions and embeddings. */
export const openai = defineSource({
  id: 'openai',
  title: 'OpenAI and compatible APIs',
  describe:
    'Logged requests and responses of chat completions, Responses, completions and embeddings, in any common wrapper; ' +
    'images and sounds in a prompt are recognised but their tokens are not estimated.',
  where: 'your own logger, or a file of the requests and responses your program sent',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    const exchange = findExchange(record);
    if (exchange === undefined) return { score: 0, why: 'no request or response' };
    const { api, score, why } = dialectOf(exchange);
    if (api !== 'openai') return { score: 0, why };
    return { score: isChunk(exchange) ? Math.min(score, CHUNK_SCORE) : score, why };
  },
  read(record, options) {
    const exchange = findExchange(record);
    if (exchange === undefined || dialectOf(exchange).api !== 'openai') return { kind: 'other' };
    return isPartial(exchange) ? { kind: 'other' } : readOpenaiExchange(exchange, options);
  },
});

function isChunk({ record, response }: Exchange): boolean {
  return response === record && response.object === 'chat.completion.chunk';
}

/** Pieces of a stream and announcements of a Responses answer repeat a call that is logged complete elsewhere. */
function isPartial({ response, usage }: Exchange): boolean {
  if (response === undefined || usage !== undefined) return false;
  if (response.object === 'chat.completion.chunk') return true;
  return (
    response.object === 'response' && (response.status === 'in_progress' || response.status === 'queued')
  );
}
