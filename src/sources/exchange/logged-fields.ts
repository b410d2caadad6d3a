import { firstOf, isObject, type JsonObject } from '../record/record-access.ts';

/** The names that loggers give to what they note beside an exchange; of several in one record the first counts. */
const LOGGED = {
  id: ['id', '_id', 'request_id', 'requestId', 'call_id', 'log_id', 'uuid'],
  time: 'timestamp time @timestamp ts created_at createdAt start_time startTime started_at request_time datetime date created'.split(
    ' ',
  ),
  session:
    'session_id sessionId session conversation_id conversationId conversation thread_id threadId'.split(' '),
  trace: ['trace_id', 'traceId', 'trace'],
  user: ['user', 'user_id', 'userId', 'end_user', 'safety_identifier'],
  feature: ['feature', 'task', 'feature_name', 'use_case'],
  cost: ['cost_usd', 'costUSD', 'cost', 'total_cost', 'response_cost'],
  attempt: ['attempt', 'attempt_number', 'attemptNumber'],
  retries: ['retry', 'retry_count', 'retryCount', 'retries', 'retry_attempt'],
  cacheHit: ['cache_hit', 'cacheHit', 'from_cache', 'fromCache', 'is_cached', 'cached', 'cache_status'],
  latencyMs:
    'latency_ms duration_ms latencyMs durationMs elapsed_ms response_time_ms request_duration_ms delay_ms'.split(
      ' ',
    ),
  latencySeconds: ['latency_s', 'duration_s', 'latency_seconds', 'duration_seconds', 'elapsed_seconds'],
  latency: ['latency', 'duration', 'elapsed', 'response_time'],
  end: ['end_time', 'endTime', 'completed_at', 'ended_at'],
  firstTokenMs: ['time_to_first_token_ms', 'ttft_ms', 'first_token_ms', 'timeToFirstTokenMs'],
  firstTokenSeconds: ['ttft_s'],
  firstToken: ['time_to_first_token', 'ttft'],
  status: ['status', 'status_code', 'statusCode', 'http_status', 'response_status', 'response_code'],
  outcome: ['status', 'state', 'outcome'],
  error: ['error', 'exception'],
  errorName: ['error_type', 'error_code', 'errorCode', 'exception_type'],
  provider: ['provider', 'custom_llm_provider', 'llm_provider', 'model_provider', 'vendor'],
  address: ['base_url', 'api_base', 'baseURL', 'base_uri', 'host', 'hostname', 'endpoint', 'url'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type LoggedField = keyof typeof LOGGED;

/** One bit per field, so that one pass over a record's few names spares a hundred look-ups of names it lacks. */
const BITS = Object.fromEntries(Object.keys(LOGGED).map((field, i) => [field, 1 << i])) as Record<
  LoggedField,
  number
>;
const BITS_BY_NAME = new Map<string, number>();
for (const [field, names] of Object.entries(LOGGED)) {
  for (const name of names) {
    BITS_BY_NAME.set(name, (BITS_BY_NAME.get(name) ?? 0) | BITS[field as LoggedField]);
  }
}

/** Looks fields up in one object by the names above. Objects are scanned once and must not change. */
export interface FieldScan {
  readonly holder: JsonObject;
  readonly present: number;
}

/** Scans an object's own names; nothing for what is no object. */
export function scanFields(holder: JsonObject): FieldScan;
export function scanFields(holder: unknown): FieldScan | undefined;
export function scanFields(holder: unknown): FieldScan | undefined {
  if (!isObject(holder)) return undefined;
  let present = 0;
  for (const name in holder) {
    const bits = BITS_BY_NAME.get(name);
    if (bits !== undefined) present |= bits;
  }
  return { holder, present };
}

/** The first value of a field that is neither null nor ''. */
export function fieldOf(scan: FieldScan | undefined, field: LoggedField): unknown {
  return scan === undefined ? undefined : firstOf(scan.holder, namesOf(scan, field));
}

const NO_NAMES: readonly string[] = [];

/** The names to try for a field: none when the object has none of them. */
export function namesOf(scan: FieldScan | undefined, field: LoggedField): readonly string[] {
  return scan === undefined || (scan.present & BITS[field]) === 0 ? NO_NAMES : LOGGED[field];
}
