import {
  defineSource,
  type ReadOptions,
  type ReadResult,
  type RecordReader,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { providerCall } from '../exchange/provider-call.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { isAnthropicEvent } from '../streams/anthropic-stream.ts';
import { isChatChunk } from '../streams/chat-stream.ts';
import { isResponsesEvent } from '../streams/responses-stream.ts';

/**
 * The events of streams, one a record, as a loop over an SDK's stream dumps them. Chat chunks are told apart by their `id`, so
 * streams may be interleaved; events of Anthropic and of Responses name no stream and belong to the one that began last.
 */
export const streamEvents = defineSource({
  id: 'stream-events',
  title: 'Events of streams, one a line',
  describe:
    'Chunks of OpenAI chat completions, Responses events and Anthropic events that a program wrote down one by one; the request is not in them, so neither is the prompt.',
  where: 'a file that your program appends every event of its streams to',
  supports: { duplicates: 'no', retries: 'no', caching: 'usage only' },
  recognize(record) {
    const kind = isObject(record) ? kindOf(record) : undefined;
    return kind === undefined ? { score: 0, why: 'no event' } : { score: 0.98, why: `${kind} events` };
  },
  open: (options) => new StreamReader(options),
});

type Kind = 'chat.completion.chunk' | 'Responses' | 'Anthropic';

function kindOf(record: JsonObject): Kind | undefined {
  if (record.object === 'chat.completion.chunk' && isChatChunk(record)) {
    return textOf(record.id) === undefined ? undefined : 'chat.completion.chunk';
  }
  if (isResponsesEvent(record)) return 'Responses';
  return isAnthropicEvent(record) || record.type === 'ping' ? 'Anthropic' : undefined;
}

/** Streams that have not been told yet; with more, the one that began first is taken to be over. */
const MOST_OPEN = 64;

interface OpenStream {
  readonly events: JsonObject[];
  isOver: boolean;
}

const OTHER: ReadResult = { kind: 'other' };

/** Tells of a stream with the event that ends it; what never ends is told at the end of the file. */
class StreamReader implements RecordReader {
  readonly #options: ReadOptions;
  readonly #open = new Map<string, OpenStream>();

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  read(record: unknown): ReadResult {
    const kind = isObject(record) ? kindOf(record) : undefined;
    if (!isObject(record) || kind === undefined) return OTHER;
    const ended = kind === 'chat.completion.chunk' ? this.#addChunk(record) : this.#addEvent(kind, record);
    const call = ended === undefined ? undefined : this.#callOf(ended);
    return call === undefined ? OTHER : { kind: 'calls', calls: [call] };
  }

  end(): readonly CallRecord[] {
    const calls = [...this.#open.values()].map((stream) => this.#callOf(stream));
    this.#open.clear();
    return calls.filter((call) => call !== undefined);
  }

  #addChunk(chunk: JsonObject): OpenStream | undefined {
    const id = `chat ${String(chunk.id)}`;
    const stream = this.#open.get(id) ?? { events: [], isOver: false };
    this.#open.set(id, stream);
    stream.events.push(chunk);
    const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
    stream.isOver ||= choices.some(
      (choice) => isObject(choice) && textOf(choice.finish_reason) !== undefined,
    );
    const isCounted = objectOf(chunk.usage) !== undefined || objectOf(chunk.x_groq)?.usage !== undefined;
    // Usage comes with the last choice or after it; some vendors repeat it in every chunk before.
    if (stream.isOver && isCounted) return this.#take(id);
    return this.#open.size > MOST_OPEN ? this.#take(this.#first()) : undefined;
  }

  #addEvent(kind: Kind, event: JsonObject): OpenStream | undefined {
    const { type } = event;
    if (type === 'ping') return undefined;
    const isFirst = type === 'message_start' || type === 'response.created';
    const before = isFirst ? this.#take(kind) : undefined;
    const stream = this.#open.get(kind) ?? { events: [], isOver: false };
    if (type === 'response.completed' || type === 'response.incomplete' || type === 'response.failed') {
      // It repeats the whole answer, whosever pieces came before it.
      if (idOf(stream.events[0]) === idOf(event)) this.#open.delete(kind);
      return { events: [event], isOver: true };
    }
    stream.events.push(event);
    this.#open.set(kind, stream);
    return type === 'message_stop' ? this.#take(kind) : before;
  }

  #first(): string {
    for (const [id, { isOver }] of this.#open) if (isOver) return id;
    return this.#open.keys().next().value!;
  }

  #take(id: string): OpenStream | undefined {
    const stream = this.#open.get(id);
    this.#open.delete(id);
    return stream;
  }

  #callOf({ events }: OpenStream): CallRecord | undefined {
    const call = providerCall({ response: events }, this.#options);
    return call === undefined ? undefined : { ...call, stream: true };
  }
}

function idOf(event: JsonObject | undefined): unknown {
  return objectOf(event?.response)?.id;
}
