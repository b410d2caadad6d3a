import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { billedTokens } from '../../model/usage.ts';
import {
  decimalOf,
  firstText,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { errorName, tagsOf, timeOf } from './agent-fields.ts';
import { type GeminiNames, geminiUsage } from './gemini-usage.ts';

const NAMES: GeminiNames = {
  input: 'input_token_count',
  output: 'output_token_count',
  cached: 'cached_content_token_count',
  thoughts: 'thoughts_token_count',
  tool: 'tool_token_count',
  total: 'total_token_count',
};

/** What Gemini CLI calls itself in what it exports. */
const SERVICE = 'gemini-cli';

/** A log record, a span or a metric of the telemetry file, by the name of the program that wrote it. */
export function isGeminiTelemetry(record: JsonObject): boolean {
  const name = attributesOf(record)?.['event.name'];
  if (typeof name === 'string' && name.startsWith('gemini_cli.')) return true;
  const scope = objectOf(record.instrumentationScope) ?? objectOf(record.instrumentationLibrary);
  if (scope?.name === SERVICE) return true;
  const metrics = Array.isArray(record.scopeMetrics) ? objectOf(record.scopeMetrics[0]) : undefined;
  return objectOf(metrics?.scope)?.name === SERVICE;
}

/**
 * What a telemetry record tells; undefined when it is none. `api_response` and `api_error` are one call each. The same call is also
 * told by a `gen_ai` event, a span and metrics, which are not read. No record has an id: its session, prompt, time, duration and
 * total together are its key, since a prompt makes several calls.
 */
export function readGeminiEvent(record: JsonObject, options: ReadOptions): ReadResult | undefined {
  if (!isGeminiTelemetry(record)) return undefined;
  const attributes = attributesOf(record);
  const name = attributes?.['event.name'];
  if (attributes === undefined) return { kind: 'other' };
  if (name === 'gemini_cli.api_error') return one(failure(attributes, options));
  if (name !== 'gemini_cli.api_response') return { kind: 'other' };
  const counted = geminiUsage(attributes, NAMES);
  if (counted.usage === undefined) return { kind: 'skip', reason: counted.warning ?? 'no token counts' };
  const isUnknown = billedTokens(counted.usage) === 0;
  const reasons = attributes.finish_reasons;
  return one({
    ...shared(attributes, options),
    failed: false,
    finishReason: Array.isArray(reasons) ? textOf(reasons[0])?.slice(0, 40) : undefined,
    usage: isUnknown ? undefined : counted.usage,
    usageWarning: isUnknown ? 'usage is all zeros for a call that succeeded' : counted.warning,
  });
}

function failure(attributes: JsonObject, options: ReadOptions): CallRecord {
  return {
    ...shared(attributes, options),
    failed: true,
    error: errorName(attributes['error.type'] ?? attributes.error_type),
  };
}

function shared(attributes: JsonObject, options: ReadOptions): CallRecord {
  const session = safeText(firstText(attributes, ['session.id']));
  const prompt = safeText(firstText(attributes, ['prompt_id']));
  const time = timeOf(attributes['event.timestamp'], options.logZone);
  const duration = decimalOf(attributes.duration_ms);
  const isTold = time !== undefined && (session !== undefined || prompt !== undefined);
  const told = [
    session,
    prompt,
    time,
    duration,
    attributes['event.name'],
    decimalOf(attributes.total_token_count),
  ];
  return {
    id: prompt,
    key: isTold ? `gemini-cli:${told.join(':')}` : undefined,
    time,
    model: safeText(textOf(attributes.model)) ?? options.model,
    provider: 'google',
    endpoint: 'chat',
    status: httpStatusOf(attributes.status_code),
    latencyMs: duration !== undefined && duration >= 0 && duration < 1e9 ? Math.round(duration) : undefined,
    session,
    trace: prompt,
    user: safeText(firstText(attributes, ['user.email'])),
    tags: tagsOf({ role: attributes.role, auth_type: attributes.auth_type }),
  };
}

function attributesOf(record: JsonObject): JsonObject | undefined {
  return (
    objectOf(record.attributes) ??
    (isObject(record.logRecord) ? objectOf(record.logRecord.attributes) : undefined)
  );
}

function one(call: CallRecord): ReadResult {
  return { kind: 'calls', calls: [call] };
}
