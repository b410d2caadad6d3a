import { defineSource, type ReadOptions, type ReadResult, type Recognition } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { recordTable } from '../columns/record-table.ts';
import { runCall, runId, runPlace } from '../langsmith-runs/langsmith-call.ts';
import { isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { unpacked } from '../traced-content/nesting.ts';

const NOT_MINE: Recognition = { score: 0, why: '' };
const TYPES = new Set('llm chain tool retriever embedding prompt parser'.split(' '));
const MARKS = ['dotted_order', 'trace_id', 'parent_run_id', 'session_id', 'session_name'];
/** Cells of a table that are objects in a run. */
const NESTED = ['inputs', 'outputs', 'extra', 'prompt_token_details', 'completion_token_details'];

/**
 * LangSmith's runs (FORMATS 11). Only runs of type `llm` and `embedding` are calls: the chains above them repeat their sums. The
 * columns of the page's CSV are not verified and read by the API's names. A run that was sent in two halves is told by both:
 * the first is the call as far as it goes, the second a call where it says its type, and each is also a part for the other.
 */
export const langsmith = defineSource({
  id: 'langsmith',
  title: 'LangSmith runs',
  describe:
    'Runs of models with tokens, cost, prompts, errors and threads, from the API or the SDK, also as the two halves that the SDK sends; an HTTP status only where the error names it.',
  where:
    'client.list_runs(...) or POST /runs/query written as JSON, an export of the runs table, or a dump of what the SDK sends',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    if (!isObject(record)) return NOT_MINE;
    if (isRun(record)) return { score: 0.99, why: `a LangSmith run of type ${String(record.run_type)}` };
    return isEnd(record) ? { score: 0.95, why: 'the end of a LangSmith run' } : NOT_MINE;
  },
  read: readRun,
  recognizeHeader(header) {
    const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
    const mark = MARKS.find((name) => names.includes(name));
    return names.includes('run_type') && mark !== undefined
      ? { score: 0.97, why: `columns run_type, ${mark}` }
      : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, readRun),
});

function isRun(record: JsonObject): boolean {
  if (typeof record.run_type !== 'string' || !TYPES.has(record.run_type)) return false;
  return MARKS.some((name) => record[name] !== undefined);
}

/** The half that ends a run may leave out its type; its order, times and ids chained with dots, is LangSmith's alone. */
function isEnd(record: JsonObject): boolean {
  if (record.run_type !== undefined && record.run_type !== null) return false;
  const order = record.dotted_order;
  return typeof order === 'string' && /^\d{8}T\d{6,20}Z/.test(order) && runId(record) !== undefined;
}

function readRun(record: unknown, options: ReadOptions): ReadResult {
  if (!isObject(record) || !(isRun(record) || isEnd(record))) return { kind: 'other' };
  const run = { ...record, ...Object.fromEntries(NESTED.map((name) => [name, unpacked(record[name])])) };
  if (isEnd(run)) {
    const end = runCall(run, options);
    return end.key === undefined ? { kind: 'other' } : { kind: 'calls', calls: [part(end)] };
  }
  if (run.run_type !== 'llm' && run.run_type !== 'embedding') return stepOf(run);
  const call = runCall(run, options);
  const isEnded = hasValue(run.end_time) || hasValue(run.outputs) || textOf(run.error) !== undefined;
  const isStarted = hasValue(run.start_time);
  if (isStarted && isEnded) {
    const whole = { ...call, failed: call.failed ?? false };
    return { kind: 'calls', calls: [hasValue(run.inputs) ? whole : { ...whole, join: call.key }] };
  }
  if (call.key === undefined) return { kind: 'calls', calls: [call] };
  return { kind: 'calls', calls: [{ ...call, join: call.key }, part(call)] };
}

function part(call: CallRecord): CallRecord {
  return { ...call, key: undefined, span: undefined, parentSpan: undefined, join: call.key, isPart: true };
}

function stepOf(run: JsonObject): ReadResult {
  const place = runPlace(run.id);
  const parent = runPlace(run.parent_run_id);
  if (place === undefined || parent === undefined) return { kind: 'other' };
  return { kind: 'other', steps: [{ span: place, parentSpan: parent }] };
}

/** The Python SDK begins a run with outputs that are an empty object. */
function hasValue(value: unknown): boolean {
  if (isObject(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}
