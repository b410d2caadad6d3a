import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { recordTable } from '../columns/record-table.ts';
import { bareModel } from '../exchange/exchange-call.ts';
import { providerCall } from '../exchange/provider-call.ts';
import {
  decimalOf,
  firstOf,
  firstText,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';

/**
 * Rows of the BigQuery table that Vertex AI logs requests and responses to, for Gemini and for Claude (`rawPredict`, bodies
 * of Anthropic). Columns by name (Vertex AI docs, "Log requests and responses"); the shape of a logged stream and the unit
 * of `request_latency` (milliseconds) are unverified.
 */
export const vertex = defineSource({
  id: 'vertex',
  title: 'Vertex AI request-response logs',
  describe:
    'Exported rows of the BigQuery table with the requests and responses of Gemini and Claude on Vertex AI; with a sampling ' +
    'rate below 1 the table holds only that share of the calls.',
  where: 'BigQuery: the table of the logging configuration, exported as JSONL or CSV',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    const isRow = isObject(record) && isTable(Object.keys(record));
    return isRow
      ? { score: 0.99, why: 'full_request and full_response of a Vertex AI log' }
      : { score: 0, why: 'no full_request' };
  },
  read: (record, options) =>
    isObject(record) && isTable(Object.keys(record)) ? row(record, options) : { kind: 'other' },
  recognizeHeader(header) {
    return isTable(header)
      ? { score: 0.99, why: 'columns of a Vertex AI log' }
      : { score: 0, why: 'no full_request' };
  },
  openTable: (header, options) => recordTable(header, options, row),
});

function isTable(columns: readonly string[]): boolean {
  const has = new Set(columns);
  return (
    (has.has('full_request') || has.has('full_response')) &&
    (has.has('logging_time') || has.has('deployed_model_id') || has.has('api_method'))
  );
}

function row(record: JsonObject, options: ReadOptions): ReadResult {
  const named = bareModel(firstText(record, ['model', 'deployed_model_id']));
  const method = textOf(record.api_method);
  const call = providerCall(
    {
      url: method === undefined ? undefined : `/models/${named ?? ''}:${method}`,
      request: firstOf(record, ['full_request']),
      response: firstOf(record, ['full_response']),
    },
    options,
  );
  if (call === undefined) return { kind: 'skip', reason: 'no request and response that can be read' };
  return { kind: 'calls', calls: [placed(call, record, named, options)] };
}

function placed(
  call: CallRecord,
  record: JsonObject,
  named: string | undefined,
  { logZone }: ReadOptions,
): CallRecord {
  const time = parseTime(record.logging_time, logZone);
  const requestId = safeText(firstText(record, ['request_id']));
  const latency = decimalOf(objectOf(record.metadata)?.request_latency);
  return {
    ...call,
    id: call.id ?? requestId,
    key: call.key ?? (requestId === undefined ? undefined : `vertex:${requestId}`),
    time: Number.isNaN(time) ? call.time : time,
    model: call.model ?? safeText(named),
    provider: 'google',
    latencyMs: latency !== undefined && latency >= 0 && latency < 1e9 ? Math.round(latency) : call.latencyMs,
  };
}
