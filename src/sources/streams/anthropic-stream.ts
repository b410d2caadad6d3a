import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

const TYPES = new Set([
  ...['message_start', 'message_delta', 'message_stop'],
  ...['content_block_start', 'content_block_delta', 'content_block_stop'],
]);

/** True for an event of an Anthropic stream that tells of its message; pings and errors do not. */
export function isAnthropicEvent(event: JsonObject): boolean {
  return typeof event.type === 'string' && TYPES.has(event.type);
}

interface Block {
  readonly start: JsonObject | undefined;
  text: string;
  thinking: string;
  json: string;
}

/**
 * The message that the events of an Anthropic stream add up to (Anthropic docs, "Streaming messages"). `message_start`
 * counts the input; the counts of `message_delta` are cumulative, so the last one of each is taken, never a sum; one that
 * fell to 0 is a proxy's blank. The output count of `message_start` is a placeholder: without a `message_delta` the stream
 * was cut, `usage` holds no `output_tokens`, and `isCut` is true. An `error` event becomes the message's `error`.
 */
export function anthropicStream(events: readonly JsonObject[]): JsonObject {
  const body: Record<string, unknown> = { type: 'message', role: 'assistant' };
  const blocks = new Map<unknown, Block>();
  let usage: JsonObject | undefined;
  let isCut = true;
  for (const event of events) {
    switch (event.type) {
      case 'message_start': {
        const message = objectOf(event.message);
        for (const name of ['id', 'model', 'stop_reason']) body[name] = message?.[name];
        usage = counted(usage, { ...objectOf(message?.usage), output_tokens: undefined });
        break;
      }
      case 'content_block_start':
        blocks.set(event.index, newBlock(objectOf(event.content_block)));
        break;
      case 'content_block_delta':
        addDelta(blocks, event);
        break;
      case 'message_delta':
        body.stop_reason = objectOf(event.delta)?.stop_reason ?? body.stop_reason;
        usage = counted(usage, objectOf(event.usage));
        isCut &&= objectOf(event.usage)?.output_tokens === undefined;
        break;
      case 'error':
        body.error = event.error;
        break;
    }
  }
  const content = [...blocks.values()].map(contentOf);
  return { ...body, content, usage, ...(isCut && { isCut: true }) };
}

function counted(before: JsonObject | undefined, counts: JsonObject | undefined): JsonObject | undefined {
  if (counts === undefined) return before;
  const kept = Object.entries(counts).filter(([name, value]) => {
    if (value === null || value === undefined) return false;
    return value !== 0 || name === 'output_tokens' || before?.[name] === undefined;
  });
  return { ...before, ...Object.fromEntries(kept) };
}

function newBlock(start: JsonObject | undefined): Block {
  return { start, text: textIn(start?.text), thinking: textIn(start?.thinking), json: '' };
}

function addDelta(blocks: Map<unknown, Block>, { index, delta }: JsonObject): void {
  if (!isObject(delta)) return;
  let block = blocks.get(index);
  if (block === undefined) {
    block = newBlock(undefined);
    blocks.set(index, block);
  }
  block.text += textIn(delta.text);
  block.thinking += textIn(delta.thinking);
  block.json += textIn(delta.partial_json);
}

function contentOf({ start, text, thinking, json }: Block): JsonObject {
  if (json !== '') return { type: 'tool_use', ...start, input: jsonIn(json) };
  if (thinking !== '') return { ...start, type: 'thinking', thinking };
  return start === undefined || start.type === 'text' ? { type: 'text', text } : start;
}

/** A tool's input as a whole answer would have it; as text where the stream was cut inside. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
