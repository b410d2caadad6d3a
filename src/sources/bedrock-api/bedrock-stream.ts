import { streamBody } from '../exchange/stream-body.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

const METRICS = 'amazon-bedrock-invocationMetrics';

/** What a logged body adds up to. */
export interface BedrockBody {
  readonly body: JsonObject | undefined;
  /** Bedrock's own sums and latencies, which end every stream of InvokeModel. */
  readonly metrics: JsonObject | undefined;
  /** A guardrail answered in the model's place. */
  readonly isGuarded: boolean;
}

/**
 * Takes a logged answer: one body, or the list of a stream's events in the order of the API, whose pieces are put together.
 * An Anthropic stream without its last events was cut; what it says of the output then is a placeholder and is left out.
 */
export function bedrockBody(output: unknown): BedrockBody {
  if (isObject(output)) {
    const metrics = objectOf(output[METRICS]);
    return { body: output, metrics, isGuarded: isGuarded(output) };
  }
  if (!Array.isArray(output)) return { body: undefined, metrics: undefined, isGuarded: false };
  const events = output.filter(isObject);
  let metrics: JsonObject | undefined;
  for (const event of events) metrics = objectOf(event[METRICS]) ?? metrics;
  return { body: joined(events), metrics, isGuarded: events.some(isGuarded) };
}

function isGuarded(body: JsonObject): boolean {
  return (
    body['amazon-bedrock-guardrailAction'] === 'INTERVENED' ||
    body.stopReason === 'guardrail_intervened' ||
    objectOf(body.messageStop)?.stopReason === 'guardrail_intervened'
  );
}

function joined(events: readonly JsonObject[]): JsonObject | undefined {
  const vendor = streamBody(events);
  if (vendor !== undefined) return anthropicEnd(vendor, events);
  if (events.some((event) => isConverseEvent(event))) return converseStream(events);
  return events.length === 0 ? undefined : plainStream(events);
}

/** The stop reason, which stands in the last event; and no usage where that is missing. */
function anthropicEnd(body: JsonObject, events: readonly JsonObject[]): JsonObject {
  if (body.type !== 'message') return body;
  const end = events.findLast((event) => event.type === 'message_delta');
  if (end === undefined) return { ...body, usage: undefined };
  return { ...body, stop_reason: objectOf(end.delta)?.stop_reason ?? body.stop_reason };
}

function isConverseEvent(event: JsonObject): boolean {
  return isObject(event.messageStart) || isObject(event.contentBlockDelta) || isObject(event.messageStop);
}

/** Events of ConverseStream and of Nova's stream as the answer that Converse would have given. */
function converseStream(events: readonly JsonObject[]): JsonObject {
  const content: JsonObject[] = [];
  let text = '';
  let reasoning = '';
  let toolInput = '';
  let toolName: unknown;
  const close = (): void => {
    if (toolName !== undefined) content.push({ toolUse: { name: toolName, input: toolInput } });
    toolName = undefined;
    toolInput = '';
  };
  let stopReason: unknown;
  let usage: JsonObject | undefined;
  let metrics: JsonObject | undefined;
  for (const event of events) {
    const start = objectOf(objectOf(event.contentBlockStart)?.start);
    if (isObject(start?.toolUse)) {
      close();
      toolName = start.toolUse.name;
    }
    const delta = objectOf(objectOf(event.contentBlockDelta)?.delta);
    text += piece(delta?.text);
    reasoning += piece(objectOf(delta?.reasoningContent)?.text);
    toolInput += piece(objectOf(delta?.toolUse)?.input);
    stopReason = objectOf(event.messageStop)?.stopReason ?? stopReason;
    usage = objectOf(objectOf(event.metadata)?.usage) ?? usage;
    metrics = objectOf(objectOf(event.metadata)?.metrics) ?? metrics;
  }
  close();
  if (text !== '') content.unshift({ text });
  if (reasoning !== '') content.unshift({ reasoningContent: { reasoningText: { text: reasoning } } });
  return { output: { message: { role: 'assistant', content } }, stopReason, usage, metrics };
}

/** Llama, Titan, Mistral and Cohere repeat the shape of their answers in every event: texts joined, all else from the last. */
function plainStream(events: readonly JsonObject[]): JsonObject {
  const body: Record<string, unknown> = {};
  let text = '';
  for (const event of events) {
    text += piece(event.generation) + piece(event.outputText) + piece(event.text) + piece(event.completion);
    for (const part of Array.isArray(event.outputs) ? event.outputs : []) {
      if (!isObject(part)) continue;
      text += piece(part.text);
      body.stop_reason = part.stop_reason ?? body.stop_reason;
    }
    for (const name of [
      'stop_reason',
      'completionReason',
      'finish_reason',
      'prompt_token_count',
      'generation_token_count',
      'inputTextTokenCount',
      'totalOutputTextTokenCount',
    ]) {
      const value = event[name];
      if (value !== undefined && value !== null) body[name] = value;
    }
  }
  return { ...body, generation: text };
}

function piece(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
