import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { unpacked } from './nesting.ts';

/** Roles by the names of LangChain's message classes and of their serialised types. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['system', 'system'],
  ['developer', 'developer'],
  ['tool', 'tool'],
  ['function', 'tool'],
  ['model', 'assistant'],
]);

/** Types of parts whose text is what the model thought, in the spellings of the conventions. */
const THOUGHTS = new Set(['reasoning', 'thinking', 'redacted_thinking']);
const CALLS = new Set(['tool_call', 'tool-call', 'tool_use', 'functionCall']);
const RESULTS = new Set(['tool_call_response', 'tool-result', 'tool_result']);

/**
 * A message in the shape of OpenAI's chat, from any that tracing tools write: OpenAI's and Anthropic's own, OpenTelemetry's `parts`,
 * OpenInference's `{message: {contents}}`, the Vercel AI SDK's parts, LangChain's serialised classes. Other items, such as those of
 * OpenAI's Responses, stay as they are; undefined for what is no message.
 */
export function tracedMessage(value: unknown): JsonObject | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { role: 'user', content: value };
  if (!isObject(value)) return undefined;
  const className = Array.isArray(value.id) ? value.id.at(-1) : undefined;
  const inner =
    objectOf(value.message) ??
    objectOf(value.kwargs) ??
    (isLangchain(value) ? objectOf(value.data) : undefined) ??
    value;
  const type = textOf(className) ?? textOf(inner.type) ?? textOf(value.type);
  const role = textOf(inner.role) ?? textOf(value.role) ?? roleOf(type);
  if (role === undefined) return inner === value ? value : undefined;
  const gathered = contentOf(inner.parts ?? inner.contents ?? inner.content);
  const calls = [...gathered.calls, ...toolCalls(inner)];
  return {
    role: ROLES.get(role.toLowerCase()) ?? role,
    content: gathered.content,
    ...(textOf(inner.name) !== undefined && role !== 'tool' && { name: inner.name }),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(gathered.thoughts.length > 0 && { reasoning_content: gathered.thoughts }),
  };
}

/** True for what is a message rather than some object of the application's own. */
export function isTracedMessage(value: unknown): boolean {
  if (!isObject(value)) return false;
  const holder = objectOf(value.message) ?? objectOf(value.kwargs) ?? value;
  if (typeof holder.role === 'string') {
    return (
      holder.content !== undefined ||
      holder.parts !== undefined ||
      holder.contents !== undefined ||
      holder.tool_calls !== undefined
    );
  }
  return (Array.isArray(value.id) && holder.content !== undefined) || isLangchain(value);
}

function isLangchain(value: JsonObject): boolean {
  return (
    typeof value.type === 'string' &&
    ROLES.has(value.type) &&
    (isObject(value.data) || value.content !== undefined)
  );
}

function roleOf(type: string | undefined): string | undefined {
  const name = type?.replace(/Message(?:Chunk)?$/, '').toLowerCase();
  return name === undefined ? undefined : ROLES.get(name);
}

interface Content {
  readonly content: unknown;
  readonly calls: readonly JsonObject[];
  readonly thoughts: readonly string[];
}

function contentOf(raw: unknown): Content {
  const value = typeof raw === 'string' && raw.startsWith('[{"type"') ? unpacked(raw) : raw;
  if (!Array.isArray(value)) return { content: value ?? null, calls: [], thoughts: [] };
  const content: unknown[] = [];
  const calls: JsonObject[] = [];
  const thoughts: string[] = [];
  for (const item of value) {
    const part = objectOf(objectOf(item)?.message_content) ?? item;
    if (!isObject(part)) {
      content.push(part);
      continue;
    }
    const type = textOf(part.type) ?? '';
    const text = part.content ?? part.text;
    if (CALLS.has(type)) calls.push(toolCall(part));
    else if (RESULTS.has(type))
      content.push(asText(part.response ?? part.result ?? part.output ?? part.content));
    else if (THOUGHTS.has(type)) {
      const thought = text ?? part.thinking;
      if (typeof thought === 'string') thoughts.push(thought);
    } else if (type === 'text' && typeof text === 'string') content.push({ type: 'text', text });
    else content.push(part);
  }
  return { content, calls, thoughts };
}

function toolCalls(message: JsonObject): JsonObject[] {
  const lists = [message.tool_calls, objectOf(message.additional_kwargs)?.tool_calls];
  const list = lists.find((it): it is unknown[] => Array.isArray(it) && it.length > 0);
  if (list !== undefined) {
    return list.filter(isObject).map((call) => toolCall(objectOf(call.tool_call) ?? call));
  }
  const one = objectOf(message.function_call) ?? objectOf(objectOf(message.additional_kwargs)?.function_call);
  if (one !== undefined) return [toolCall(one)];
  const name = textOf(message.function_call_name);
  return name === undefined ? [] : [{ name, arguments: message.function_call_arguments_json }];
}

function toolCall(call: JsonObject): JsonObject {
  const inner = objectOf(call.function) ?? call;
  return {
    name: inner.name ?? inner.toolName,
    arguments: inner.arguments ?? inner.args ?? inner.input,
  };
}

/** A tool's result: its text, or the value as JSON. */
function asText(value: unknown): unknown {
  if (typeof value === 'string' || Array.isArray(value)) return { type: 'tool_result', content: value };
  const holder = objectOf(value);
  // The AI SDK wraps results: `{type: 'text', value}`.
  const text = textOf(holder?.value) ?? JSON.stringify(holder?.value ?? value ?? null);
  return { type: 'text', text };
}
