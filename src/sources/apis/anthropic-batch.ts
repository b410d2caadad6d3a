import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { batchCall, batchPart } from '../exchange/batch-call.ts';
import { errorOf, statusOfError } from '../exchange/exchange-outcome.ts';
import { isVertexClaudeLine } from '../exchange/exchange-shape.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

const MESSAGES = '/v1/messages';
const ENDED = new Set(['succeeded', 'errored', 'canceled', 'expired']);

/**
 * Requests and results of Anthropic's Message Batches, and lines of Claude's batch prediction on Vertex AI (unverified: by the
 * names of its documentation).
 */
export const anthropicBatch = defineSource({
  id: 'anthropic-batch',
  title: 'Anthropic message batches',
  describe:
    'Requests and results of a batch, joined by custom_id and priced at the batch tier; only succeeded requests are ' +
    'billed. A result has no time.',
  where: "a batch's results_url, or the list of requests that your program sent",
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'if text is logged' },
  recognize(record) {
    if (!isObject(record)) return { score: 0, why: 'no object' };
    if (resultOf(record) !== undefined) return { score: 0.99, why: 'custom_id with the result of a batch' };
    if (isRequest(record)) return { score: 0.99, why: 'custom_id with params' };
    if (isVertexClaudeLine(record))
      return { score: 0.99, why: 'custom_id with a request to Claude on Vertex AI' };
    const isBatch = record.type === 'message_batch';
    return isBatch ? { score: 0.95, why: 'type: message_batch' } : { score: 0, why: 'no custom_id' };
  },
  read(record, options) {
    if (!isObject(record)) return { kind: 'other' };
    const result = resultOf(record);
    if (result !== undefined) return answer(joinOf(record), result, options);
    if (isVertexClaudeLine(record)) return predicted(record, options);
    return isRequest(record)
      ? batchPart(joinOf(record), { url: MESSAGES, request: record.params }, options)
      : { kind: 'other' };
  },
});

function isRequest(record: JsonObject): boolean {
  return typeof record.custom_id === 'string' && Array.isArray(objectOf(record.params)?.messages);
}

function resultOf(record: JsonObject): JsonObject | undefined {
  const result = objectOf(record.result);
  const isResult = typeof record.custom_id === 'string' && ENDED.has(textOf(result?.type) ?? '');
  return isResult ? result : undefined;
}

function joinOf(record: JsonObject): string {
  return `anthropic-batch:${safeText(textOf(record.custom_id)) ?? ''}`;
}

/** Request and answer in one line; `status` is empty or says why there is no answer. */
function predicted(record: JsonObject, options: ReadOptions): ReadResult {
  const join = joinOf(record);
  const { request } = record;
  if (record.response === undefined && record.status === undefined) {
    return onVertex(batchPart(join, { url: MESSAGES, request }, options));
  }
  const response = objectOf(record.response);
  const id = safeText(firstText(response, ['id']));
  const isAnswered = response !== undefined && Object.keys(response).length > 0;
  return onVertex(
    batchCall(
      {
        join,
        key: id === undefined ? undefined : `anthropic:${id}`,
        id,
        ...(isAnswered && { bodies: { url: MESSAGES, request, response } }),
        error: isAnswered ? undefined : 'error',
      },
      options,
    ),
  );
}

function onVertex(result: ReadResult): ReadResult {
  if (result.kind !== 'calls') return result;
  return { kind: 'calls', calls: result.calls.map((call) => ({ ...call, provider: 'google' })) };
}

/** A message's id is its key, as in every log of messages; what was not answered has none, since a custom_id is used again. */
function answer(join: string, result: JsonObject, options: ReadOptions): ReadResult {
  if (result.type === 'succeeded') {
    const id = safeText(firstText(objectOf(result.message), ['id']));
    const key = id === undefined ? undefined : `anthropic:${id}`;
    const bodies = { url: MESSAGES, response: result.message };
    return batchCall({ join, key, id, bodies }, options);
  }
  const error = (result.type === 'errored' ? errorOf(result.error) : undefined) ?? textOf(result.type);
  const failed = batchCall({ join, id: join.slice('anthropic-batch:'.length), error }, options);
  if (failed.kind !== 'calls') return failed;
  return { kind: 'calls', calls: failed.calls.map((call) => ({ ...call, status: statusOfError(error) })) };
}
