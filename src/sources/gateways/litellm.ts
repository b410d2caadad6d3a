import { defineSource, type ReadOptions, type ReadResult, type Recognition } from '../../contracts/source.ts';
import type { Endpoint } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { cellValue, recordTable } from '../columns/record-table.ts';
import { answeredModel, gatewayCall, providerKey, resultOf } from '../gateway-fields/gateway-call.ts';
import { objectIn, purposeIn, tagsOf } from '../gateway-fields/gateway-tags.ts';
import { unlessNothing } from '../gateway-fields/gateway-usage.ts';
import {
  amountOf,
  attemptOf,
  errorCodeOf,
  flagOf,
  millisecondsOf,
  nameOf,
  timeOf,
  workedOutCost,
} from '../gateway-fields/gateway-values.ts';
import { litellmCall } from '../gateway-fields/litellm-text.ts';
import { litellmUsage } from '../gateway-fields/litellm-usage.ts';
import {
  firstOf,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { addressedProvider, loggedProviderName, makerOf } from '../record/record-provider.ts';
import { tierOf } from '../record/service-tier.ts';

const NOT_MINE: Recognition = { score: 0, why: 'no LiteLLM log' };
const OTHER: ReadResult = { kind: 'other' };
/** The proxy logs what it serves besides models under the same fields. */
const NO_MODEL = /batch|file|assistant|thread|vector_store|mcp|fine_tuning|container|moderation/;

const ENDPOINTS: readonly (readonly [RegExp, Endpoint])[] = [
  [/text_completion/, 'completion'],
  [/completion|generate_content/, 'chat'],
  [/embedding/, 'embedding'],
  [/responses/, 'responses'],
  [/anthropic_messages/, 'messages'],
];

/**
 * LiteLLM: the payload that its callbacks write (`StandardLoggingPayload`, into S3, GCS, files, webhooks) and the proxy's
 * `LiteLLM_SpendLogs` rows, as JSON, JSONL or CSV (FORMATS 8). Both tell of one call under one id. A cost of 0 is one only
 * for an answer out of LiteLLM's cache: it also stands for a model without a price, and for a failure.
 * Naive times are read as UTC unless a zone is given (not verified).
 */
export const litellm = defineSource({
  id: 'litellm',
  title: 'LiteLLM logs',
  describe:
    'Callback payloads and rows of LiteLLM_SpendLogs: tokens, cost, retries, keys and teams; text only where prompts are stored.',
  where:
    'the s3, gcs_bucket or generic_api callbacks; GET /spend/logs; or LiteLLM_SpendLogs exported from the database',
  supports: { duplicates: 'if text is logged', retries: 'yes', caching: 'if text is logged' },
  recognizeHeader(header) {
    const has = (name: string): boolean => header.includes(name);
    const isMine = has('call_type') && has('prompt_tokens') && (has('spend') || has('response_cost'));
    return isMine ? { score: 0.99, why: 'columns call_type, prompt_tokens and spend' } : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, readRow),
  recognize(record) {
    const row = rowIn(record);
    if (row === undefined) return NOT_MINE;
    const why = row.spend === undefined ? 'call_type and response_cost' : 'call_type, request_id and spend';
    return { score: 0.99, why: `LiteLLM: ${why}` };
  },
  read(record, options) {
    const row = rowIn(record);
    return row === undefined ? OTHER : readRow(row, options);
  },
});

/** The payload, also inside the arguments that a callback dumps, or the row. */
function rowIn(record: unknown): JsonObject | undefined {
  if (!isObject(record)) return undefined;
  const row = objectOf(record.standard_logging_object) ?? record;
  if (typeof row.call_type !== 'string') return undefined;
  const isRow = row.spend !== undefined && row.request_id !== undefined;
  const isPayload =
    row.response_cost !== undefined &&
    (row.custom_llm_provider !== undefined ||
      row.model_group !== undefined ||
      row.hidden_params !== undefined);
  return isRow || isPayload ? row : undefined;
}

function readRow(row: JsonObject, options: ReadOptions): ReadResult {
  const type = typeof row.call_type === 'string' ? row.call_type : '';
  if (NO_MODEL.test(type)) {
    if (!((amountOf(row.total_tokens) ?? 0) > 0)) return OTHER;
    if (type.includes('batch'))
      return { kind: 'skip', reason: 'a batch: the sum of its calls, which are in its output file' };
  }
  const metadata = objectIn(row.metadata);
  const endpoint = ENDPOINTS.find(([pattern]) => pattern.test(type))?.[1];
  const response = typeof row.response === 'string' ? cellValue(row.response) : row.response;
  const call = litellmCall(row, response, endpoint === 'embedding', options);
  const outcome = outcomeOf(row, metadata);
  const model = answeredModel(call) ?? nameOf(row.model) ?? call?.model ?? options.model;
  const provider = providerOf(row, model);
  const rule = { reasoningOutside: provider === 'xai', embedding: endpoint === 'embedding' };
  const cacheHit = flagOf(row.cache_hit) === true;
  const usage = unlessNothing(
    litellmUsage(row, metadata, objectOf(response), rule),
    outcome.failed === true || cacheHit,
  );
  const times = timesOf(row, options);
  const id = nameOf(firstOf(row, ['request_id', 'id', 'litellm_call_id']));
  const own: CallRecord = {
    ...outcome,
    ...times,
    ...purposeOf(row, metadata),
    id,
    key: keyOf(row, id, outcome.failed === true, cacheHit, times.time),
    model,
    requestedModel: nameOf(row.model_group),
    provider,
    endpoint,
    loggedCostUsd: costOf(row, metadata, cacheHit),
    tier: tierOf(firstOf(objectIn(metadata?.usage_object), ['service_tier'])),
    maxOutputTokens: limitIn(row),
    stream: flagOf(row.stream),
    attempt: attemptOf(metadata?.attempted_retries),
    cacheHit: cacheHit ? true : undefined,
  };
  return resultOf(gatewayCall(call, own, usage));
}

function outcomeOf(
  row: JsonObject,
  metadata: JsonObject | undefined,
): Pick<CallRecord, 'status' | 'failed' | 'error'> {
  const information = objectIn(row.error_information) ?? objectIn(metadata?.error_information);
  const status = httpStatusOf(information?.error_code);
  const failed = (row.status ?? metadata?.status) === 'failure' || (status ?? 0) >= 400;
  if (!failed) return { failed };
  return {
    status,
    failed,
    error: errorCodeOf(firstOf(information, ['error_class', 'error_code'])) ?? 'error',
  };
}

/** Until the end; `response_time` of a stream is the time to its first token (LiteLLM docs, logging spec). */
function timesOf(
  row: JsonObject,
  options: ReadOptions,
): Pick<CallRecord, 'time' | 'latencyMs' | 'timeToFirstTokenMs'> {
  const time = timeOf(row.startTime, options);
  const end = timeOf(row.endTime, options);
  const first = timeOf(row.completionStartTime, options);
  const isStream = flagOf(row.stream) ?? (first !== undefined && end !== undefined && first < end);
  const since = (at: number | undefined): number | undefined =>
    at === undefined || time === undefined ? undefined : millisecondsOf(at - time);
  return {
    time,
    latencyMs:
      since(end) ??
      millisecondsOf(row.request_duration_ms) ??
      (isStream ? undefined : millisecondsOf(row.response_time, 1000)),
    timeToFirstTokenMs: isStream ? (since(first) ?? millisecondsOf(row.response_time, 1000)) : undefined,
  };
}

function purposeOf(
  row: JsonObject,
  metadata: JsonObject | undefined,
): Pick<CallRecord, 'user' | 'feature' | 'session' | 'trace' | 'tags'> {
  const asked = objectIn(metadata?.requester_metadata);
  const spent = objectIn(metadata?.spend_logs_metadata);
  const purpose = purposeIn(asked, spent);
  const isSpendLog = row.spend !== undefined;
  return {
    user:
      nameOf(row.end_user) ??
      nameOf(metadata?.user_api_key_end_user_id) ??
      nameOf(row.user) ??
      nameOf(metadata?.user_api_key_user_id) ??
      purpose.user,
    feature: purpose.feature,
    session: nameOf(row.session_id) ?? purpose.session,
    // The proxy's table keeps the payload's trace id as the session.
    trace: nameOf(row.trace_id) ?? (isSpendLog ? nameOf(row.session_id) : undefined) ?? purpose.trace,
    tags: tagsOf(
      row.request_tags,
      {
        team:
          metadata?.user_api_key_team_alias ?? firstOf(row, ['team_id']) ?? metadata?.user_api_key_team_id,
        key: apiKeyOf(row, metadata),
        organization: row.organization_id ?? metadata?.user_api_key_org_id,
      },
      spent,
      asked,
    ),
  };
}

/** Failed attempts at one request share an id, and a cache hit may repeat the first answer's: their time tells them apart. */
function keyOf(
  row: JsonObject,
  id: string | undefined,
  failed: boolean,
  cacheHit: boolean,
  time: number | undefined,
): string | undefined {
  if (id === undefined) return undefined;
  if (!failed && !cacheHit) return providerKey(id) ?? `litellm:${id}`;
  const attempt = nameOf(failed ? (row.litellm_call_id ?? id) : id);
  return time === undefined ? undefined : `litellm:${attempt}:${time}`;
}

/**
 * Who bills: LiteLLM's word, except that `openai` also names whoever speaks its API, where a known host tells more; else the
 * model's maker. `text-completion-openai`, `azure_text` and `vertex_ai_beta` are ways to one provider.
 */
function providerOf(row: JsonObject, model: string | undefined): string | undefined {
  const word = textOf(row.custom_llm_provider)?.replace(/^text-completion-|_text$|_beta$/g, '');
  const named = loggedProviderName(word);
  const addressed = addressedProvider(textOf(row.api_base));
  if (named === 'openai') return addressed ?? named;
  return named ?? addressed ?? makerOf(model);
}

/** The key's alias, else its hash; LiteLLM does not log keys themselves, and what is no hash is left out. */
function apiKeyOf(row: JsonObject, metadata: JsonObject | undefined): string | undefined {
  const hash = textOf(metadata?.user_api_key_hash) ?? textOf(row.api_key);
  const isHash = hash !== undefined && /^[0-9a-f]{8,64}$/.test(hash);
  return nameOf(metadata?.user_api_key_alias) ?? (isHash ? hash : undefined);
}

function costOf(row: JsonObject, metadata: JsonObject | undefined, cacheHit: boolean): number | undefined {
  const parts = objectIn(row.cost_breakdown) ?? objectIn(metadata?.cost_breakdown);
  const cost = amountOf(row.response_cost) ?? amountOf(row.spend) ?? amountOf(parts?.total_cost);
  return workedOutCost(cost, cacheHit);
}

function limitIn(row: JsonObject): number | undefined {
  const parameters = objectIn(row.model_parameters);
  const limit = amountOf(firstOf(parameters, ['max_completion_tokens', 'max_output_tokens', 'max_tokens']));
  return Number.isSafeInteger(limit) && limit !== 0 ? limit : undefined;
}
