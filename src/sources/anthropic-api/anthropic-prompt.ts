import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { pushContent, pushValue } from '../openai-api/content-strings.ts';
import { toolSegments } from '../openai-api/tool-segments.ts';
import { isObject, type JsonObject } from '../record/record-access.ts';

/**
 * The prompt of a Messages request in the order the API places it: tools, system, messages. A system prompt of several
 * blocks is one segment with a string per block, so that text and blocks of the same text are the same prompt.
 * Tool inputs are compact JSON; images and documents become short stand-ins whose own tokens are not estimated.
 */
export function anthropicPrompt(request: JsonObject | undefined): readonly Segment[] | undefined {
  if (request === undefined) return undefined;
  const segments: Segment[] = toolSegments(request.tools) ?? [];
  const toolCount = segments.length;
  if (request.system !== undefined) {
    const strings: string[] = [];
    pushContent(request.system, strings);
    if (strings.length > 0) segments.push({ kind: 'system', role: 'system', strings });
  }
  const messages = request.messages ?? request.prompt ?? request.input;
  if (typeof messages === 'string' && messages !== '') {
    segments.push({ kind: 'message', role: 'user', strings: [messages] });
  } else if (Array.isArray(messages)) {
    for (const message of messages) if (isObject(message)) segments.push(messageSegment(message));
  }
  return segments.length === toolCount ? undefined : segments;
}

function messageSegment(message: JsonObject): Segment {
  const strings: string[] = [];
  pushContent(message.content, strings);
  const role = typeof message.role === 'string' ? message.role : '';
  return { kind: role === 'system' ? 'system' : 'message', role, strings };
}

/**
 * The text and tool calls of a message, for counting. Thinking is billed as output too; it is asked for when there is
 * no usage that already counts it.
 */
export function anthropicAnswer(
  response: JsonObject | undefined,
  withThinking: boolean,
): ResponseText | undefined {
  const content = response?.content;
  const texts: string[] = [];
  const toolCalls: string[] = [];
  if (Array.isArray(content)) {
    for (const block of content) {
      if (!isObject(block)) continue;
      if (block.type === 'text') pushContent(block.text, texts);
      else if (block.type === 'tool_use' || block.type === 'server_tool_use') {
        pushValue(block.name, toolCalls);
        pushValue(block.input, toolCalls);
      } else if (withThinking && block.type === 'thinking') pushContent(block.thinking, texts);
    }
  } else {
    pushContent(content, texts);
  }
  if (texts.length === 0 && toolCalls.length === 0) return undefined;
  return { text: texts.length === 1 ? texts[0]! : texts.join('\n'), toolCalls };
}
