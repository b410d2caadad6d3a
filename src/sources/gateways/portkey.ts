import { defineSource, type ReadOptions, type ReadResult, type Recognition } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { providerCall } from '../exchange/provider-call.ts';
import {
  answeredModel,
  endpointOfPath,
  gatewayCall,
  keptBody,
  keyOf,
  resultOf,
  withoutQuery,
} from '../gateway-fields/gateway-call.ts';
import { mapIn, objectIn, purposeIn, tagsOf } from '../gateway-fields/gateway-tags.ts';
import { bodyOrRow, inclusiveUsage, unlessNothing } from '../gateway-fields/gateway-usage.ts';
import {
  amountOf,
  attemptOf,
  flagOf,
  millisecondsOf,
  nameOf,
  timeOf,
  workedOutCost,
} from '../gateway-fields/gateway-values.ts';
import {
  decimalOf,
  firstOf,
  headerOf,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { addressedProvider, loggedProviderName, makerOf } from '../record/record-provider.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no Portkey log' };
const ORG = ['ai_org', 'ai_provider'];
const UNITS = ['req_units', 'request_tokens'];
const OUTPUT_UNITS = ['res_units', 'response_tokens'];
const MARKS = [
  'trace_id',
  'request_url',
  'response_status_code',
  'res_units',
  'response_time',
  'prompt_slug',
  'is_success',
];

/**
 * Portkey: logs as the gateway writes them (`request.portkeyHeaders`), exports, and rows of its analytics (FORMATS 13).
 * `cost` of an export is in cents. Usage is taken from the kept answer, since the row's units do not split the cache;
 * without it the units are read as uncached.
 */
export const portkey = defineSource({
  id: 'portkey',
  title: 'Portkey logs',
  describe:
    'Logs of the gateway with their bodies, exports and analytics rows: tokens, cost, cache answers, retries, metadata; exports without bodies do not split cached tokens.',
  where: 'Portkey, Exports (JSONL); GET /v1/logs/{id}; or the log store of a self-hosted gateway',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'if text is logged' },
  recognize(record) {
    if (isRawLog(record)) return { score: 0.99, why: 'request.portkeyHeaders' };
    return isExport(record) ? { score: 0.99, why: 'ai_org and its token units' } : NOT_MINE;
  },
  read(record, options) {
    if (isRawLog(record)) return readRawLog(record, options);
    return isExport(record) ? readExport(record, options) : { kind: 'other' };
  },
});

function isRawLog(record: unknown): record is JsonObject {
  return isObject(record) && isObject(record.request) && isObject(record.request.portkeyHeaders);
}

function isExport(record: unknown): record is JsonObject {
  if (!isObject(record) || firstOf(record, ORG) === undefined) return false;
  return (
    firstOf(record, [...UNITS, 'total_units']) !== undefined && MARKS.some((it) => record[it] !== undefined)
  );
}

function readRawLog(record: JsonObject, options: ReadOptions): ReadResult {
  const request = objectOf(record.request);
  const response = objectOf(record.response);
  const asked = objectOf(request?.portkeyHeaders);
  const status = httpStatusOf(response?.status);
  const url = addressOf(request?.url);
  const body = providerCall(
    { url, request: keptBody(request?.body), response: keptBody(response?.body), status },
    options,
  );
  const header = (name: string): string | undefined => headerOf(response?.headers, `x-portkey-${name}`);
  const metadata = objectIn(headerOf(asked, 'x-portkey-metadata'));
  const provider = loggedProviderName(headerOf(asked, 'x-portkey-provider')) ?? body?.provider;
  const retries = header('retry-attempt-count');
  return callOf(
    {
      id: nameOf(firstOf(record, ['_id', 'id'])),
      time: timeOf(record.created_at, options),
      model: body?.model ?? options.model,
      provider: provider ?? addressedProvider(url),
      endpoint: endpointOfPath(url),
      status,
      failed: (status ?? 0) >= 400,
      latencyMs: millisecondsOf(response?.responseTime),
      attempt: attemptOf(retries),
      ...purposeOf(metadata, header('trace-id') ?? headerOf(asked, 'x-portkey-trace-id')),
    },
    body,
    {},
    header('cache-status'),
  );
}

function readExport(row: JsonObject, options: ReadOptions): ReadResult {
  const status = httpStatusOf(firstOf(row, ['response_status_code', 'status_code']));
  const url = addressOf(row.request_url);
  const body = providerCall(
    { url, request: bodyIn(row.request), response: bodyIn(row.response), status },
    options,
  );
  const model = answeredModel(body) ?? nameOf(row.ai_model) ?? body?.model ?? options.model;
  const units = inclusiveUsage({
    prompt: firstOf(row, UNITS),
    completion: firstOf(row, OUTPUT_UNITS),
    total: firstOf(row, ['total_units', 'total_tokens']),
  });
  const currency = textOf(row.cost_currency);
  const cents = currency === undefined || /^usd$/i.test(currency) ? amountOf(row.cost) : undefined;
  const retried = decimalOf(row.retry_success_count) ?? 0;
  const { tags, ...purpose } = purposeOf(mapIn(row.metadata), nameOf(row.trace_id));
  return callOf(
    {
      id: nameOf(row.id),
      time: timeOf(row.created_at, options),
      model,
      provider: loggedProviderName(firstOf(row, ORG)) ?? makerOf(model),
      endpoint: endpointOfPath(url),
      status,
      failed: (status ?? 0) >= 400 || flagOf(row.is_success) === false,
      latencyMs: millisecondsOf(row.response_time),
      loggedCostUsd: cents === undefined ? undefined : cents / 100,
      stream: flagOf(row.stream_mode),
      attempt: retried > 0 ? attemptOf(retried) : undefined,
      ...purpose,
      tags: tagsOf(undefined, tags, { prompt: row.prompt_slug, config: row.config }),
    },
    body,
    units,
    row.cache_status,
  );
}

/** Puts a call together whose cost, if it has one, Portkey worked out. */
function callOf(
  row: CallRecord,
  body: CallRecord | undefined,
  units: ReturnType<typeof inclusiveUsage>,
  cacheStatus: unknown,
): ReadResult {
  const cacheHit = typeof cacheStatus === 'string' && /\bhit\b/i.test(cacheStatus.replace(/_/g, ' '));
  const counted = bodyOrRow({ usage: body?.usage, warning: body?.usageWarning }, units);
  const own: CallRecord = {
    ...row,
    key: keyOf('portkey', row.id, body, cacheHit),
    loggedCostUsd: workedOutCost(row.loggedCostUsd, cacheHit),
    cacheHit: cacheHit ? true : undefined,
  };
  const logged = unlessNothing(counted, row.failed === true || cacheHit);
  return resultOf(gatewayCall(body, own, logged));
}

/** `_user` and its like are Portkey's own names in what users of the gateway send along. */
function purposeOf(
  metadata: JsonObject | undefined,
  trace: string | undefined,
): Pick<CallRecord, 'user' | 'feature' | 'session' | 'trace' | 'tags'> {
  const plain = Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name.replace(/^_+/, ''), value]),
  );
  return { ...purposeIn(plain), trace: nameOf(trace), tags: tagsOf(undefined, plain) };
}

/** A body, bare or in the HTTP message that the export keeps, each perhaps as JSON text. */
function bodyIn(side: unknown): unknown {
  const message = objectIn(side);
  const isMessage =
    message?.body !== undefined && firstOf(message, ['url', 'method', 'headers', 'status']) !== undefined;
  return keptBody(isMessage ? message.body : side);
}

function addressOf(url: unknown): string | undefined {
  const address = textOf(url);
  return address === undefined ? undefined : withoutQuery(address);
}
