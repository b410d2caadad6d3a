import { firstOf, isObject, type JsonObject } from '../record/record-access.ts';

/** The names that loggers give to what they note beside an exchange; of several in one record the first counts. */
/** Names in snake case, each also in camel case. */
function spelled(names: string): readonly string[] {
  return names.split(' ').flatMap((name) => {
    const camel = name.replace(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return camel === name ? [name] : [name, camel];
  });
}

const LOGGED = {
  id: spelled('id _id request_id call_id log_id uuid'),
  time: spelled(
    'timestamp time @timestamp ts created_at start_time started_at request_time datetime date created logged_at event_time ' +
      'request_timestamp requested_at timestamp_ms Timestamp',
  ),
  session: spelled('session_id session conversation_id conversation thread_id chat_id'),
  trace: spelled('trace_id trace'),
  user: spelled(
    'user user_id userID end_user end_user_id safety_identifier user_name username user_email customer_id customer ' +
      'account_id tenant_id tenant',
  ),
  feature: spelled(
    'feature task feature_name use_case task_type task_name workflow operation purpose app app_name',
  ),
  cost: spelled('cost_usd costUSD cost total_cost response_cost'),
  attempt: spelled('attempt attempt_number'),
  retries: spelled('retry retry_count retries retry_attempt'),
  cacheHit: spelled('cache_hit from_cache is_cached cached cache_status'),
  latencyMs: spelled('latency_ms duration_ms elapsed_ms response_time_ms request_duration_ms delay_ms'),
  latencySeconds: spelled('latency_s duration_s latency_seconds duration_seconds elapsed_seconds'),
  latency: spelled('latency duration elapsed response_time'),
  end: spelled('end_time completed_at ended_at'),
  firstTokenMs: spelled('time_to_first_token_ms ttft_ms first_token_ms'),
  firstTokenSeconds: spelled('ttft_s'),
  firstToken: spelled('time_to_first_token ttft'),
  status: spelled('status status_code http_status http_status_code response_status response_code'),
  outcome: spelled('status state outcome'),
  success: spelled('success is_success succeeded ok'),
  error: spelled('error exception error_message error_msg'),
  errorName: spelled('error_type error_code exception_type'),
  provider: spelled('provider custom_llm_provider llm_provider model_provider vendor'),
  address: spelled('base_url api_base baseURL base_uri host hostname endpoint url'),
} satisfies Readonly<Record<string, readonly string[]>>;

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
