import type { CallRecord } from '../model/call-record.ts';
import type { Exchange } from './exchange.ts';
import { latencyMs, timeToFirstTokenMs } from './logged-latency.ts';
import { loggedTags } from './logged-tags.ts';
import {
  decimalOf,
  firstOf,
  firstText,
  headerOf,
  isObject,
  type JsonObject,
  objectOf,
} from './record-access.ts';
import { safeText } from './record-secrets.ts';
import { parseTime } from './timestamps.ts';

const TIME_NAMES = [
  'timestamp',
  'time',
  '@timestamp',
  'ts',
  'created_at',
  'createdAt',
  'start_time',
  'startTime',
  'started_at',
  'request_time',
  'datetime',
  'date',
  'created',
];
const SESSION_NAMES = [
  'session_id',
  'sessionId',
  'session',
  'conversation_id',
  'conversationId',
  'conversation',
  'thread_id',
  'threadId',
];
const TRACE_NAMES = ['trace_id', 'traceId', 'trace'];
const USER_NAMES = ['user', 'user_id', 'userId', 'end_user', 'safety_identifier'];
const FEATURE_NAMES = ['feature', 'task', 'feature_name', 'use_case'];
const COST_NAMES = ['cost_usd', 'costUSD', 'cost', 'total_cost', 'response_cost'];
const CACHE_HEADERS = ['x-cache', 'helicone-cache', 'cf-aig-cache-status', 'x-portkey-cache-status'];

/** The part of a call that the logger and not the API knows. */
export type LoggerFields = Pick<
  CallRecord,
  | 'time'
  | 'latencyMs'
  | 'timeToFirstTokenMs'
  | 'loggedCostUsd'
  | 'user'
  | 'feature'
  | 'session'
  | 'trace'
  | 'attempt'
  | 'tags'
  | 'cacheHit'
>;

/**
 * Reads the fields that loggers keep beside an exchange: from the record itself, then its `metadata` and `tags`, then the
 * request's own `metadata`, `user` and conversation. `user` is the request's end user where the API has one.
 */
export function loggerFields(exchange: Exchange): LoggerFields {
  const { record, request, response } = exchange;
  const holders = [
    record,
    objectOf(record.metadata),
    objectOf(record.tags),
    request === record ? undefined : request,
    request === record ? undefined : objectOf(request?.metadata),
  ];
  return {
    time: timeOf(exchange),
    latencyMs: latencyMs(record, exchange.responseHeaders),
    timeToFirstTokenMs: timeToFirstTokenMs(record),
    loggedCostUsd: costOf(record, exchange.usage),
    user: name(holders, USER_NAMES),
    feature: name(holders, FEATURE_NAMES),
    session: name(holders, SESSION_NAMES) ?? safeText(firstText(objectOf(response?.conversation), ['id'])),
    trace: name(holders, TRACE_NAMES),
    attempt: attemptOf(exchange),
    tags: loggedTags(record, request),
    cacheHit: isCacheHit(exchange) ? true : undefined,
  };
}

/** The logger's time, else the time the answer was created, else the HTTP Date header; UTC milliseconds. */
function timeOf({ record, response, responseHeaders }: Exchange): number | undefined {
  const metadata = objectOf(record.metadata);
  for (const holder of [record, metadata]) {
    if (holder === undefined) continue;
    for (const field of TIME_NAMES) {
      const value = holder[field];
      if (value === undefined || value === null) continue;
      const time = parseTime(value);
      if (!Number.isNaN(time)) return time;
    }
  }
  const answered = parseTime(response?.created ?? response?.created_at ?? headerOf(responseHeaders, 'date'));
  return Number.isNaN(answered) ? undefined : answered;
}

/** The first holder's first text; an object stands for its `id`, as in `conversation: {id}`. */
function name(holders: readonly (JsonObject | undefined)[], names: readonly string[]): string | undefined {
  for (const holder of holders) {
    if (holder === undefined) continue;
    const text = firstText(holder, names) ?? firstText(objectOf(firstOf(holder, names)), ['id']);
    if (text !== undefined) return safeText(text);
  }
  return undefined;
}

/** The logged cost in US dollars. A router's fee on the customer's own key is no cost of the call without the upstream's. */
function costOf(record: JsonObject, usage: JsonObject | undefined): number | undefined {
  for (const field of COST_NAMES) {
    const value = record[field];
    const cost = decimalOf(isObject(value) ? firstOf(value, ['total', 'total_cost']) : value);
    if (cost !== undefined && cost >= 0) return cost;
  }
  const fee = decimalOf(usage?.cost);
  if (fee !== undefined && fee >= 0) {
    if (usage?.is_byok !== true) return fee;
    const upstream = decimalOf(objectOf(usage.cost_details)?.upstream_inference_cost);
    return upstream === undefined ? undefined : fee + upstream;
  }
  // xAI counts in ten-billionths of a dollar.
  const ticks = decimalOf(usage?.cost_in_usd_ticks);
  return ticks !== undefined && ticks >= 0 ? ticks / 1e10 : undefined;
}

/** Attempts count from 1; a number of retries is one less. */
function attemptOf({ record, requestHeaders }: Exchange): number | undefined {
  const metadata = objectOf(record.metadata);
  for (const holder of [record, metadata]) {
    const attempt = count(firstOf(holder, ['attempt', 'attempt_number', 'attemptNumber']));
    if (attempt !== undefined) return Math.max(1, attempt);
    const retry = firstOf(holder, ['retry', 'retry_count', 'retryCount', 'retries', 'retry_attempt']);
    if (typeof retry === 'boolean') return retry ? 2 : 1;
    const retries = count(retry);
    if (retries !== undefined) return retries + 1;
  }
  const sent = count(headerOf(requestHeaders, 'x-stainless-retry-count'));
  return sent === undefined ? undefined : sent + 1;
}

function count(value: unknown): number | undefined {
  const number = decimalOf(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number < 1000
    ? number
    : undefined;
}

/** Answered by the caller's own cache, not by the provider's prompt cache. */
function isCacheHit({ record, responseHeaders }: Exchange): boolean {
  const flag = firstOf(record, [
    'cache_hit',
    'cacheHit',
    'from_cache',
    'fromCache',
    'is_cached',
    'cached',
    'cache_status',
  ]);
  if (flag === true) return true;
  if (typeof flag === 'string' && /^(?:true|hit)$/i.test(flag)) return true;
  if (responseHeaders === undefined) return false;
  return CACHE_HEADERS.some((header) => /^hit\b/i.test(headerOf(responseHeaders, header) ?? ''));
}
