import type { Segment, SegmentFacts } from '../../model/segment.ts';
import { sketch } from '../sketching/sketch.ts';
import { asksJson, asksOnlyJson } from './asks-json.ts';
import { bagKey } from './bag-key.ts';
import { contentChunks } from './chunks.ts';
import { minify } from './minify.ts';
import { outline } from './outline.ts';
import { toolNames } from './tool-names.ts';

/** Characters of a segment that are kept for people to recognise it by. */
const PREVIEW_CHARACTERS = 200;

/**
 * Tokens of one segment of a chat prompt: 3 for a message, the tokens of each of its strings, 1 more for a name
 * (OpenAI cookbook, "How to count tokens with tiktoken"); a tool schema is the tokens of its compact JSON.
 * The 3 tokens that prime the reply belong to the call, not to a segment.
 */
export function segmentTokens(segment: Segment, count: (text: string) => number): number {
  if (segment.tokens !== undefined) return segment.tokens;
  let tokens = segment.kind === 'tool' ? 0 : 3;
  if (segment.named) tokens += 1;
  if (segment.role !== '' && segment.kind !== 'tool') tokens += count(segment.role);
  for (const text of segment.strings) tokens += count(text);
  return tokens;
}

const NO_OUTLINE = new Uint32Array(0);

/** What models and tools wrote is in no template. */
function isMined({ kind, role }: Segment): boolean {
  return (
    kind === 'system' || (kind === 'message' && role !== 'assistant' && role !== 'model' && role !== 'tool')
  );
}

/** Everything that is kept of a distinct segment; `count` counts o200k_base tokens. */
export function segmentFacts(segment: Segment, count: (text: string) => number): SegmentFacts {
  const text = segment.strings.length === 1 ? segment.strings[0]! : segment.strings.join('\n');
  const tokens = segmentTokens(segment, count);
  const minified = segment.strings.map(minify);
  const isSmaller = minified.some((value, i) => value !== segment.strings[i]);
  return {
    kind: segment.kind,
    role: segment.role,
    bytes: Buffer.byteLength(text),
    tokens,
    minifiedTokens: isSmaller
      ? Math.min(tokens, segmentTokens({ ...segment, strings: minified }, count))
      : tokens,
    ...sketch(text),
    bagKey: bagKey(text),
    asksJson: asksJson(text),
    asksOnlyJson: asksOnlyJson(text),
    names: toolNames(segment),
    ...contentChunks(text),
    outline: isMined(segment) ? outline(text) : NO_OUTLINE,
    preview: text.length > PREVIEW_CHARACTERS ? text.slice(0, PREVIEW_CHARACTERS) : text,
  };
}
