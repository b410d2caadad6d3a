import type { CallRecord } from '../../model/call-record.ts';
import type { Exchange } from '../exchange/exchange.ts';
import {
  decimalOf,
  firstOf,
  firstText,
  headerOf,
  isObject,
  type JsonObject,
  objectOf,
} from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';
import { type FieldScan, fieldOf, type LoggedField, namesOf, scanFields } from './logged-fields.ts';
import { latencyMs, timeToFirstTokenMs } from './logged-latency.ts';
import { loggedTags } from './logged-tags.ts';
import { tagHolders } from './tag-holders.ts';

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
 * Reads the fields that loggers keep beside an exchange: from the record itself, then its `metadata`, `tags` and the like, then
 * the request's own `metadata`, `user` and conversation, then the answer's. `user` is the request's end user where the API has one.
 */
export function loggerFields(exchange: Exchange, logZone?: string): LoggerFields {
  const { record, request, response, fields, metadata } = exchange;
  const scans = [fields, metadata, ...tagHolders(record)];
  if (request !== record) scans.push(scanFields(request), scanFields(request?.metadata));
  scans.push(scanFields(response?.metadata));
  const present = scans.filter((scan) => scan !== undefined && scan.present !== 0);
  return {
    time: timeOf(exchange, logZone),
    latencyMs: latencyMs(fields, exchange.responseHeaders),
    timeToFirstTokenMs: timeToFirstTokenMs(fields),
    loggedCostUsd: costOf(fields, exchange.usage),
    user: name(present, 'user'),
    feature: name(present, 'feature'),
    session: name(present, 'session') ?? safeText(firstText(objectOf(response?.conversation), ['id'])),
    trace: name(present, 'trace'),
    attempt: attemptOf(exchange),
    tags: loggedTags(record, request, response),
    cacheHit: isCacheHit(exchange) ? true : undefined,
  };
}

/** The logger's time, else the time the answer was created, else the HTTP Date header; UTC milliseconds. */
function timeOf(
  { fields, metadata, response, responseHeaders }: Exchange,
  logZone: string | undefined,
): number | undefined {
  const logged = timeIn(fields, logZone) ?? timeIn(metadata, logZone);
  if (logged !== undefined) return logged;
  const created = firstOf(response, ['created', 'created_at', 'createTime', 'create_time']);
  const answered = parseTime(created ?? headerOf(responseHeaders, 'date'));
  return Number.isNaN(answered) ? undefined : answered;
}

function timeIn(scan: FieldScan | undefined, logZone: string | undefined): number | undefined {
  for (const field of namesOf(scan, 'time')) {
    const value = scan?.holder[field];
    if (value === undefined || value === null) continue;
    const time = parseTime(value, logZone);
    if (!Number.isNaN(time)) return time;
  }
  return undefined;
}

/** The first holder's first text; an object stands for its `id`, as in `conversation: {id}`. */
function name(scans: readonly (FieldScan | undefined)[], field: LoggedField): string | undefined {
  for (const scan of scans) {
    const names = namesOf(scan, field);
    if (scan === undefined || names.length === 0) continue;
    const text = firstText(scan.holder, names) ?? firstText(objectOf(firstOf(scan.holder, names)), ['id']);
    if (text !== undefined) return safeText(text);
  }
  return undefined;
}

/** The logged cost in US dollars. A router's fee on the customer's own key is no cost of the call without the upstream's. */
function costOf(fields: FieldScan, usage: JsonObject | undefined): number | undefined {
  for (const field of namesOf(fields, 'cost')) {
    const value = fields.holder[field];
    const cost = dollars(isObject(value) ? firstOf(value, ['total', 'total_cost']) : value);
    if (cost !== undefined && cost >= 0) return cost;
  }
  if (usage === undefined) return undefined;
  const fee = decimalOf(usage.cost);
  if (fee !== undefined && fee >= 0) {
    if (usage.is_byok !== true) return fee;
    const upstream = decimalOf(objectOf(usage.cost_details)?.upstream_inference_cost);
    return upstream === undefined ? undefined : fee + upstream;
  }
  // xAI counts in ten-billionths of a dollar.
  const ticks = decimalOf(usage.cost_in_usd_ticks);
  return ticks !== undefined && ticks >= 0 ? ticks / 1e10 : undefined;
}

function dollars(value: unknown): number | undefined {
  return decimalOf(typeof value === 'string' ? value.replace(/^\$ ?/, '') : value);
}

/** Attempts count from 1; a number of retries is one less. */
function attemptOf({ fields, metadata, requestHeaders }: Exchange): number | undefined {
  for (const scan of [fields, metadata]) {
    const attempt = count(fieldOf(scan, 'attempt'));
    if (attempt !== undefined) return Math.max(1, attempt);
    const retry = fieldOf(scan, 'retries');
    if (typeof retry === 'boolean') return retry ? 2 : 1;
    const retries = count(retry);
    if (retries !== undefined) return retries + 1;
  }
  if (requestHeaders === undefined) return undefined;
  const sent = count(headerOf(requestHeaders, 'x-stainless-retry-count'));
  return sent === undefined ? undefined : sent + 1;
}

function count(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = decimalOf(value);
  const isCount = number !== undefined && Number.isInteger(number) && number >= 0 && number < 1000;
  return isCount ? number : undefined;
}

/** Answered by the caller's own cache, not by the provider's prompt cache. */
function isCacheHit({ fields, responseHeaders }: Exchange): boolean {
  const flag = fieldOf(fields, 'cacheHit');
  if (flag === true) return true;
  if (typeof flag === 'string' && /^(?:true|hit)$/i.test(flag)) return true;
  if (responseHeaders === undefined) return false;
  return CACHE_HEADERS.some((header) => /^hit\b/i.test(headerOf(responseHeaders, header) ?? ''));
}
