import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { batchCall, batchPart } from '../exchange/batch-call.ts';
import { errorOf } from '../exchange/exchange-outcome.ts';
import { isBatchLine } from '../exchange/exchange-shape.ts';
import {
  firstText,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

/** Where Mistral and Together, whose lines name neither endpoint nor always a model, send a body with messages. */
const CHAT = '/v1/chat/completions';

/** Input, output and error files of OpenAI's Batch API and of those that copy its lines: Azure, Groq, Mistral, Together. */
export const openaiBatch = defineSource({
  id: 'openai-batch',
  title: 'OpenAI batch files',
  describe:
    'Lines of the input, output and error files of a batch, joined by custom_id and priced at the batch tier; the time is ' +
    'when an answer was created, which embeddings do not tell, and an input without its output is no call.',
  where:
    'the files of a batch, downloaded with GET /v1/files/{id}/content or from the dashboard, and the one you uploaded',
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'if text is logged' },
  recognize(record) {
    if (!isObject(record)) return { score: 0, why: 'no object' };
    if (isLine(record)) return { score: 0.99, why: 'custom_id of a batch' };
    const isBatch = record.object === 'batch' && typeof record.endpoint === 'string';
    return isBatch ? { score: 0.95, why: 'object: batch' } : { score: 0, why: 'no custom_id' };
  },
  read(record, options) {
    if (!isObject(record) || !isLine(record)) return { kind: 'other' };
    return record.response === undefined ? request(record, options) : answer(record, options);
  },
});

function isLine(record: JsonObject): boolean {
  return isBatchLine(record) && record.custom_id !== undefined && !isAnthropicLine(record);
}

function isAnthropicLine(record: JsonObject): boolean {
  return record.params !== undefined || record.result !== undefined || record.request !== undefined;
}

function joinOf(record: JsonObject): string {
  return `openai-batch:${safeText(textOf(record.custom_id)) ?? ''}`;
}

function request(record: JsonObject, options: ReadOptions): ReadResult {
  const isChat = Array.isArray(objectOf(record.body)?.messages);
  const url = textOf(record.url) ?? (isChat ? CHAT : undefined);
  return batchPart(joinOf(record), { url, request: record.body }, options);
}

/** Ids repeat from batch to batch, and Azure's lines have none, so a key is made of all that there are (FORMATS 0.5). */
function answer(record: JsonObject, options: ReadOptions): ReadResult {
  const join = joinOf(record);
  const response = objectOf(record.response);
  const status = httpStatusOf(response?.status_code);
  const own = [firstText(record, ['id']), firstText(objectOf(response?.body), ['id'])].map(safeText);
  const hasId = own.some((id) => id !== undefined);
  const requestId = safeText(firstText(response, ['request_id']));
  return batchCall(
    {
      join,
      key: hasId ? `${join}:${own[0] ?? ''}:${own[1] ?? ''}` : undefined,
      id: own[1] ?? requestId ?? own[0],
      ...(response !== undefined && { bodies: { response: response.body, status } }),
      error: errorOf(record.error),
    },
    options,
  );
}
