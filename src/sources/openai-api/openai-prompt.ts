import type { Segment } from '../../model/segment.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';
import { pushContent, pushValue, standIn, tokenIdsStandIn } from './content-strings.ts';
import { toolSegments } from './tool-segments.ts';

/**
 * The prompt of a chat, Responses, legacy completion or embedding request: tools first, then `instructions`, then the
 * messages in order, as the API places them. Texts are the log's own strings; nothing is joined or copied.
 * Images, sounds and files become short stand-ins whose own tokens are not estimated. Undefined when there is none.
 */
export function openaiPrompt(request: JsonObject | undefined): readonly Segment[] | undefined {
  if (request === undefined) return undefined;
  const segments: Segment[] = [];
  if (typeof request.instructions === 'string' && request.instructions !== '') {
    segments.push({ kind: 'system', role: 'system', strings: [request.instructions] });
  } else if (Array.isArray(request.instructions)) {
    pushItems(request.instructions, segments);
  }
  if (Array.isArray(request.messages)) pushItems(request.messages, segments);
  else if (request.messages === undefined) pushPlain(request.input ?? request.prompt, segments);
  if (segments.length === 0) return undefined;
  const tools = toolSegments(request.tools, request.functions);
  return tools === undefined ? segments : [...tools, ...segments];
}

/** `input` of Responses and embeddings, `prompt` of completions: text, texts, token ids, or a list of items. */
function pushPlain(value: unknown, segments: Segment[]): void {
  if (typeof value === 'string') {
    if (value !== '') segments.push({ kind: 'message', role: 'user', strings: [value] });
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'number') segments.push(tokenIds(value));
    else pushItems(value, segments);
  }
}

function pushItems(items: readonly unknown[], segments: Segment[]): void {
  for (const item of items) {
    if (typeof item === 'string') {
      if (item !== '') segments.push({ kind: 'message', role: 'user', strings: [item] });
    } else if (Array.isArray(item)) {
      if (typeof item[0] === 'number') segments.push(tokenIds(item));
    } else if (isObject(item)) {
      segments.push(itemSegment(item));
    }
  }
}

/** A text given as token ids: their number is known, their text is not. */
function tokenIds(ids: readonly unknown[]): Segment {
  return { kind: 'block', role: '', strings: [tokenIdsStandIn(ids)], tokens: ids.length };
}

/** A chat message, or an item of a Responses input that is not one. */
function itemSegment(item: JsonObject): Segment {
  const strings: string[] = [];
  const { role } = item;
  if (typeof role === 'string') {
    pushContent(item.content, strings);
    if (item.refusal !== undefined) pushValue(item.refusal, strings);
    const isNamed = typeof item.name === 'string' && item.name !== '';
    if (isNamed) strings.push(item.name as string);
    if (item.tool_calls !== undefined || item.function_call !== undefined) pushToolCalls(item, strings);
    const kind = role === 'system' || role === 'developer' ? 'system' : 'message';
    return isNamed ? { kind, role, strings, named: true } : { kind, role, strings };
  }
  switch (item.type) {
    case 'function_call':
    case 'custom_tool_call':
    case 'mcp_call':
      pushValue(item.name, strings);
      pushValue(item.arguments ?? item.input, strings);
      pushContent(item.output, strings);
      return { kind: 'message', role: 'assistant', strings };
    case 'function_call_output':
    case 'custom_tool_call_output':
      pushContent(item.output, strings);
      return { kind: 'message', role: 'tool', strings };
    case 'reasoning':
      pushContent(item.summary, strings);
      pushContent(item.content, strings);
      if (typeof item.encrypted_content === 'string')
        strings.push(standIn('reasoning', item.encrypted_content));
      return { kind: 'message', role: 'assistant', strings };
    case 'input_text':
    case 'input_image':
    case 'input_file':
    case 'text':
    case 'image_url':
      pushContent(item, strings);
      return { kind: 'message', role: 'user', strings };
    default:
      strings.push(standIn('item', JSON.stringify(item)));
      return { kind: 'message', role: '', strings };
  }
}

/** Names and arguments of a message's tool calls, in order; also of the older single `function_call`. */
export function pushToolCalls(message: JsonObject, into: string[]): void {
  if (Array.isArray(message.tool_calls)) {
    for (const call of message.tool_calls) {
      if (!isObject(call)) continue;
      const body = isObject(call.function) ? call.function : isObject(call.custom) ? call.custom : call;
      pushValue(body.name, into);
      pushValue(body.arguments ?? body.input, into);
    }
  }
  if (isObject(message.function_call)) {
    pushValue(message.function_call.name, into);
    pushValue(message.function_call.arguments, into);
  }
}
