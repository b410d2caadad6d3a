import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { anthropicAnswer, anthropicPrompt } from '../anthropic-api/anthropic-prompt.ts';
import { isMessageList } from '../exchange/exchange-shape.ts';
import { pushContent, standIn } from '../openai-api/content-strings.ts';
import { openaiAnswer, openaiFinish } from '../openai-api/openai-answer.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { converseAnswer, conversePrompt, isConverseRequest, isConverseResponse } from './converse-content.ts';

/**
 * The prompt of a request in the model's own form (Bedrock user guide, "Inference request parameters"): Anthropic, Nova (as
 * Converse), chat messages (Mistral, AI21, gpt-oss, Qwen), Cohere's `message` with history, and plain `prompt` or `inputText`.
 */
export function bedrockPrompt(request: JsonObject | undefined): readonly Segment[] | undefined {
  if (request === undefined) return undefined;
  if (isConverseRequest(request)) return conversePrompt(request);
  if (isMessageList(request.messages)) {
    const isAnthropic = request.anthropic_version !== undefined || request.system !== undefined;
    return isAnthropic ? anthropicPrompt(request) : openaiPrompt(request);
  }
  const segments: Segment[] = [];
  push('system', 'system', request.preamble, segments);
  for (const turn of Array.isArray(request.chat_history) ? request.chat_history : []) {
    if (isObject(turn)) push('message', textOf(turn.role) ?? '', turn.message, segments);
  }
  push('message', 'user', request.message ?? request.prompt ?? request.inputText, segments);
  for (const text of Array.isArray(request.texts) ? request.texts : [])
    push('message', 'user', text, segments);
  const image = textOf(request.inputImage);
  if (image !== undefined) {
    segments.push({ kind: 'message', role: 'user', strings: [standIn('image', image)] });
  }
  return segments.length === 0 ? undefined : segments;
}

function push(kind: Segment['kind'], role: string, content: unknown, into: Segment[]): void {
  const strings: string[] = [];
  pushContent(content, strings);
  if (strings.length > 0) into.push({ kind, role, strings });
}

/** The text of an answer in whichever of those forms, for counting and comparing. */
export function bedrockAnswer(response: JsonObject | undefined, hasUsage: boolean): ResponseText | undefined {
  if (response === undefined) return undefined;
  if (isConverseResponse(response)) return converseAnswer(response, !hasUsage);
  if (Array.isArray(response.choices)) return openaiAnswer(response, !hasUsage);
  if (Array.isArray(response.content)) return anthropicAnswer(response, !hasUsage);
  const texts: string[] = [];
  for (const name of ['completion', 'generation', 'text', 'outputText'])
    pushContent(textOf(response[name]), texts);
  for (const list of [response.results, response.outputs, response.generations]) {
    for (const part of Array.isArray(list) ? list : []) {
      if (isObject(part)) pushContent(textOf(part.outputText) ?? textOf(part.text), texts);
    }
  }
  if (texts.length === 0) return undefined;
  return { text: texts.length === 1 ? texts[0]! : texts.join('\n'), toolCalls: [] };
}

/** Why generation ended, as the answer words it. */
export function bedrockFinish(response: JsonObject | undefined): string | undefined {
  if (response === undefined) return undefined;
  const lists = [response.results, response.outputs, response.generations];
  const list = lists.find((it) => Array.isArray(it) && it.length > 0) as readonly unknown[] | undefined;
  const part = objectOf(list?.[0]);
  const reason =
    textOf(response.stopReason) ??
    textOf(response.stop_reason) ??
    textOf(response.completionReason) ??
    textOf(response.finish_reason) ??
    textOf(part?.completionReason) ??
    textOf(part?.stop_reason) ??
    textOf(part?.finish_reason) ??
    openaiFinish(response);
  return reason?.slice(0, 40);
}
