import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { pushContent, pushValue, standIn } from '../openai-api/content-strings.ts';
import { toolSegments } from '../openai-api/tool-segments.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';

const MEDIA = ['image', 'document', 'video', 'audio'] as const;
/** Blocks name what they are by their one field (Bedrock API reference, ContentBlock). */
const BLOCKS = new Set(
  'text toolUse toolResult cachePoint reasoningContent guardContent citationsContent searchResult'
    .split(' ')
    .concat(MEDIA),
);

/** A request to Converse, or to Nova, which takes the same messages. */
export function isConverseRequest(body: JsonObject): boolean {
  if (!Array.isArray(body.messages)) return false;
  if (isObject(body.inferenceConfig) || isObject(body.toolConfig)) return true;
  const first: unknown = body.messages[0];
  const content: unknown = isObject(first) && Array.isArray(first.content) ? first.content[0] : undefined;
  return isObject(content) && content.type === undefined && Object.keys(content).some((it) => BLOCKS.has(it));
}

/** An answer of Converse or Nova, or what its stream adds up to. */
export function isConverseResponse(body: JsonObject): boolean {
  const content = objectOf(objectOf(body.output)?.message)?.content;
  return Array.isArray(content) && (typeof body.stopReason === 'string' || isObject(body.usage));
}

/** The prompt of a Converse request: tools, system, messages. Cache points are no part of what the model is shown. */
export function conversePrompt(request: JsonObject): readonly Segment[] | undefined {
  const segments: Segment[] = converseTools(objectOf(request.toolConfig)?.tools);
  const toolCount = segments.length;
  const system: string[] = [];
  pushBlocks(request.system, system);
  if (system.length > 0) segments.push({ kind: 'system', role: 'system', strings: system });
  for (const message of Array.isArray(request.messages) ? request.messages : []) {
    if (!isObject(message)) continue;
    const strings: string[] = [];
    pushBlocks(message.content, strings);
    segments.push({ kind: 'message', role: textOf(message.role) ?? '', strings });
  }
  return segments.length === toolCount ? undefined : segments;
}

/** The text and tool calls of an answer; reasoning, which usage counts as output, is asked for where there is no usage. */
export function converseAnswer(response: JsonObject, withReasoning: boolean): ResponseText | undefined {
  const content = objectOf(objectOf(response.output)?.message)?.content;
  const texts: string[] = [];
  const toolCalls: string[] = [];
  for (const block of Array.isArray(content) ? content : []) {
    if (!isObject(block)) continue;
    const toolUse = objectOf(block.toolUse);
    if (toolUse !== undefined) {
      pushValue(toolUse.name, toolCalls);
      pushValue(toolUse.input, toolCalls);
    } else if (block.reasoningContent === undefined || withReasoning) {
      pushBlock(block, texts);
    }
  }
  if (texts.length === 0 && toolCalls.length === 0) return undefined;
  return { text: texts.length === 1 ? texts[0]! : texts.join('\n'), toolCalls };
}

function converseTools(tools: unknown): Segment[] {
  if (!Array.isArray(tools)) return [];
  const specs = tools
    .filter((tool) => !isObject(tool) || tool.cachePoint === undefined)
    .map((tool) => (isObject(tool) && isObject(tool.toolSpec) ? tool.toolSpec : tool));
  return toolSegments(specs) ?? [];
}

function pushBlocks(content: unknown, into: string[]): void {
  if (typeof content === 'string') pushContent(content, into);
  else if (Array.isArray(content)) for (const block of content) pushBlock(block, into);
}

function pushBlock(block: unknown, into: string[]): void {
  if (!isObject(block) || block.type !== undefined) {
    // Blocks in Anthropic's spelling, which some clients send.
    pushContent(block, into);
    return;
  }
  const toolUse = objectOf(block.toolUse);
  const toolResult = objectOf(block.toolResult);
  if (typeof block.text === 'string') pushContent(block.text, into);
  else if (toolUse !== undefined) {
    pushValue(toolUse.name, into);
    pushValue(toolUse.input, into);
  } else if (toolResult !== undefined) {
    // Results hold no results: one level.
    for (const part of Array.isArray(toolResult.content) ? toolResult.content : []) pushPlain(part, into);
  } else pushPlain(block, into);
}

/** Blocks that hold no others but texts. */
function pushPlain(block: unknown, into: string[]): void {
  if (!isObject(block) || block.cachePoint !== undefined) return;
  const text =
    textOf(block.text) ??
    textOf(objectOf(objectOf(block.reasoningContent)?.reasoningText)?.text) ??
    textOf(objectOf(objectOf(block.guardContent)?.text)?.text);
  if (text !== undefined) into.push(text);
  else if (block.json !== undefined) pushValue(block.json, into);
  else if (isObject(block.citationsContent)) pushContent(block.citationsContent.content, into);
  else if (block.text === undefined) pushMedia(block, into);
}

function pushMedia(block: JsonObject, into: string[]): void {
  const kind = MEDIA.find((name) => isObject(block[name])) ?? 'part';
  const source = objectOf(objectOf(block[kind])?.source);
  const text = textOf(source?.text);
  if (text !== undefined) into.push(text);
  else if (Array.isArray(source?.content)) pushContent(source.content, into);
  else {
    const data = textOf(source?.bytes) ?? textOf(source?.s3Uri) ?? textOf(objectOf(source?.s3Location)?.uri);
    into.push(standIn(kind, data ?? JSON.stringify(block)));
  }
}
