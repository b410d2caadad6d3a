import { firstOf, isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** Each in both spellings; the first one said counts. */
const TOLD = [
  ['modelVersion', 'model_version'],
  ['responseId', 'response_id'],
  ['createTime', 'create_time'],
  ['promptFeedback', 'prompt_feedback'],
] as const;

interface Candidate {
  readonly parts: JsonObject[];
  finish: unknown;
}

/**
 * The answer that the pieces of a Gemini stream add up to, from server-sent events or from the list that
 * `streamGenerateContent` sends without `alt=sse`. `usageMetadata` is cumulative: the last word of each count is taken
 * (Gemini API reference, "GenerateContentResponse"). Parts are joined per candidate, runs of text into one part.
 */
export function geminiStream(events: readonly JsonObject[]): JsonObject {
  const body: Record<string, unknown> = {};
  const candidates = new Map<unknown, Candidate>();
  let usage: JsonObject | undefined;
  for (const event of events) {
    for (const [name, snake] of TOLD) body[name] ??= firstOf(event, [name, snake]);
    if (isObject(event.error)) body.error = event.error;
    usage = overlaid(usage, objectOf(firstOf(event, ['usageMetadata', 'usage_metadata'])));
    if (!Array.isArray(event.candidates)) continue;
    for (const piece of event.candidates) if (isObject(piece)) addPiece(candidates, piece);
  }
  body.candidates = [...candidates.values()].map(({ parts, finish }) => ({
    content: { role: 'model', parts },
    finishReason: finish,
  }));
  return { ...body, usageMetadata: usage };
}

function overlaid(before: JsonObject | undefined, counts: JsonObject | undefined): JsonObject | undefined {
  if (counts === undefined) return before;
  const said = Object.entries(counts).filter(([, value]) => value !== null && value !== undefined);
  return { ...before, ...Object.fromEntries(said) };
}

function addPiece(candidates: Map<unknown, Candidate>, piece: JsonObject): void {
  const index = piece.index ?? 0;
  let candidate = candidates.get(index);
  if (candidate === undefined) {
    candidate = { parts: [], finish: undefined };
    candidates.set(index, candidate);
  }
  candidate.finish = firstOf(piece, ['finishReason', 'finish_reason']) ?? candidate.finish;
  const parts = objectOf(piece.content)?.parts;
  for (const part of Array.isArray(parts) ? parts : []) if (isObject(part)) addPart(candidate.parts, part);
}

function addPart(parts: JsonObject[], part: JsonObject): void {
  const last = parts.at(-1);
  const isText = typeof part.text === 'string' && typeof last?.text === 'string';
  if (isText && (last.thought === true) === (part.thought === true)) {
    parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
  } else {
    parts.push(part);
  }
}
