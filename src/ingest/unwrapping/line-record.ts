import { isObject, type JsonObject } from '../../sources/record/record-access.ts';

/** A record of JSON behind something else on its line, and the point in time that stands before it, as written. */
export interface LineRecord {
  readonly record: JsonObject;
  readonly time: string | undefined;
  /** The record's own text. */
  readonly text: string;
}

/** What a container runtime, a log shipper or a logging library writes before the record is no longer than this, in UTF-16 units. */
const LONGEST_PREFIX = 300;
/** Braces that may stand in a prefix without being the record's first one. */
const TRIES = 4;

const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/;

/**
 * The JSON object that a line ends with: Docker Compose (`api-1  | {..}`), Kubernetes (`<time> stdout F {..}`), CloudWatch
 * (`<time> {..}`), syslog, `INFO:root:{..}`. Undefined where the line is none of these; a line that begins with `{` is a
 * record by itself, broken or not.
 */
export function recordInLine(line: string): LineRecord | undefined {
  const text = line.trim();
  if (text.startsWith('{') || !text.endsWith('}')) return undefined;
  let at = text.indexOf('{');
  for (let tries = 0; tries < TRIES && at >= 0 && at <= LONGEST_PREFIX; tries++) {
    const own = text.slice(at);
    const record = objectIn(own);
    if (record !== undefined) return { record, time: TIME.exec(text.slice(0, at))?.[0], text: own };
    at = text.indexOf('{', at + 1);
  }
  return undefined;
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
