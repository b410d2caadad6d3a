import { isObject, type JsonObject } from '../../sources/record/record-access.ts';
import { recordInLine } from './line-record.ts';

/** What stood inside a record, one level down. */
export interface Unwrapped {
  readonly records: readonly unknown[];
  /** When the wrapper was written, as it says it; undefined for lists, whose time is that of the export. */
  readonly time: unknown;
  /** In words, for the user. */
  readonly wrapper: string;
  readonly isList: boolean;
}

/** Wrappers inside wrappers are opened to this depth. */
export const WRAPPER_DEPTH = 4;

/**
 * Paths of the lists that exports and APIs put records in (FORMATS 0.4): Langfuse, Helicone, OpenRouter (`data`), CloudWatch
 * (`events`, `logEvents`), Azure (`records`, `value`), LangSmith (`runs`, `post`, `patch`), Cloudflare (`result`), OTLP,
 * Elasticsearch (`hits.hits`), HAR (`log.entries`).
 */
export const ENVELOPE_PATHS: readonly (readonly string[])[] = [
  ...[
    ...['data', 'events', 'logEvents', 'records', 'runs', 'post', 'patch', 'result', 'results', 'rows'],
    ...['resourceSpans', 'resource_spans', 'resourceLogs', 'value', 'items', 'logs'],
  ].map((name) => [name]),
  ['hits', 'hits'],
  ['log', 'entries'],
];

/**
 * Where loggers, runtimes and shippers keep a line as text: Docker (`log`), journald (`MESSAGE`), Splunk (`_raw`), Google
 * (`textPayload`), Loki (`line`), structlog (`event`), Azure Monitor's tables of containers (`LogEntry`, `LogMessage`).
 */
const TEXTS = [
  'message',
  'msg',
  'log',
  '@message',
  'MESSAGE',
  'line',
  '_raw',
  'textPayload',
  'body',
  'event',
  'LogEntry',
  'LogMessage',
] as const;

/**
 * Where they keep the application's record as an object: loguru (`record`, whose `message` is the line), Splunk's collector
 * (`event`), Azure Monitor (`LogMessage`). OpenRouter's generation API keeps its one record in `data`.
 */
const OBJECTS = ['_source', 'jsonPayload', '@fields', 'data', 'record', 'event', 'LogMessage'] as const;

/** When a wrapper was written: its own names, the most exact first. Google also says when it received the record. */
const TIMES = [
  'timestamp',
  '@timestamp',
  'time',
  'ts',
  '_time',
  '__REALTIME_TIMESTAMP',
  'datetime',
  'asctime',
  'date',
  'TimeGenerated',
  'receiveTimestamp',
  'ingestionTime',
] as const;

/**
 * Takes one wrapper off a record that no source knows; undefined when it has none. A provider's body, a list of embeddings
 * and a page of totals keep their lists: they are no envelopes.
 */
export function unwrap(record: unknown): Unwrapped | undefined {
  if (Array.isArray(record)) return record.some(isObject) ? listOf(record, 'a list') : undefined;
  if (!isObject(record) || isWhole(record)) return undefined;
  return inEnvelope(record) ?? inObject(record) ?? inText(record);
}

function isWhole(record: JsonObject): boolean {
  if (record.object === 'page' || record.object === 'batch') return true;
  if (record.object !== 'list' || !Array.isArray(record.data)) return false;
  const [first] = record.data;
  return isObject(first) && first.object === 'embedding';
}

function inEnvelope(record: JsonObject): Unwrapped | undefined {
  const found: unknown[] = [];
  const names: string[] = [];
  for (const path of ENVELOPE_PATHS) {
    let value: unknown = record;
    for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (!Array.isArray(value) || !value.some(isObject)) continue;
    for (const inner of value) found.push(inner);
    names.push(path.join('.'));
  }
  return found.length === 0 ? undefined : listOf(found, `records in ${names.join(' and ')}`);
}

function listOf(records: readonly unknown[], wrapper: string): Unwrapped {
  return { records, time: undefined, wrapper, isList: true };
}

function inObject(record: JsonObject): Unwrapped | undefined {
  for (const name of OBJECTS) {
    const inner = record[name];
    if (isObject(inner)) return one(record, inner, `a record in ${name}`);
  }
  // Splunk's export keeps the event as text among its own fields.
  const { result } = record;
  return isObject(result) && typeof result._raw === 'string'
    ? one(result, result, 'a record in result')
    : undefined;
}

function inText(record: JsonObject): Unwrapped | undefined {
  for (const name of TEXTS) {
    const text = record[name];
    if (typeof text !== 'string') continue;
    const isDocker = name === 'log' && typeof record.stream === 'string';
    const wrapper = isDocker ? 'docker lines' : `JSON in ${name}`;
    const parsed = parsedText(text);
    if (parsed !== undefined) return one(record, parsed, wrapper);
    const line = recordInLine(text);
    if (line !== undefined)
      return { records: [line.record], time: line.time ?? timeOf(record), wrapper, isList: false };
  }
  return undefined;
}

/** An object or a list as JSON text; other JSON is a text that happens to be a number or a word. */
function parsedText(text: string): unknown {
  if (!/^\s{0,20}[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function one(wrapper: JsonObject, inner: unknown, words: string): Unwrapped {
  return { records: [inner], time: timeOf(wrapper), wrapper: words, isList: false };
}

function timeOf(wrapper: JsonObject): unknown {
  for (const name of TIMES) {
    const value = wrapper[name];
    if (typeof value === 'string' || typeof value === 'number') return value;
    // Loguru's time: `{repr, timestamp}`.
    if (isObject(value) && typeof value.timestamp === 'number') return value.timestamp;
  }
  return undefined;
}
