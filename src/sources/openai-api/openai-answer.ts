import type { ResponseText } from '../../model/call-record.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { pushContent, pushValue } from './content-strings.ts';
import { pushToolCalls } from './openai-prompt.ts';

/**
 * The text and tool calls of an answer, for counting. Several choices (n > 1) are billed together, so their texts are
 * joined. Reasoning text is billed as output too; it is asked for when there is no usage that already counts it.
 */
export function openaiAnswer(
  response: JsonObject | undefined,
  withReasoning: boolean,
): ResponseText | undefined {
  if (response === undefined) return undefined;
  const texts: string[] = [];
  const toolCalls: string[] = [];
  if (Array.isArray(response.choices)) {
    for (const choice of response.choices)
      if (isObject(choice)) readChoice(choice, withReasoning, texts, toolCalls);
  } else if (Array.isArray(response.output)) {
    for (const item of response.output) if (isObject(item)) readItem(item, withReasoning, texts, toolCalls);
  } else {
    return undefined;
  }
  if (texts.length === 0 && toolCalls.length === 0) return undefined;
  return { text: texts.length === 1 ? texts[0]! : texts.join('\n'), toolCalls };
}

/** Why generation ended: the first choice's reason; for Responses why it is incomplete, else its status. */
export function openaiFinish(response: JsonObject | undefined): string | undefined {
  if (response === undefined) return undefined;
  if (Array.isArray(response.choices)) {
    const first: unknown = response.choices[0];
    return isObject(first) ? textOf(first.finish_reason)?.slice(0, 40) : undefined;
  }
  if (!Array.isArray(response.output)) return undefined;
  const reason = textOf(objectOf(response.incomplete_details)?.reason) ?? textOf(response.status);
  return reason?.slice(0, 40);
}

function readChoice(choice: JsonObject, withReasoning: boolean, texts: string[], toolCalls: string[]): void {
  const message = objectOf(choice.message) ?? objectOf(choice.delta);
  if (message === undefined) {
    pushContent(choice.text, texts);
    return;
  }
  if (withReasoning) pushContent(message.reasoning_content ?? message.reasoning, texts);
  pushContent(message.content, texts);
  if (typeof message.refusal === 'string') pushValue(message.refusal, texts);
  if (message.tool_calls !== undefined || message.function_call !== undefined)
    pushToolCalls(message, toolCalls);
}

function readItem(item: JsonObject, withReasoning: boolean, texts: string[], toolCalls: string[]): void {
  switch (item.type) {
    case 'message':
      pushContent(item.content, texts);
      return;
    case 'function_call':
    case 'custom_tool_call':
      pushValue(item.name, toolCalls);
      pushValue(item.arguments ?? item.input, toolCalls);
      return;
    case 'reasoning':
      if (!withReasoning) return;
      pushContent(item.summary, texts);
      pushContent(item.content, texts);
      return;
    default:
      return;
  }
}
