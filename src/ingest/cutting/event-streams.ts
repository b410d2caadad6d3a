import { HeldBytes } from './held-bytes.ts';
import { type ToldByEvent, tellOf } from './stream-event.ts';

const FIELD = /^(data|event|id|retry):/;

/**
 * Cuts server-sent events into streams, the answer to one request each, however many were appended to one file. A stream
 * ends with its last event (`[DONE]`, or the API's own), or before an event that can only be the first of another. Its
 * lines stay as they are; comments and what is no field are left out (HTML standard, "Server-sent events"). Where the empty
 * lines between events were lost, a line of data that opens an object is an event of its own.
 */
export class EventStreams {
  readonly #limit: number;
  #ended: (Uint8Array | undefined)[] = [];
  /** The event that has not ended: consecutive lines up to an empty one, what it is called, and its data. */
  readonly #event: HeldBytes;
  #name = '';
  #data = '';
  readonly #stream: HeldBytes;
  #hasData = false;
  #isFinished = false;
  #id = '';

  /** `limit`: bytes of a stream; one that is longer is not held. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#event = new HeldBytes(limit);
    this.#stream = new HeldBytes(limit);
  }

  /** The streams that ended and were not given out; undefined for one that is too long. */
  takeEnded(): readonly (Uint8Array | undefined)[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** Takes the next line, its end included. */
  add(line: Uint8Array): void {
    if (line.length > this.#limit) {
      // What it says cannot be read, but it belongs to the stream, which is too long with it.
      this.#event.add(line);
      this.#hasData = true;
      return;
    }
    const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8').trimEnd();
    if (text !== '') this.#addField(line, text);
    else if (!this.#event.isEmpty) {
      this.#event.add(line);
      this.#endEvent();
    }
  }

  /** Nothing follows: what is open ends here. */
  end(): void {
    this.#endEvent();
    this.#endStream();
  }

  #addField(line: Uint8Array, text: string): void {
    const field = FIELD.exec(text)?.[1];
    if (field === undefined) return;
    const value = text.slice(field.length + 1).replace(/^ /, '');
    const isDone = field === 'data' && value === '[DONE]';
    if (this.#data !== '' && (field !== 'data' || value.startsWith('{') || isDone)) this.#endEvent();
    this.#event.add(line);
    if (isDone) {
      this.#endEvent();
      this.#endStream();
    } else if (field === 'event') this.#name = value;
    else if (field === 'data' && !this.#event.isTooLong)
      this.#data += this.#data === '' ? value : `\n${value}`;
  }

  #endEvent(): void {
    const told = this.#data === '' ? undefined : tellOf(this.#name, this.#data);
    this.#name = '';
    this.#data = '';
    if (told !== undefined && this.#isOfAnother(told)) this.#endStream();
    this.#stream.add(this.#event.take());
    if (told === undefined) return;
    this.#hasData ||= !told.isIdle;
    this.#isFinished ||= told.isFinish;
    if (told.id !== '') this.#id = told.id;
    if (told.isLast) this.#endStream();
  }

  /**
   * A new id alone is not enough, since some gateways give every chunk its own: the chunk must also name the role, or the
   * stream must have finished before.
   */
  #isOfAnother({ isFirst, id, hasRole, hasContent }: ToldByEvent): boolean {
    if (!this.#hasData) return false;
    if (isFirst) return true;
    if (id === '' || id === this.#id) return false;
    return hasRole || (this.#isFinished && hasContent);
  }

  #endStream(): void {
    const { isTooLong } = this.#stream;
    const stream = this.#stream.take();
    if (this.#hasData) this.#ended.push(isTooLong ? undefined : stream);
    this.#hasData = false;
    this.#isFinished = false;
    this.#id = '';
  }
}
