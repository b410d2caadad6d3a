import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type Recognition,
  type TraceStep,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { recordTable } from '../columns/record-table.ts';
import { langfuseCall, placesOf } from '../langfuse-export/langfuse-call.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';
import { unpacked } from '../traced-content/nesting.ts';

const NOT_MINE: Recognition = { score: 0, why: '' };
const TYPES = new Set(
  'GENERATION SPAN EVENT EMBEDDING AGENT TOOL CHAIN RETRIEVER EVALUATOR GUARDRAIL'.split(' '),
);
/** Columns that only Langfuse's observations have; one is enough beside the ids and the start. */
const OBSERVATION_MARKS = [
  ...['usageDetails', 'usage_details', 'costDetails', 'cost_details', 'providedUsageDetails'],
  ...['parentObservationId', 'parent_observation_id', 'completionStartTime', 'completion_start_time'],
  ...['promptTokens', 'calculatedTotalCost', 'statusMessage', 'status_message', 'internalModelId', 'modelId'],
];
const TRACE_MARKS = ['htmlPath', 'bookmarked', 'observationCount', 'observation_count', 'observations'];
const TRACES_UNUSABLE =
  'an export of Langfuse traces holds only sums over their calls; export the observations instead';

/**
 * Langfuse's observations, exported or from its API, in both spellings of the fields. The columns are from Langfuse's source; no
 * public export was at hand (FORMATS 10), so all fields are read by name.
 */
export const langfuse = defineSource({
  id: 'langfuse',
  title: 'Langfuse observations',
  describe:
    'Exported observations as CSV, JSON or JSONL: generations with tokens, cost, user, session and, where kept, prompts; an error has no HTTP status.',
  where: 'Langfuse, Tracing, Observations, Export; a blob storage export; or GET /api/public/observations',
  supports: { duplicates: 'if text is logged', retries: 'if text is logged', caching: 'if text is logged' },
  recognize(record) {
    if (!isObject(record)) return NOT_MINE;
    const isTyped = typeof record.type === 'string' && TYPES.has(record.type);
    if (isTyped) return observationScore(Object.keys(record));
    const trace = traceIn(record);
    return trace === undefined ? NOT_MINE : traceScore(observationsIn(trace).length > 0);
  },
  read: readObservation,
  recognizeHeader(header) {
    const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
    const isTraces = names.includes('timestamp') && TRACE_MARKS.some((name) => names.includes(name));
    if (names.includes('type')) return observationScore(names);
    return isTraces && names.includes('userId') && names.includes('sessionId') ? traceScore(false) : NOT_MINE;
  },
  openTable: (header, options) => recordTable(header, options, readObservation),
});

function observationScore(names: readonly string[]): Recognition {
  const isPlaced = names.includes('traceId') || names.includes('trace_id');
  const isTimed = names.includes('startTime') || names.includes('start_time');
  const mark = OBSERVATION_MARKS.find((name) => names.includes(name));
  if (!isPlaced || !isTimed || mark === undefined) return NOT_MINE;
  return { score: 0.99, why: `a Langfuse observation: type, traceId and ${mark}` };
}

function traceScore(hasObservations: boolean): Recognition {
  const why = 'a Langfuse trace';
  return hasObservations ? { score: 0.98, why } : { score: 0.95, why, unusable: TRACES_UNUSABLE };
}

/** The record as a trace; the page's download of one has its observations beside it. */
function traceIn(record: JsonObject): JsonObject | undefined {
  const { observations } = record;
  const trace =
    isObject(record.trace) && Array.isArray(observations) ? { ...record.trace, observations } : record;
  const hasMark = TRACE_MARKS.some((name) => trace[name] !== undefined);
  const isTrace = hasMark && trace.timestamp !== undefined && 'sessionId' in trace && 'userId' in trace;
  return isTrace ? trace : undefined;
}

/** The API's answer for one trace holds its observations whole; lists of traces hold only their ids. */
function observationsIn(record: JsonObject): readonly JsonObject[] {
  const { observations } = record;
  return Array.isArray(observations) ? observations.filter(isObject) : [];
}

function readObservation(record: unknown, options: ReadOptions): ReadResult {
  if (!isObject(record)) return { kind: 'other' };
  if (typeof record.type === 'string') return resultOf([record], options);
  const trace = traceIn(record);
  return trace === undefined ? { kind: 'other' } : readTrace(trace, options);
}

/** User, session and tags are the trace's. */
function readTrace(record: JsonObject, options: ReadOptions): ReadResult {
  const { userId, sessionId, name, tags, environment, release } = record;
  const ofTrace = { userId, sessionId, traceName: name, tags: unpacked(tags), environment, release };
  const observations = observationsIn(record);
  return resultOf(
    observations.map((observation) => ({ ...ofTrace, traceId: record.id, ...observation })),
    options,
  );
}

function resultOf(observations: readonly JsonObject[], options: ReadOptions): ReadResult {
  const calls: CallRecord[] = [];
  const steps: TraceStep[] = [];
  for (const observation of observations) {
    const call = langfuseCall(observation, options);
    if (call !== undefined) {
      calls.push(call);
      continue;
    }
    const { span, parentSpan } = placesOf(observation);
    if (span !== undefined && parentSpan !== undefined) steps.push({ span, parentSpan });
  }
  return calls.length > 0 ? { kind: 'calls', calls, steps } : { kind: 'other', steps };
}
