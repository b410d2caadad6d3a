import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { firstOf, httpStatusOf, isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { tierOf } from '../record/service-tier.ts';
import { gatewayCall, providerKey } from './gateway-call.ts';
import { tagsOf } from './gateway-tags.ts';
import { inclusiveUsage, type RowCounts, unlessNothing } from './gateway-usage.ts';
import { amountOf, errorCodeOf, flagOf, millisecondsOf, nameOf, timeOf } from './gateway-values.ts';

/** What one router's form of a generation differs in from the other's. */
export interface GenerationForm {
  /** Who bills. */
  readonly provider: string;
  /** The call's own field that the router's `latency` is, in milliseconds; undefined where vendors disagree on it. */
  readonly latency?: 'timeToFirstTokenMs';
  readonly counts: RowCounts;
}

/** A generation of OpenRouter or Vercel's gateway, bare or in the `data` that their APIs put around it. */
export function generationIn(record: unknown, prefix: string): JsonObject | undefined {
  if (!isObject(record)) return undefined;
  const own = objectOf(record.data) ?? record;
  const id = firstOf(own, ['id', 'generation_id']);
  return typeof id === 'string' && id.startsWith(prefix) ? own : undefined;
}

/**
 * Reads the generation that OpenRouter's and Vercel's APIs describe alike. The bill is the router's; whose model it was
 * is the tag `upstream_provider`. With the customer's own key (BYOK) the cost is the router's fee and the upstream's
 * charge together, and unknown without the latter (FORMATS 12).
 */
export function readGeneration(own: JsonObject, form: GenerationForm, options: ReadOptions): CallRecord {
  const at = (...names: readonly string[]): unknown => firstOf(own, names);
  const id = nameOf(at('id', 'generation_id'));
  const finish = nameOf(at('finish_reason', 'finishReason', 'finish_reason_normalized'));
  const cancelled = flagOf(own.cancelled) === true;
  const failed = cancelled || finish === 'error';
  const streamed = flagOf(own.streamed);
  const status = failed ? lastStatus(own.provider_responses) : undefined;
  const isOwnKey = isByok(own);
  const row: CallRecord = {
    id,
    key: providerKey(id),
    time: timeOf(at('created_at', 'createdAt'), options) ?? timeInId(id),
    model: modelOf(own) ?? options.model,
    requestedModel: nameOf(own.router),
    provider: form.provider,
    endpoint: endpointOf(own.api_type),
    status,
    failed,
    error: cancelled ? 'cancelled' : failed ? (errorCodeOf(own.native_finish_reason) ?? 'error') : undefined,
    finishReason: finish,
    latencyMs: millisecondsOf(at('generation_time', 'generationTime', 'generation_time_ms')),
    timeToFirstTokenMs: millisecondsOf(
      form.latency === undefined ? own.time_to_first_token_ms : streamed === true ? own.latency : undefined,
    ),
    loggedCostUsd: costOf(own, isOwnKey),
    tier: tierOf(own.service_tier),
    stream: streamed,
    user: nameOf(at('external_user', 'user')),
    feature: nameOf(own.app_name),
    session: nameOf(own.session_id),
    tags: tagsOf(undefined, {
      upstream_provider: at('provider_name', 'providerName'),
      key: own.api_key_name,
      byok: isOwnKey ? true : undefined,
    }),
  };
  return gatewayCall(undefined, row, unlessNothing(inclusiveUsage(form.counts), failed));
}

/** With its variant, as the routers' own model ids have it: `:free` must not be priced as the paid one. */
function modelOf(own: JsonObject): string | undefined {
  const model = nameOf(firstOf(own, ['model', 'model_permaslug']));
  const variant = nameOf(own.variant);
  if (model === undefined || variant === undefined || variant === 'standard') return model;
  return model.endsWith(`:${variant}`) ? model : `${model}:${variant}`;
}

function isByok(own: JsonObject): boolean {
  const flag = flagOf(firstOf(own, ['is_byok', 'isByok']));
  return flag ?? (amountOf(own.byok_usage_inference) ?? 0) > 0;
}

function costOf(own: JsonObject, isOwnKey: boolean): number | undefined {
  const charged = amountOf(firstOf(own, ['total_cost', 'totalCost', 'cost_total']));
  if (charged === undefined || !isOwnKey) return charged;
  const upstream = amountOf(
    firstOf(own, ['upstream_inference_cost', 'upstreamInferenceCost', 'byok_usage_inference']),
  );
  return upstream === undefined ? undefined : charged + upstream;
}

function endpointOf(type: unknown): CallRecord['endpoint'] {
  if (type === 'completions') return 'chat';
  return type === 'embeddings' ? 'embedding' : undefined;
}

/** What the last upstream that was tried answered. */
function lastStatus(responses: unknown): number | undefined {
  const last: unknown = Array.isArray(responses) ? responses.at(-1) : undefined;
  return httpStatusOf(objectOf(last)?.status);
}

/** OpenRouter's ids begin with the second of the request: `gen-1782618417-...`. */
function timeInId(id: string | undefined): number | undefined {
  const seconds = /^gen-(\d{10})-/.exec(id ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
