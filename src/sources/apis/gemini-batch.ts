import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { type BatchAnswer, batchCall, batchPart } from '../exchange/batch-call.ts';
import { errorOf } from '../exchange/exchange-outcome.ts';
import { isGeminiBatchLine } from '../exchange/gemini-shape.ts';
import { firstText, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';

/**
 * Files of the Gemini API's batch mode (`{key, request}`, `{key, response}`) and results of batch prediction on Vertex AI,
 * whose `status` is empty or says why there is no answer (read by name, seen only in the documentation).
 */
export const geminiBatch = defineSource({
  id: 'gemini-batch',
  title: 'Gemini batch files',
  describe:
    'Requests and responses of a batch, joined by key and priced at the batch tier, and results of batch prediction on ' +
    'Vertex AI; only the latter have a time.',
  where:
    'the input and the result file of a Gemini batch job, or the output folder of a batch prediction in Cloud Storage',
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'if text is logged' },
  recognize(record) {
    const isLine = isObject(record) && isGeminiBatchLine(record);
    return isLine
      ? { score: 0.99, why: 'a line of a Gemini batch' }
      : { score: 0, why: 'no line of a batch' };
  },
  read(record, options) {
    if (!isObject(record) || !isGeminiBatchLine(record)) return { kind: 'other' };
    if (record.processed_time !== undefined) {
      const time = parseTime(record.processed_time, options.logZone);
      return answer(record, { time: Number.isNaN(time) ? undefined : time }, options);
    }
    const join = `gemini-batch:${safeText(textOf(record.key)) ?? ''}`;
    return record.request === undefined
      ? answer(record, { join, id: safeText(textOf(record.key)) }, options)
      : batchPart(join, { request: record.request }, options);
  },
});

function answer(
  record: JsonObject,
  place: Pick<BatchAnswer, 'join' | 'time'> & { readonly id?: string | undefined },
  options: ReadOptions,
): ReadResult {
  const response = objectOf(record.response);
  const id = safeText(firstText(response, ['responseId', 'response_id']));
  const isAnswered = response !== undefined && Object.keys(response).length > 0;
  const said = record.error ?? (textOf(record.status) === undefined ? undefined : { code: record.status });
  return batchCall(
    {
      ...place,
      id: id ?? place.id,
      key: id === undefined ? undefined : `gemini:${id}`,
      ...(isAnswered && { bodies: { request: record.request, response } }),
      error: errorOf(said) ?? (isAnswered ? undefined : 'error'),
    },
    options,
  );
}
