import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** A logged stream is looked at no further than this, in UTF-16 units. */
const LONGEST_STREAM = 16 << 20;

/**
 * The body that a stream adds up to: the events as a list, or as server-sent events in a text (`data: {...}`). Usage is
 * the last one logged, since streams count up (FORMATS 1 and 4a); texts of chat chunks are joined. Undefined for other values.
 */
export function streamBody(value: unknown): JsonObject | undefined {
  const events = typeof value === 'string' ? sentEvents(value) : Array.isArray(value) ? value : undefined;
  if (events === undefined) return undefined;
  let body: Record<string, unknown> | undefined;
  let usage: JsonObject | undefined;
  let text = '';
  for (const event of events) {
    if (!isObject(event)) continue;
    const isChunk = event.object === 'chat.completion.chunk';
    const whole =
      objectOf(event.response) ?? (event.type === 'message_start' ? objectOf(event.message) : undefined);
    if (!isChunk && whole === undefined && body === undefined) continue;
    if (whole !== undefined) body = { ...whole };
    else if (isChunk && body === undefined) body = { ...event, object: 'chat.completion' };
    // Anthropic's last event repeats only what it counts; what it leaves out stays as it was.
    const counted = objectOf(whole?.usage) ?? objectOf(event.usage);
    if (counted !== undefined) usage = { ...usage, ...present(counted) };
    text += isChunk ? deltaOf(event) : textDelta(event);
  }
  if (body === undefined) return undefined;
  if (usage !== undefined) body.usage = usage;
  if (body.object === 'chat.completion') body.choices = [{ message: { role: 'assistant', content: text } }];
  else if (body.type === 'message') body.content = [{ type: 'text', text }];
  return body;
}

function present(counts: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== null));
}

function sentEvents(text: string): readonly unknown[] | undefined {
  if (text.length > LONGEST_STREAM || !/^\s{0,20}(?:data|event):/.test(text)) return undefined;
  const events: unknown[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('data:')) continue;
    try {
      events.push(JSON.parse(line.slice(5)));
    } catch {
      // `[DONE]`, or an event that the end of the stream cut.
    }
  }
  return events;
}

/** Texts and tool calls of all choices: they are billed together. */
function deltaOf(chunk: JsonObject): string {
  let text = '';
  for (const choice of Array.isArray(chunk.choices) ? chunk.choices : []) {
    const delta = isObject(choice) ? objectOf(choice.delta) : undefined;
    if (typeof delta?.content === 'string') text += delta.content;
    for (const call of Array.isArray(delta?.tool_calls) ? delta.tool_calls : []) {
      const part = isObject(call) ? objectOf(call.function) : undefined;
      for (const piece of [part?.name, part?.arguments]) if (typeof piece === 'string') text += piece;
    }
  }
  return text;
}

function textDelta(event: JsonObject): string {
  const delta = objectOf(event.delta);
  for (const piece of [delta?.text, delta?.partial_json, delta?.thinking]) {
    if (typeof piece === 'string') return piece;
  }
  return '';
}
