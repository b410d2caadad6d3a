import { decimalOf, headerOf, type JsonObject } from './record-access.ts';
import { parseTime } from './timestamps.ts';

const IN_MS = [
  'latency_ms',
  'duration_ms',
  'latencyMs',
  'durationMs',
  'elapsed_ms',
  'response_time_ms',
  'request_duration_ms',
  'delay_ms',
];
const IN_SECONDS = ['latency_s', 'duration_s', 'latency_seconds', 'duration_seconds', 'elapsed_seconds'];
const IN_EITHER = ['latency', 'duration', 'elapsed', 'response_time'];
const FIRST_MS = ['time_to_first_token_ms', 'ttft_ms', 'first_token_ms', 'timeToFirstTokenMs'];
const FIRST_EITHER = ['time_to_first_token', 'ttft'];

/**
 * Whole milliseconds from the request to the end of its answer: a field that names its unit; else `latency` or `duration`
 * read by size; else the difference of the logged start and end; else the provider's own `openai-processing-ms`.
 */
export function latencyMs(record: JsonObject, responseHeaders: unknown): number | undefined {
  const logged =
    first(record, IN_MS, 1) ?? first(record, IN_SECONDS, 1000) ?? either(record, IN_EITHER) ?? span(record);
  if (logged !== undefined || responseHeaders === undefined) return logged;
  return positive(decimalOf(headerOf(responseHeaders, 'openai-processing-ms')));
}

/** Whole milliseconds from the request to the first token of its answer. */
export function timeToFirstTokenMs(record: JsonObject): number | undefined {
  return first(record, FIRST_MS, 1) ?? first(record, ['ttft_s'], 1000) ?? either(record, FIRST_EITHER);
}

function first(record: JsonObject, names: readonly string[], factor: number): number | undefined {
  for (const name of names) {
    const value = decimalOf(record[name]);
    const ms = value === undefined ? undefined : positive(value * factor);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/**
 * A number without a unit is seconds below 100 and milliseconds from there: no remote model answers in under 100 ms, and
 * few calls last over 100 s. Text may carry its unit: `1.2s`, `340 ms`.
 */
function either(record: JsonObject, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value.length < 30) {
      const match = /^(\d+(?:\.\d+)?) ?(ms|s)$/.exec(value);
      if (match !== null) return positive(Number(match[1]) * (match[2] === 's' ? 1000 : 1));
    }
    const number = decimalOf(value);
    if (number !== undefined) return positive(number < 100 ? number * 1000 : number);
  }
  return undefined;
}

function span(record: JsonObject): number | undefined {
  const start = record.start_time ?? record.startTime ?? record.started_at;
  const end = record.end_time ?? record.endTime ?? record.completed_at ?? record.ended_at;
  if (start === undefined || end === undefined) return undefined;
  return positive(parseTime(end) - parseTime(start));
}

function positive(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}
