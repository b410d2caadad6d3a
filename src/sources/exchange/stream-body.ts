import { isObject, type JsonObject } from '../record/record-access.ts';
import { anthropicStream, isAnthropicEvent } from '../streams/anthropic-stream.ts';
import { chatStream, completionStream, isChatChunk } from '../streams/chat-stream.ts';
import { geminiStream } from '../streams/gemini-stream.ts';
import { isResponsesEvent, responsesStream } from '../streams/responses-stream.ts';
import { sentEvents } from '../streams/sent-events.ts';
import { isGeminiAnswer } from './gemini-shape.ts';

/**
 * The body that a stream adds up to: the events as a list, or as a text of server-sent events or of a JSON list. Whose
 * stream it is shows in its first event that is known. Undefined for other values.
 */
export function streamBody(value: unknown): JsonObject | undefined {
  const events = eventsOf(value)?.filter(isObject);
  if (events === undefined) return undefined;
  for (const event of events) {
    if (isChatChunk(event)) return chatStream(events);
    if (isResponsesEvent(event)) return responsesStream(events);
    if (isAnthropicEvent(event)) return anthropicStream(events);
    // Each piece has the shape of a whole answer.
    if (isGeminiAnswer(event)) return geminiStream(events);
    if (event.object === 'text_completion')
      return isOfOne(events, event.id) ? completionStream(events) : undefined;
  }
  return errorIn(events);
}

/** A stream that failed before its answer began. */
function errorIn(events: readonly JsonObject[]): JsonObject | undefined {
  for (const event of events) {
    const { type, code, error } = event;
    if (isObject(error) && typeof error.message === 'string') return event;
    if (type === 'error' && typeof event.message === 'string') return { error: { type, code } };
  }
  return undefined;
}

function eventsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return undefined;
  return listed(value) ?? sentEvents(value);
}

/** The list that a Gemini stream is without `alt=sse`. */
function listed(text: string): readonly unknown[] | undefined {
  if (!/^\s{0,20}\[\s{0,20}\{/.test(text)) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Whole completions have the shape of pieces, but each its own id. */
function isOfOne(events: readonly JsonObject[], id: unknown): boolean {
  return events.every((event) => event.object !== 'text_completion' || event.id === id);
}
