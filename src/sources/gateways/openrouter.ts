import { defineSource, type ReadOptions, type ReadResult, type Recognition } from '../../contracts/source.ts';
import { recordTable } from '../columns/record-table.ts';
import { resultOf } from '../gateway-fields/gateway-call.ts';
import type { RowCounts } from '../gateway-fields/gateway-usage.ts';
import { generationIn, readGeneration } from '../gateway-fields/generation-info.ts';
import type { JsonObject } from '../record/record-access.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no OpenRouter generation' };
const COLUMNS = ['generation_id', 'created_at'];
const MARKS = ['native_tokens_prompt', 'native_tokens_completion', 'total_cost', 'provider_name'];

/**
 * OpenRouter's generations: what `GET /api/v1/generation` answers, and the CSV of the Activity page with a row per
 * generation. Billed are the `native_tokens_*` of the model's own tokenizer; the `tokens_*` beside them in the API are
 * normalised with another and are never read (OpenRouter API reference). The CSV has only `tokens_*`: they are taken,
 * since a public tool that reconciles this CSV finds them equal to the native counts of the answers (not verified by
 * OpenRouter's documentation). Neither splits cache writes off. Columns come and go, so they are read by name.
 */
export const openrouter = defineSource({
  id: 'openrouter',
  title: 'OpenRouter generations',
  describe:
    'Tokens, dollars charged, times and models per generation; cache writes are not told apart, and there is no text.',
  where: 'openrouter.ai, Activity, Export of single generations; or GET /api/v1/generation?id=...',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  recognizeHeader(header) {
    const isMine =
      COLUMNS.every((name) => header.includes(name)) &&
      (header.includes('model_permaslug') || header.includes('cost_total'));
    return isMine ? { score: 0.99, why: 'columns generation_id, created_at and costs' } : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, read),
  recognize(record) {
    const own = generationIn(record, 'gen-');
    if (own === undefined || !isGeneration(own)) return NOT_MINE;
    return { score: 0.99, why: 'id gen-... with native_tokens_prompt or total_cost' };
  },
  read(record, options) {
    const own = generationIn(record, 'gen-');
    return own === undefined || !isGeneration(own) ? { kind: 'other' } : read(own, options);
  },
});

function isGeneration(own: JsonObject): boolean {
  return own.generation_id !== undefined
    ? own.cost_total !== undefined || own.model_permaslug !== undefined
    : MARKS.filter((name) => own[name] !== undefined).length >= 2;
}

function read(own: JsonObject, options: ReadOptions): ReadResult {
  if (own.id === undefined && own.generation_id === undefined) {
    return { kind: 'skip', reason: 'a row without a generation_id' };
  }
  return resultOf(readGeneration(own, { provider: 'openrouter', counts: countsOf(own) }, options));
}

function countsOf(own: JsonObject): RowCounts {
  const isNative = own.generation_id === undefined || own.native_tokens_prompt !== undefined;
  const prefix = isNative ? 'native_tokens_' : 'tokens_';
  return {
    prompt: own[`${prefix}prompt`],
    completion: own[`${prefix}completion`],
    cached: own[`${prefix}cached`],
    reasoning: own[`${prefix}reasoning`],
  };
}
