import { defineSource, type Recognition } from '../../contracts/source.ts';
import { resultOf } from '../gateway-fields/gateway-call.ts';
import { generationIn, readGeneration } from '../gateway-fields/generation-info.ts';
import { firstOf, type JsonObject } from '../record/record-access.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no generation of Vercel AI Gateway' };

/**
 * Generations of Vercel's AI Gateway: what `GET /v1/generation` answers, or what the AI SDK's `getGenerationInfo` makes
 * of it in camel case. `latency` is the time to the first token (AI SDK reference). That cached and written tokens
 * are inside the prompt is not documented; it is assumed, and the arithmetic decides where they exceed it.
 */
export const vercelGateway = defineSource({
  id: 'vercel-gateway',
  title: 'Vercel AI Gateway generations',
  describe: 'Tokens, dollars charged, times and models per generation; there is no text.',
  where: 'GET https://ai-gateway.vercel.sh/v1/generation?id=..., or getGenerationInfo() of the AI SDK',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  recognize(record) {
    const own = generationOf(record);
    return own === undefined ? NOT_MINE : { score: 0.99, why: 'id gen_... with costs and token counts' };
  },
  read(record, options) {
    const own = generationOf(record);
    if (own === undefined) return { kind: 'other' };
    const count = (native: string, sdk: string): unknown => firstOf(own, [`native_tokens_${native}`, sdk]);
    const counts = {
      prompt: count('prompt', 'promptTokens'),
      completion: count('completion', 'completionTokens'),
      cached: count('cached', 'cachedTokens'),
      written: count('cache_creation', 'cacheCreationTokens'),
      reasoning: count('reasoning', 'reasoningTokens'),
    };
    const form = { provider: 'vercel', latency: 'timeToFirstTokenMs', counts } as const;
    return resultOf(readGeneration(own, form, options));
  },
});

function generationOf(record: unknown): JsonObject | undefined {
  const own = generationIn(record, 'gen_');
  const isMine =
    firstOf(own, ['native_tokens_prompt', 'promptTokens']) !== undefined ||
    firstOf(own, ['total_cost', 'totalCost']) !== undefined;
  return isMine ? own : undefined;
}
