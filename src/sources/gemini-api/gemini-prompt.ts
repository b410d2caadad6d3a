import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { toolSegments } from '../openai-api/tool-segments.ts';
import { firstOf, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { pushFunctionCall, pushParts } from './gemini-parts.ts';

/**
 * The prompt of a request to generateContent: each function declaration, the system instruction, the contents in order.
 * The SDKs' `config` stands for the API's top level. For embeddings each text is a message. What a `cachedContent` holds
 * is not in the log. Undefined when there is no text.
 */
export function geminiPrompt(request: JsonObject | undefined): readonly Segment[] | undefined {
  if (request === undefined) return undefined;
  const config = objectOf(request.config);
  const segments: Segment[] = [];
  const names = ['systemInstruction', 'system_instruction'];
  const system = textsOf(firstOf(request, names) ?? firstOf(config, names));
  if (system.length > 0) segments.push({ kind: 'system', role: 'system', strings: system });
  if (Array.isArray(request.requests)) {
    for (const one of request.requests) if (isObject(one)) pushContent(one.content, segments);
  } else {
    const contents = request.contents ?? request.content;
    const isTurns =
      Array.isArray(contents) && contents.some((turn) => isObject(turn) && turn.parts !== undefined);
    if (isTurns) for (const turn of contents) pushContent(turn, segments);
    else pushContent(contents, segments);
  }
  if (segments.length === 0) return undefined;
  const tools = toolSegments(declarations(request.tools ?? config?.tools));
  return tools === undefined ? segments : [...tools, ...segments];
}

/**
 * The text and function calls of an answer, for counting; all candidates are billed. Thoughts are no part of the text
 * that is shown; they are asked for when there is no usage that already counts them.
 */
export function geminiAnswer(
  response: JsonObject | undefined,
  withThoughts: boolean,
): ResponseText | undefined {
  if (!Array.isArray(response?.candidates)) return undefined;
  const texts: string[] = [];
  const toolCalls: string[] = [];
  for (const candidate of response.candidates) {
    const parts = isObject(candidate) ? objectOf(candidate.content)?.parts : undefined;
    for (const part of Array.isArray(parts) ? parts : []) {
      if (!isObject(part) || (part.thought === true && !withThoughts)) continue;
      if (!pushFunctionCall(part, toolCalls)) pushParts(part, texts);
    }
  }
  if (texts.length === 0 && toolCalls.length === 0) return undefined;
  return { text: texts.length === 1 ? texts[0]! : texts.join('\n'), toolCalls };
}

/** Why generation ended: the first candidate's reason, else why the prompt was blocked. */
export function geminiFinish(response: JsonObject | undefined): string | undefined {
  const first: unknown = Array.isArray(response?.candidates) ? response.candidates[0] : undefined;
  const feedback = objectOf(firstOf(response, ['promptFeedback', 'prompt_feedback']));
  const reason = isObject(first) ? firstOf(first, ['finishReason', 'finish_reason']) : undefined;
  return textOf(reason ?? firstOf(feedback, ['blockReason', 'block_reason']))?.slice(0, 40);
}

function pushContent(content: unknown, segments: Segment[]): void {
  const strings = textsOf(content);
  const role = (isObject(content) ? textOf(content.role) : undefined) ?? 'user';
  if (strings.length > 0) segments.push({ kind: 'message', role, strings });
}

function textsOf(content: unknown): string[] {
  const strings: string[] = [];
  pushParts(content, strings);
  return strings;
}

/** Functions one by one; a built-in tool (search, code execution) as it stands. */
function declarations(tools: unknown): unknown[] {
  if (!Array.isArray(tools)) return [];
  return tools.flatMap((tool): unknown[] => {
    const list = isObject(tool)
      ? firstOf(tool, ['functionDeclarations', 'function_declarations'])
      : undefined;
    return Array.isArray(list) ? list : [tool];
  });
}
