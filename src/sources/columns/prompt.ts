import type { ResponseText } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { anthropicPrompt } from '../anthropic-api/anthropic-prompt.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { isObject, objectOf } from '../record/record-access.ts';
import { withoutSecrets } from '../record/record-secrets.ts';

/**
 * The segments of a prompt cell: an array of chat messages, or a request with `messages` and perhaps `system` and `tools`, as a
 * value or as JSON text, gives those it would give in a log of its own; anything else is the text of one user message.
 * Undefined when there is none, or when a gateway wrote a placeholder in its stead (FORMATS 8 and 9): equal placeholders are no equal prompts.
 */
export function promptOf(value: unknown): readonly Segment[] | undefined {
  const parsed = typeof value === 'string' ? jsonIn(value) : value;
  if (isPlaceholder(parsed ?? value)) return undefined;
  const segments = structured(parsed);
  if (segments !== undefined) return segments;
  if (typeof value === 'string') return value.trim() === '' ? undefined : userMessage(value);
  if (typeof value !== 'object' || value === null) return undefined;
  return userMessage(JSON.stringify(withoutSecrets(value)));
}

/** The text of an answer cell; an object with `content` or `text` gives that, other values their JSON. */
export function responseOf(value: unknown): ResponseText | undefined {
  if (isPlaceholder(value)) return undefined;
  if (typeof value === 'string') return { text: value, toolCalls: [] };
  if (typeof value !== 'object' || value === null) return undefined;
  const content = objectOf(value)?.content ?? objectOf(value)?.text;
  return {
    text: typeof content === 'string' ? content : JSON.stringify(withoutSecrets(value)),
    toolCalls: [],
  };
}

const userMessage = (text: string): readonly Segment[] => [
  { kind: 'message', role: 'user', strings: [text] },
];

function isPlaceholder(value: unknown): boolean {
  if (typeof value === 'string') return value === '' || /^"?redacted[ -]by[ -]litellm/i.test(value);
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && (value.helicone_message !== undefined || Object.keys(value).length === 0);
}

function jsonIn(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function structured(value: unknown): readonly Segment[] | undefined {
  if (isObject(value)) {
    if (!isMessages(value.messages)) return undefined;
    // Only Anthropic's requests hold the system prompt beside the messages.
    return value.system === undefined ? openaiPrompt(value) : anthropicPrompt(value);
  }
  return isMessages(value) ? openaiPrompt({ messages: value }) : undefined;
}

function isMessages(value: unknown): boolean {
  const isMessage = (item: unknown) => isObject(item) && typeof item.role === 'string';
  return Array.isArray(value) && value.length > 0 && value.every(isMessage);
}
