import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';

const ENDS = new Set(['response.completed', 'response.incomplete', 'response.failed']);

interface Item {
  done: JsonObject | undefined;
  added: JsonObject | undefined;
  text: string;
  reasoning: string;
  input: string;
}

/** True for an event of a Responses stream; the answer's announcements repeat the whole answer, without usage. */
export function isResponsesEvent(event: JsonObject): boolean {
  return (
    typeof event.type === 'string' &&
    event.type.startsWith('response.') &&
    (isObject(event.response) || typeof event.delta === 'string' || isObject(event.item))
  );
}

/**
 * The answer that the events of a Responses stream tell of (OpenAI API reference, "Streaming events"). The last event
 * carries it whole, with the usage. A stream that was cut before it has no usage; its answer is what had been sent, under
 * the first announcement's id and model, and its status is `incomplete`.
 */
export function responsesStream(events: readonly JsonObject[]): JsonObject {
  const items = new Map<unknown, Item>();
  let announced: JsonObject | undefined;
  let last: JsonObject | undefined;
  let error: unknown;
  for (const event of events) {
    const response = objectOf(event.response);
    if (response !== undefined && ENDS.has(event.type as string)) last = response;
    announced ??= response;
    if (event.type === 'error') error = objectOf(event.error) ?? { code: event.code, type: event.type };
    addPiece(items, event);
  }
  if (last !== undefined) {
    // Some services leave the output out of the last event and send only its items.
    const isBare = Array.isArray(last.output) && last.output.length === 0;
    const done = [...items.values()].flatMap((item) => item.done ?? []);
    return isBare && done.length > 0 ? { ...last, output: done } : last;
  }
  const output = [...items.values()].flatMap(itemOf);
  const cut = { ...announced, object: 'response', status: 'incomplete', usage: null, output };
  return error === undefined ? cut : { ...cut, status: 'failed', error };
}

function addPiece(items: Map<unknown, Item>, event: JsonObject): void {
  const kind = textOf(event.type)?.slice('response.'.length);
  const isPiece = typeof event.delta === 'string' || isObject(event.item);
  if (kind === undefined || !isPiece) return;
  let item = items.get(event.output_index);
  if (item === undefined) {
    item = { done: undefined, added: undefined, text: '', reasoning: '', input: '' };
    items.set(event.output_index, item);
  }
  if (kind === 'output_item.added') item.added = objectOf(event.item);
  else if (kind === 'output_item.done') item.done = objectOf(event.item);
  else if (kind === 'output_text.delta' || kind === 'refusal.delta') item.text += event.delta;
  else if (kind.startsWith('reasoning_')) item.reasoning += event.delta;
  else if (kind === 'function_call_arguments.delta' || kind === 'custom_tool_call_input.delta') {
    item.input += event.delta;
  }
}

function itemOf({ done, added, text, reasoning, input }: Item): JsonObject[] {
  if (done !== undefined) return [done];
  if (input !== '') return [{ ...added, type: 'function_call', arguments: input, input: undefined }];
  const parts: JsonObject[] = [];
  if (reasoning !== '')
    parts.push({ type: 'reasoning', summary: [{ type: 'summary_text', text: reasoning }] });
  if (text !== '')
    parts.push({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
  return parts;
}
