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
import { objectIn, purposeIn, tagsOf } from '../gateway-fields/gateway-tags.ts';
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
import { httpStatusOf, isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { loggedProviderName } from '../record/record-provider.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no log of Cloudflare AI Gateway' };
const MARKS = ['step', 'custom_cost', 'request_type', 'request_content_type', 'model_type', 'request_head'];
const ENCRYPTED =
  'Logpush encrypts tokens and costs; export the logs with the API instead: GET /accounts/{id}/ai-gateway/gateways/{id}/logs';

/**
 * Cloudflare AI Gateway: rows of the logs API (FORMATS 13). They count tokens in and out and nothing of a provider's cache,
 * unless the log's details were fetched and its bodies are whole. `step` is the place in a chain of fallbacks, from 0
 * (Cloudflare docs, Universal endpoint). Logpush has all that matters in its encrypted part (the names of its plain
 * columns are not verified).
 */
export const cloudflare = defineSource({
  id: 'cloudflare',
  title: 'Cloudflare AI Gateway logs',
  describe:
    'Rows of the logs API: tokens in and out, cost, cache answers, fallbacks; a provider’s cached tokens are not told apart. Logpush files are encrypted.',
  where: 'GET /client/v4/accounts/{account}/ai-gateway/gateways/{gateway}/logs',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'no' },
  recognize(record) {
    if (isRow(record)) return { score: 0.99, why: 'tokens_in, tokens_out, cached and step' };
    if (isLogpush(record)) {
      return { score: 0.99, why: 'Gateway, Provider and StatusCode of Logpush', unusable: ENCRYPTED };
    }
    return NOT_MINE;
  },
  read(record, options) {
    if (isRow(record)) return readRow(record, options);
    return isLogpush(record) ? { kind: 'skip', reason: ENCRYPTED } : { kind: 'other' };
  },
});

function isRow(record: unknown): record is JsonObject {
  if (!isObject(record) || flagOf(record.cached) === undefined || record.provider === undefined) return false;
  if (record.tokens_in === undefined && record.tokens_out === undefined) return false;
  return MARKS.some((name) => record[name] !== undefined);
}

function isLogpush(record: unknown): boolean {
  if (!isObject(record)) return false;
  const has = (name: string): boolean => record[name] !== undefined;
  return (
    has('Gateway') &&
    has('Provider') &&
    has('StatusCode') &&
    (has('RequestBody') || has('ResponseBody') || has('RateLimited') || has('Cached'))
  );
}

function readRow(row: JsonObject, options: ReadOptions): ReadResult {
  const status = httpStatusOf(row.status_code);
  const path = textOf(row.path);
  const url = path === undefined ? undefined : withoutQuery(path);
  const isWhole = (side: string): boolean => flagOf(row[`${side}_head_complete`]) === true;
  const body = providerCall(
    {
      url,
      request: isWhole('request') ? keptBody(row.request_head) : undefined,
      response: isWhole('response') ? keptBody(row.response_head) : undefined,
      status,
    },
    options,
  );
  const failed = (status !== undefined && status >= 400) || flagOf(row.success) === false;
  const cacheHit = flagOf(row.cached) === true;
  const counted = inclusiveUsage({ prompt: row.tokens_in ?? 0, completion: row.tokens_out ?? 0 });
  const metadata = objectIn(row.metadata);
  const id = nameOf(row.id);
  const own: CallRecord = {
    ...purposeIn(metadata),
    id,
    key: keyOf('cloudflare', id, body, cacheHit),
    time: timeOf(row.created_at, options),
    model: answeredModel(body) ?? nameOf(row.model) ?? body?.model ?? options.model,
    provider: loggedProviderName(row.provider),
    endpoint: endpointOfPath(url) ?? (row.model_type === 'embedding' ? 'embedding' : undefined),
    status,
    failed,
    latencyMs: millisecondsOf(row.duration),
    loggedCostUsd: workedOutCost(amountOf(row.cost), cacheHit),
    attempt: attemptOf(row.step),
    tags: tagsOf(undefined, metadata),
    cacheHit: cacheHit ? true : undefined,
  };
  const logged = bodyOrRow({ usage: body?.usage, warning: body?.usageWarning }, counted);
  return resultOf(gatewayCall(body, own, unlessNothing(logged, failed || cacheHit)));
}
