import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { openaiAnswer } from '../openai-api/openai-answer.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';
import { isShallow, unpacked } from './nesting.ts';
import { isTracedMessage, tracedMessage } from './traced-message.ts';

/** Where requests and chains keep their messages. */
const MESSAGES = ['messages', 'input', 'prompt', 'prompts', 'contents'] as const;

/**
 * The prompt in what a tracing tool kept as a call's input: a list of messages, an object with one, text, JSON in text. Anything
 * else is one message of its compact JSON. `tools` are the tool schemas, where they stand apart.
 */
export function tracedPrompt(input: unknown, tools?: unknown): readonly Segment[] | undefined {
  const value = unpacked(input);
  const listed = unpacked(tools);
  if (!isShallow(value) || !isShallow(listed)) return undefined;
  const request = objectOf(value);
  const own = request?.tools ?? request?.functions ?? listed;
  return openaiPrompt({
    instructions: request?.instructions,
    messages: messagesIn(input, value),
    tools: Array.isArray(own) ? own.map(schemaOf) : undefined,
  });
}

/** The answer in what a tracing tool kept as a call's output; with thoughts where no usage counts them already. */
export function tracedAnswer(output: unknown, withReasoning: boolean): ResponseText | undefined {
  const value = unpacked(output);
  if (value === undefined || value === null || !isShallow(value)) return undefined;
  const body = objectOf(value);
  if (Array.isArray(body?.choices) || isItems(body?.output)) return openaiAnswer(body, withReasoning);
  const generations = Array.isArray(body?.generations) ? body.generations.flat() : undefined;
  const messages =
    generations === undefined ? answersIn(output, value) : generations.filter(isObject).flatMap(generationOf);
  return openaiAnswer({ choices: messages.map((message) => ({ message })) }, withReasoning);
}

function isItems(output: unknown): boolean {
  return Array.isArray(output) && isObject(output[0]) && output[0].type === 'message';
}

function answersIn(output: unknown, value: unknown): readonly JsonObject[] {
  const body = objectOf(value);
  if (body === undefined || isTracedMessage(body)) return messagesIn(output, value);
  const inner = body.message ?? body.messages ?? body.output ?? body.content ?? body.text ?? body.completion;
  return messagesIn(inner ?? output);
}

/** LangChain's generation: a message where there is one, else its text. */
function generationOf(generation: JsonObject): readonly JsonObject[] {
  const message = generation.message === undefined ? undefined : tracedMessage(generation.message);
  return message === undefined ? messagesIn(generation.text) : [message];
}

/** `value` is what `input` is unpacked; text that holds no messages stays as it was written. */
function messagesIn(input: unknown, value = unpacked(input), levels = 3): readonly JsonObject[] {
  if (value === undefined || value === null || value === '' || levels === 0) return [];
  if (typeof value === 'object' && Object.keys(value).length === 0) return [];
  if (Array.isArray(value)) {
    // LangChain hands over a list per prompt.
    const items: readonly unknown[] = value.some(Array.isArray) ? value.flat() : value;
    const isList = items.every((item) => typeof item === 'string' || isTracedMessage(item) || isItem(item));
    return isList ? items.map(tracedMessage).filter((it) => it !== undefined) : [own(input)];
  }
  if (!isObject(value)) return [own(input)];
  if (isTracedMessage(value)) return [tracedMessage(value)].filter((it) => it !== undefined);
  for (const name of MESSAGES) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    const system = typeof value.system === 'string' || Array.isArray(value.system) ? value.system : undefined;
    return [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      ...messagesIn(inner, unpacked(inner), levels - 1),
    ];
  }
  return [own(input)];
}

/** An item of a Responses input, or a part of one message. */
function isItem(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.type === 'string' &&
    /^(?:function_call|custom_tool|reasoning|mcp_|input_)/.test(value.type)
  );
}

function own(value: unknown): JsonObject {
  return { role: 'user', content: typeof value === 'string' ? value : JSON.stringify(value) };
}

/** A tool's schema: as an object, as JSON text (AI SDK), or below `tool.json_schema` (OpenInference). */
function schemaOf(tool: unknown): unknown {
  const value = unpacked(tool);
  const inner = objectOf(objectOf(value)?.tool)?.json_schema;
  return inner === undefined ? value : unpacked(inner);
}
