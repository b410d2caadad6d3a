import type { ResponseText } from '../model/call-record.ts';
import type { Segment } from '../model/segment.ts';
import { pushContent, pushValue } from './content-strings.ts';
import { isObject, type JsonObject, objectOf } from './record-access.ts';

/**
 * The segments of a prompt cell: an array of chat messages (or an object with `messages` and perhaps `system` and `tools`),
 * as a value or as JSON text, gives those; anything else is the text of one user message. Undefined when there is none.
 */
export function promptOf(value: unknown): readonly Segment[] | undefined {
  if (typeof value === 'string') {
    if (value.trim() === '') return undefined;
    return structured(jsonIn(value)) ?? [{ kind: 'message', role: 'user', strings: [value] }];
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return structured(value) ?? [{ kind: 'message', role: 'user', strings: [JSON.stringify(value)] }];
}

/** The text of an answer cell; an object with `content` or `text` gives that, other values their JSON. */
export function responseOf(value: unknown): ResponseText | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { text: value, toolCalls: [] };
  if (typeof value !== 'object' || value === null) return undefined;
  const content = objectOf(value)?.content ?? objectOf(value)?.text;
  return { text: typeof content === 'string' ? content : JSON.stringify(value), toolCalls: [] };
}

function jsonIn(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function structured(value: unknown): Segment[] | undefined {
  if (isObject(value)) {
    const messages = messagesOf(value.messages);
    if (messages === undefined) return undefined;
    const tools = Array.isArray(value.tools) ? value.tools : [];
    return [
      ...tools.map((tool): Segment => ({ kind: 'tool', role: '', strings: [JSON.stringify(tool)] })),
      ...(value.system ? [messageOf({ role: 'system', content: value.system })] : []),
      ...messages,
    ];
  }
  return messagesOf(value);
}

function messagesOf(value: unknown): Segment[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const isMessage = (item: unknown) => isObject(item) && typeof item.role === 'string';
  return value.every(isMessage) ? value.map((message: JsonObject) => messageOf(message)) : undefined;
}

function messageOf(message: JsonObject): Segment {
  const role = String(message.role);
  const strings: string[] = [];
  pushContent(message.content, strings);
  const named = typeof message.name === 'string' && message.name !== '';
  if (named) pushValue(message.name, strings);
  for (const call of Array.isArray(message.tool_calls) ? message.tool_calls : []) {
    const made = objectOf(objectOf(call)?.function);
    pushValue(made?.name, strings);
    pushValue(made?.arguments, strings);
  }
  const kind = role === 'system' || role === 'developer' ? 'system' : 'message';
  return named ? { kind, role, strings, named } : { kind, role, strings };
}
