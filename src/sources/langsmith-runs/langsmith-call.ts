import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hostedModel } from '../exchange/hosted-model.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { openaiFinish } from '../openai-api/openai-answer.ts';
import { decimalOf, firstText, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';
import { isShallow, unpacked } from '../traced-content/nesting.ts';
import { tracedAnswer, tracedPrompt } from '../traced-content/traced-content.ts';
import { tracedError } from '../traced-content/traced-error.ts';
import { requestParams } from '../traced-content/traced-params.ts';
import { tracedProvider } from '../traced-content/traced-provider.ts';
import { langsmithUsage, messageOf } from './langsmith-usage.ts';

/** What LangChain and LangGraph note about the run themselves; as tags it would make every call a group. */
const NOT_TAGS = /^(?:ls_|lc_|langgraph_|langsmith_|checkpoint|__|run_id$|run_attempt$|usage_metadata$)/i;

/** `langsmith:<run>`: ids of runs are unique everywhere, and the half of a run that ends it may lack the trace's. */
export function runPlace(id: unknown): string | undefined {
  const text = safeText(textOf(id));
  return text === undefined ? undefined : `langsmith:${text}`;
}

/** The run's id; where a half leaves it out, as it stood in the address it was sent to, the end of `dotted_order` is it. */
export function runId(run: JsonObject): string | undefined {
  const order = textOf(run.dotted_order)?.slice(-80);
  return textOf(run.id) ?? /\dZ([\da-f-]{36})$/i.exec(order ?? '')?.[1];
}

/** What a run of a model, or one half of it, says of its call. */
export function runCall(run: JsonObject, options: ReadOptions): CallRecord {
  const inputs = objectOf(run.inputs);
  const outputs = objectOf(run.outputs);
  const extra = objectOf(run.extra);
  const metadata = objectOf(extra?.metadata);
  const invocation = objectOf(extra?.invocation_params) ?? objectOf(metadata?.ls_invocation_params);
  const isEmbedding = run.run_type === 'embedding' || metadata?.ls_model_type === 'embedding';
  const read = langsmithUsage(run, isEmbedding);
  const failure = failureOf(run);
  const requested =
    firstText(metadata, ['ls_model_name']) ?? firstText(invocation, ['model', 'model_name', 'model_id']);
  const model = answeredModel(outputs) ?? requested ?? options.model;
  const id = runId(run);
  const place = runPlace(id);
  return {
    id: safeText(id),
    key: place,
    span: place,
    parentSpan: runPlace(run.parent_run_id),
    ...timesOf(run, options.logZone),
    model: safeText(hostedModel(model)),
    requestedModel: safeText(hostedModel(requested)),
    provider: tracedProvider(
      [metadata?.ls_provider],
      firstText(invocation, ['base_url', 'azure_endpoint']),
      model,
    ),
    endpoint: isEmbedding ? 'embedding' : metadata?.ls_model_type === 'chat' ? 'chat' : undefined,
    status: failure?.status,
    failed: failure === undefined ? undefined : true,
    error: failure?.error,
    finishReason: finishOf(outputs),
    usage: read?.usage,
    usageWarning: read?.warning,
    tier: read?.tier,
    loggedCostUsd: costOf(run),
    ...requestParams(askedOf(invocation, metadata)),
    stream: typeof invocation?.stream === 'boolean' ? invocation.stream : undefined,
    user: safeText(firstText(metadata, ['user_id', 'userId', 'user'])),
    feature: safeText(firstText(metadata, ['feature', 'langgraph_node'])),
    session: safeText(
      firstText(metadata, ['thread_id', 'session_id', 'conversation_id']) ?? firstText(run, ['thread_id']),
    ),
    trace: safeText(traceOf(run)),
    tags: tagsOf(run, metadata),
    prompt:
      inputs === undefined ? undefined : tracedPrompt(inputs, invocation?.tools ?? invocation?.functions),
    response: outputs === undefined ? undefined : tracedAnswer(outputs, read?.usage === undefined),
  };
}

function timesOf(
  run: JsonObject,
  logZone: string | undefined,
): Pick<CallRecord, 'time' | 'latencyMs' | 'timeToFirstTokenMs'> {
  const start = parseTime(run.start_time, logZone);
  return {
    time: Number.isNaN(start) ? undefined : start,
    latencyMs: span(parseTime(run.end_time, logZone) - start),
    timeToFirstTokenMs: span(parseTime(run.first_token_time, logZone) - start),
  };
}

function span(ms: number): number | undefined {
  return ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}

function failureOf(run: JsonObject): ReturnType<typeof tracedError> | undefined {
  return textOf(run.error) !== undefined || run.status === 'error' ? tracedError(run.error) : undefined;
}

function answeredModel(outputs: JsonObject | undefined): string | undefined {
  return (
    firstText(outputs, ['model']) ??
    firstText(objectOf(messageOf(outputs)?.response_metadata), ['model_name', 'model']) ??
    firstText(objectOf(outputs?.llm_output), ['model_name', 'model'])
  );
}

function finishOf(outputs: JsonObject | undefined): string | undefined {
  const answered = objectOf(messageOf(outputs)?.response_metadata);
  const reason =
    openaiFinish(outputs) ??
    firstText(answered, ['finish_reason', 'stop_reason']) ??
    textOf(outputs?.stop_reason);
  return safeText(reason?.slice(0, 40));
}

/** Decimal text in US dollars; 0 is what a model without a price costs. */
function costOf(run: JsonObject): number | undefined {
  const cost = decimalOf(run.total_cost);
  return cost !== undefined && cost > 0 ? cost : undefined;
}

function askedOf(
  invocation: JsonObject | undefined,
  metadata: JsonObject | undefined,
): JsonObject | undefined {
  if (invocation !== undefined) return isShallow(invocation) ? invocation : undefined;
  if (metadata === undefined) return undefined;
  return { temperature: metadata.ls_temperature, max_tokens: metadata.ls_max_tokens, stop: metadata.ls_stop };
}

/** The first run of `dotted_order`, a chain of times and ids, is the trace. */
function traceOf(run: JsonObject): string | undefined {
  const order = textOf(run.dotted_order)?.slice(0, 200);
  return textOf(run.trace_id) ?? /^\d{8}T\d{1,20}Z([\da-f-]{36})/i.exec(order ?? '')?.[1];
}

/** `session_id` is LangSmith's word for the project. */
function tagsOf(run: JsonObject, metadata: JsonObject | undefined): CallRecord['tags'] {
  const own = Object.entries(metadata ?? {}).filter(([name]) => !NOT_TAGS.test(name));
  const project = firstText(run, ['session_name', 'session_id']);
  return loggedTags(
    { tags: unpacked(run.tags), metadata: { project, ...Object.fromEntries(own) } },
    undefined,
    undefined,
  );
}
