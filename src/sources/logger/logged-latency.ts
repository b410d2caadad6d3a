import { decimalOf, headerOf } from '../record/record-access.ts';
import { parseTime } from '../record/timestamps.ts';
import { type FieldScan, fieldOf, type LoggedField, namesOf } from './logged-fields.ts';

/**
 * Whole milliseconds from the request to the end of its answer: a field that names its unit; else `latency` or `duration`
 * read by size; else the difference of the logged start and end; else the provider's own `openai-processing-ms`.
 */
export function latencyMs(record: FieldScan, responseHeaders: unknown): number | undefined {
  const logged =
    first(record, 'latencyMs', 1) ??
    first(record, 'latencySeconds', 1000) ??
    either(record, 'latency') ??
    span(record);
  if (logged !== undefined || responseHeaders === undefined) return logged;
  return positive(decimalOf(headerOf(responseHeaders, 'openai-processing-ms')));
}

/** Whole milliseconds from the request to the first token of its answer. */
export function timeToFirstTokenMs(record: FieldScan): number | undefined {
  return (
    first(record, 'firstTokenMs', 1) ??
    first(record, 'firstTokenSeconds', 1000) ??
    either(record, 'firstToken')
  );
}

function first(record: FieldScan, field: LoggedField, factor: number): number | undefined {
  for (const name of namesOf(record, field)) {
    const value = decimalOf(record.holder[name]);
    const ms = value === undefined ? undefined : positive(value * factor);
    if (ms !== undefined) return ms;
  }
  return undefined;
}

/**
 * A number without a unit is seconds below 100 and milliseconds from there: no remote model answers in under 100 ms, and
 * few calls last over 100 s. Text may carry its unit: `1.2s`, `340 ms`.
 */
function either(record: FieldScan, field: LoggedField): number | undefined {
  for (const name of namesOf(record, field)) {
    const value = record.holder[name];
    if (typeof value === 'string' && value.length < 30) {
      const match = /^(\d+(?:\.\d+)?) ?(ms|s)$/.exec(value);
      if (match !== null) return positive(Number(match[1]) * (match[2] === 's' ? 1000 : 1));
    }
    const number = decimalOf(value);
    if (number !== undefined) return positive(number < 100 ? number * 1000 : number);
  }
  return undefined;
}

function span(record: FieldScan): number | undefined {
  const end = fieldOf(record, 'end');
  if (end === undefined) return undefined;
  const { start_time, startTime, started_at } = record.holder;
  return positive(parseTime(end) - parseTime(start_time ?? startTime ?? started_at));
}

function positive(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}
