import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';
import { unpacked } from '../traced-content/nesting.ts';
import { tracedAnswer, tracedPrompt } from '../traced-content/traced-content.ts';
import { type Attributes, attributesOf, firstValue } from './attribute-values.ts';
import { listUnder } from './numbered-values.ts';
import { CALL_EVENT } from './otlp-spans.ts';
import type { Span } from './span.ts';

/** Roles by the names of the events that an older version of the conventions writes messages as. */
const MESSAGE_EVENTS: ReadonlyMap<string, string> = new Map([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
]);
const CONTENT_EVENTS = new Set([CALL_EVENT, 'gen_ai.content.prompt', 'gen_ai.content.completion']);

/** A span's attributes with those of the events that carry its content; the span's own come first. */
export function contentAttributes(span: Span): Attributes {
  const events = span.events.filter(({ name }) => CONTENT_EVENTS.has(name));
  if (events.length === 0) return span.attributes;
  return new Map([...events.flatMap(({ attributes }) => [...attributes]), ...span.attributes]);
}

/** The prompt, where content was captured, in any of the conventions (FORMATS 14). */
export function spanPrompt(span: Span, attributes: Attributes): readonly Segment[] | undefined {
  return tracedPrompt(promptOf(span, attributes), toolsOf(attributes));
}

function promptOf(span: Span, attributes: Attributes): unknown {
  const messages =
    unpacked(attributes.get('gen_ai.input.messages')) ??
    unpacked(attributes.get('ai.prompt.messages')) ??
    listUnder(attributes, 'gen_ai.prompt') ??
    listUnder(attributes, 'llm.input_messages') ??
    messageEvents(span);
  if (Array.isArray(messages)) {
    const system = systemOf(attributes);
    return system === undefined ? messages : [system, ...messages];
  }
  return (
    listUnder(attributes, 'llm.prompts')?.map(promptText) ??
    listUnder(attributes, 'embedding.embeddings')?.map(embeddedText) ??
    firstValue(attributes, ['gen_ai.prompt', 'ai.prompt', 'ai.value', 'ai.values', 'input.value'])
  );
}

/** `gen_ai.system_instructions` is a list of parts. */
function systemOf(attributes: Attributes): JsonObject | undefined {
  const parts = unpacked(attributes.get('gen_ai.system_instructions'));
  if (typeof parts === 'string') return { role: 'system', content: parts };
  return Array.isArray(parts) ? { role: 'system', parts } : undefined;
}

function messageEvents({ events }: Span): readonly JsonObject[] | undefined {
  const messages = events
    .filter(({ name }) => MESSAGE_EVENTS.has(name))
    .map(({ name, attributes }) => ({
      role: firstValue(attributes, ['role']) ?? MESSAGE_EVENTS.get(name),
      content: firstValue(attributes, ['content', 'gen_ai.event.content']),
      tool_calls: unpacked(attributes.get('tool_calls')),
    }));
  return messages.length === 0 ? undefined : messages;
}

function promptText(prompt: unknown): unknown {
  return isObject(prompt) ? (attributesOf(prompt).get('prompt.text') ?? '') : prompt;
}

function embeddedText(item: unknown): unknown {
  return isObject(item) ? (attributesOf(item).get('embedding.text') ?? '') : item;
}

function toolsOf(attributes: Attributes): unknown {
  return (
    attributes.get('gen_ai.tool.definitions') ??
    attributes.get('ai.prompt.tools') ??
    listUnder(attributes, 'llm.request.functions') ??
    listUnder(attributes, 'llm.tools')
  );
}

/** The answer, where content was captured. */
export function spanAnswer(
  span: Span,
  attributes: Attributes,
  withReasoning: boolean,
): ResponseText | undefined {
  const output =
    unpacked(attributes.get('gen_ai.output.messages')) ??
    vercelAnswer(attributes) ??
    listUnder(attributes, 'gen_ai.completion') ??
    listUnder(attributes, 'llm.output_messages') ??
    choiceEvents(span) ??
    firstValue(attributes, ['gen_ai.completion', 'output.value']);
  return tracedAnswer(output, withReasoning);
}

function vercelAnswer(attributes: Attributes): unknown {
  const content = firstValue(attributes, ['ai.response.text', 'ai.response.object']);
  const calls = unpacked(attributes.get('ai.response.toolCalls'));
  if (content === undefined && calls === undefined) return undefined;
  return [{ role: 'assistant', content: content ?? '', tool_calls: calls }];
}

function choiceEvents({ events }: Span): readonly JsonObject[] | undefined {
  const choices = events
    .filter(({ name }) => name === 'gen_ai.choice')
    .map(({ attributes }) => {
      const message = unpacked(attributes.get('message'));
      const own = isObject(message) ? message : { content: message ?? attributes.get('content') };
      return { role: 'assistant', content: '', tool_calls: unpacked(attributes.get('tool_calls')), ...own };
    });
  return choices.length === 0 ? undefined : choices;
}
