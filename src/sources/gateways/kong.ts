import { defineSource, type ReadOptions, type Recognition } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { providerCall } from '../exchange/provider-call.ts';
import { endpointOfPath, gatewayCall, keptBody, keyOf, resultOf } from '../gateway-fields/gateway-call.ts';
import { tagsOf } from '../gateway-fields/gateway-tags.ts';
import { bodyOrRow, inclusiveUsage, unlessNothing } from '../gateway-fields/gateway-usage.ts';
import { amountOf, millisecondsOf, nameOf, timeOf, workedOutCost } from '../gateway-fields/gateway-values.ts';
import {
  firstOf,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { loggedProviderName, makerOf } from '../record/record-provider.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no log of Kong' };
const PROMPT = ['prompt_tokens', 'prompt_token', 'input_tokens'];
const COMPLETION = ['completion_tokens', 'completion_token', 'output_tokens'];
/** More plugins than any route has. */
const MOST_PLUGINS = 50;

/** What one AI plugin logged of one call. */
interface Entry {
  readonly plugin: string;
  readonly own: JsonObject;
  readonly usage: JsonObject | undefined;
  readonly meta: JsonObject | undefined;
}

/**
 * Kong's request logs with what AI plugins add under `ai` (FORMATS 13; Kong AI audit log reference): a call per plugin
 * that logs tokens, under the names of today or those before 3.7 (`prompt_token`). `cost` is in the currency of the
 * prices that the plugin was configured with, read as dollars; 0 means that it has none. A cached answer repeats
 * its counts. Embeddings made for a semantic cache or for retrieval are counted there without a price, and are left out.
 */
export const kong = defineSource({
  id: 'kong',
  title: 'Kong AI plugins',
  describe:
    'Request logs of Kong with AI plugins: tokens, cost, latency, cache answers, consumers; text only with log_payloads.',
  where: 'the output of Kong’s file-log, http-log or tcp-log plugin, with log_statistics on in the AI plugin',
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'usage only' },
  recognize(record) {
    if (!isObject(record)) return NOT_MINE;
    if (entriesOf(record).length > 0) return { score: 0.99, why: 'usage and meta of a plugin under ai' };
    return isAccessLog(record) ? { score: 0.9, why: 'Kong: latencies of kong and proxy' } : NOT_MINE;
  },
  read(record, options) {
    if (!isObject(record)) return { kind: 'other' };
    const entries = entriesOf(record);
    if (entries.length === 0) return { kind: 'other' };
    const status = httpStatusOf(objectOf(record.response)?.status) ?? httpStatusOf(record.upstream_status);
    const failed = (status ?? 0) >= 400;
    const counted = entries.filter(({ usage }) => firstOf(usage, [...PROMPT, ...COMPLETION]) !== undefined);
    // A call that failed counts nothing: the plugin that made it is the proxy, else the first.
    const made = entries.find(({ plugin }) => plugin.includes('proxy')) ?? entries[0]!;
    const calls = counted.length > 0 ? counted : failed ? [made] : [];
    if (calls.length === 0) return { kind: 'skip', reason: 'an AI request that counts no tokens' };
    return resultOf(...calls.map((entry) => callOf(entry, record, status, options)));
  },
});

function isAccessLog(record: JsonObject): boolean {
  const latencies = objectOf(record.latencies);
  return latencies?.kong !== undefined && latencies.proxy !== undefined && isObject(record.request);
}

function entriesOf(record: JsonObject): readonly Entry[] {
  const ai = objectOf(record.ai);
  if (ai === undefined) return [];
  const entries: Entry[] = [];
  for (const plugin in ai) {
    const own = objectOf(ai[plugin]);
    const meta = objectOf(own?.meta);
    const usage = objectOf(own?.usage);
    const isNamed = firstOf(meta, ['plugin_id', 'provider_name', 'request_model']) !== undefined;
    if (own !== undefined && isNamed) entries.push({ plugin, own, usage, meta });
    if (entries.length >= MOST_PLUGINS) break;
  }
  return entries;
}

function callOf(
  { plugin, own, usage, meta }: Entry,
  record: JsonObject,
  status: number | undefined,
  options: ReadOptions,
): CallRecord {
  const failed = (status ?? 0) >= 400;
  const cacheHit = /^hit$/i.test(textOf(objectOf(own.cache)?.cache_status) ?? '');
  const path = objectOf(record.request)?.uri;
  const body = bodyOf(plugin, own, record, status, options);
  const model = nameOf(meta?.response_model) ?? nameOf(meta?.request_model) ?? body?.model ?? options.model;
  const requestId = nameOf(objectOf(record.request)?.id);
  const id = requestId === undefined ? undefined : `${requestId}:${plugin}`;
  const consumer = objectOf(record.consumer);
  const mode = textOf(meta?.request_mode);
  const row: CallRecord = {
    id: requestId,
    key: keyOf('kong', id, body, cacheHit),
    time: timeOf(record.started_at, options),
    model,
    requestedModel: nameOf(meta?.request_model),
    provider: loggedProviderName(meta?.provider_name) ?? makerOf(model),
    endpoint: endpointOfPath(path),
    status,
    failed,
    latencyMs: millisecondsOf(meta?.llm_latency) ?? millisecondsOf(objectOf(record.latencies)?.proxy),
    timeToFirstTokenMs: millisecondsOf(usage?.time_to_first_token),
    loggedCostUsd: workedOutCost(amountOf(usage?.cost), cacheHit),
    stream: mode === undefined ? undefined : mode === 'stream',
    user: nameOf(firstOf(consumer, ['username', 'custom_id', 'id'])),
    tags: tagsOf(undefined, {
      route: objectOf(record.route)?.name,
      service: objectOf(record.service)?.name,
      plugin: plugin === 'proxy' ? undefined : plugin,
    }),
    cacheHit: cacheHit ? true : undefined,
  };
  const counted = inclusiveUsage({
    prompt: firstOf(usage, PROMPT),
    completion: firstOf(usage, COMPLETION),
    total: usage?.total_tokens,
    cached: objectOf(usage?.prompt_tokens_details)?.cached_tokens,
    reasoning: objectOf(usage?.completion_tokens_details)?.reasoning_tokens,
  });
  const logged = bodyOrRow({ usage: body?.usage, warning: undefined }, counted);
  return gatewayCall(body, row, unlessNothing(logged, failed || cacheHit));
}

/** The bodies, which stand in the plugin's entry; before 3.8 the request stood beside the entries, and was the proxy's. */
function bodyOf(
  plugin: string,
  own: JsonObject,
  record: JsonObject,
  status: number | undefined,
  options: ReadOptions,
): CallRecord | undefined {
  const payload = objectOf(own.payload);
  const shared = plugin.includes('proxy') ? objectOf(objectOf(record.ai)?.payload) : undefined;
  const request = keptBody(payload?.request) ?? keptBody(shared?.request);
  return providerCall({ request, response: keptBody(payload?.response), status }, options);
}
