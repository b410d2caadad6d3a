import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hostedModel } from '../exchange/hosted-model.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { decimalOf, firstOf, firstText, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';
import { isShallow, unpacked } from '../traced-content/nesting.ts';
import { tracedAnswer, tracedPrompt } from '../traced-content/traced-content.ts';
import { tracedError } from '../traced-content/traced-error.ts';
import { requestParams } from '../traced-content/traced-params.ts';
import { tracedProvider } from '../traced-content/traced-provider.ts';
import { langfuseUsage } from './langfuse-usage.ts';

/** Observations that are one call of a model even without usage. */
const CALLS = new Set(['GENERATION', 'EMBEDDING']);

/** Where an observation stands: `trace/observation`, and the same of the one above it. */
export function placesOf(record: JsonObject): { span: string | undefined; parentSpan: string | undefined } {
  const trace = safeText(firstText(record, ['traceId', 'trace_id']));
  const id = safeText(firstText(record, ['id']));
  const parent = safeText(firstText(record, ['parentObservationId', 'parent_observation_id']));
  return {
    span: trace === undefined || id === undefined ? undefined : `${trace}/${id}`,
    parentSpan: trace === undefined || parent === undefined ? undefined : `${trace}/${parent}`,
  };
}

/** The call of an observation: a generation, an embedding, or any other with token counts; undefined for the rest. */
export function langfuseCall(record: JsonObject, options: ReadOptions): CallRecord | undefined {
  const type = firstText(record, ['type']);
  const read = langfuseUsage(record);
  if (read?.usage === undefined && !(type !== undefined && CALLS.has(type))) return undefined;
  const model =
    firstText(record, ['model', 'providedModelName', 'provided_model_name', 'modelName']) ?? options.model;
  const id = safeText(firstText(record, ['id']));
  const metadata = objectOf(unpacked(record.metadata));
  const request = objectOf(unpacked(firstOf(record, ['modelParameters', 'model_parameters'])));
  const failed = textOf(record.level)?.toUpperCase() === 'ERROR';
  const failure = failed ? tracedError(firstOf(record, ['statusMessage', 'status_message'])) : undefined;
  const times = timesOf(record, options.logZone);
  return {
    id,
    key: id === undefined ? undefined : `langfuse:${id}`,
    ...placesOf(record),
    ...times,
    model: safeText(hostedModel(model)),
    provider: providerOf(metadata, model),
    endpoint: type === 'EMBEDDING' ? 'embedding' : 'unknown',
    status: failure?.status,
    failed,
    error: failure?.error,
    usage: read?.usage,
    usageWarning: read?.warning,
    loggedCostUsd: costOf(record),
    ...requestParams(request !== undefined && isShallow(request) ? request : undefined),
    ...labelsOf(record, metadata),
    prompt: tracedPrompt(record.input, firstOf(record, ['toolDefinitions', 'tool_definitions'])),
    response: tracedAnswer(record.output, read?.usage === undefined),
  };
}

/** Times are preferred to durations, whose unit differs between exports: `latency` is seconds, `latencyMs` milliseconds. */
function timesOf(
  record: JsonObject,
  logZone: string | undefined,
): Pick<CallRecord, 'time' | 'latencyMs' | 'timeToFirstTokenMs'> {
  const at = (names: readonly string[]) => parseTime(firstOf(record, names), logZone);
  const start = at(['startTime', 'start_time']);
  const first = at(['completionStartTime', 'completion_start_time']);
  return {
    time: Number.isNaN(start) ? undefined : start,
    latencyMs:
      span(at(['endTime', 'end_time']) - start) ??
      span(decimalOf(firstOf(record, ['latencyMs', 'latency_ms']))) ??
      span(seconds(record.latency)),
    timeToFirstTokenMs:
      span(first - start) ??
      span(decimalOf(firstOf(record, ['timeToFirstTokenMs', 'time_to_first_token_ms']))) ??
      span(seconds(firstOf(record, ['timeToFirstToken', 'time_to_first_token']))),
  };
}

function seconds(value: unknown): number | undefined {
  const number = decimalOf(value);
  return number === undefined ? undefined : number * 1000;
}

function span(ms: number | undefined): number | undefined {
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}

/**
 * US dollars. `inputPrice`, `outputPrice` and `totalPrice` are prices of a unit and never read (FORMATS 0.3). A model without a
 * price has no details and a cost of 0, which says nothing.
 */
function costOf(record: JsonObject): number | undefined {
  const details = objectOf(unpacked(firstOf(record, ['costDetails', 'cost_details'])));
  const total =
    decimalOf(details?.total) ??
    decimalOf(firstOf(record, ['totalCost', 'total_cost', 'calculatedTotalCost', 'calculated_total_cost']));
  if (total === undefined || total < 0) return undefined;
  return total === 0 && decimalOf(details?.total) === undefined ? undefined : total;
}

/** No column says it; what the tracer noted does, else the model's maker. */
function providerOf(metadata: JsonObject | undefined, model: string | undefined): string | undefined {
  const attributes = objectOf(metadata?.attributes);
  const names = ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider'];
  return tracedProvider(
    [metadata?.ls_provider, metadata?.provider, ...names.map((name) => attributes?.[name])],
    firstText(attributes, ['server.address']),
    model,
  );
}

function labelsOf(
  record: JsonObject,
  metadata: JsonObject | undefined,
): Pick<CallRecord, 'user' | 'session' | 'feature' | 'trace' | 'tags'> {
  const own = Object.entries(metadata ?? {}).filter(([name]) => name !== 'attributes');
  return {
    user: safeText(firstText(record, ['userId', 'user_id'])),
    session: safeText(firstText(record, ['sessionId', 'session_id'])),
    feature: safeText(firstText(record, ['promptName', 'prompt_name', 'traceName', 'trace_name'])),
    trace: safeText(firstText(record, ['traceId', 'trace_id'])),
    tags: loggedTags(
      {
        tags: unpacked(firstOf(record, ['traceTags', 'trace_tags', 'tags'])),
        metadata: {
          environment: record.environment,
          release: record.release,
          prompt_version: firstOf(record, ['promptVersion', 'prompt_version']),
          ...Object.fromEntries(own),
        },
      },
      undefined,
      undefined,
    ),
  };
}
