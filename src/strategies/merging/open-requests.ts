import type { Call } from '../../model/call.ts';
import type { TokenCounts } from '../../model/usage.ts';
import type { Delays } from '../../patterns/columns/delays.ts';

/** A request that waits for items, or waited for them. */
export interface OpenRequest {
  readonly kind: number;
  /** When its first item came; UTC ms. */
  readonly opened: number;
  /** When each item came. */
  readonly arrivals: number[];
  /** Of all items together. */
  usage: TokenCounts;
  /** US dollars that the items were billed, each for itself. */
  costUsd: number;
  /** When the first of its items was answered in the log; UTC ms, Infinity where no item has a latency. */
  answered: number;
  isSent: boolean;
}

export function noteAnswer(request: OpenRequest, { time, latencyMs }: Call): void {
  if (latencyMs >= 0) request.answered = Math.min(request.answered, time + latencyMs);
}

/** So many requests that have left the queue are forgotten at once. */
const MANY = 1024;

/** Requests that gather items of one kind each. One is sent when its window has passed, when it is full, or when the next item does not fit. */
export class OpenRequests {
  readonly #window: number;
  readonly #maxItems: number;
  readonly #delays: Delays;
  readonly #open = new Map<number, OpenRequest>();
  /** In the order in which they were opened, which is that in which their windows pass; those before `#head` are sent. */
  #queue: OpenRequest[] = [];
  #head = 0;
  /** Requests of several items, and how many items these have. */
  merged = 0;
  items = 0;
  largest = 0;

  /** `window`: milliseconds. */
  constructor(window: number, maxItems: number, delays: Delays) {
    this.#window = window;
    this.#maxItems = maxItems;
    this.#delays = delays;
  }

  /** The one that an item of this kind would join at this time; times never decrease. */
  at(kind: number, time: number): OpenRequest | undefined {
    this.#sendUntil(time);
    return this.#open.get(kind);
  }

  /** Sends what is open of this kind, and opens another with this item. */
  open(kind: number, time: number, usage: TokenCounts, costUsd: number): OpenRequest {
    const before = this.#open.get(kind);
    if (before !== undefined) this.#send(before, time);
    const request: OpenRequest = {
      kind,
      opened: time,
      arrivals: [time],
      usage,
      costUsd,
      answered: Number.POSITIVE_INFINITY,
      isSent: false,
    };
    this.#open.set(kind, request);
    this.#queue.push(request);
    return request;
  }

  join(request: OpenRequest, time: number, usage: TokenCounts, costUsd: number): void {
    request.arrivals.push(time);
    request.usage = usage;
    request.costUsd = costUsd;
    if (request.arrivals.length >= this.#maxItems) this.#send(request, time);
  }

  /** Once, after the last call. */
  finish(): void {
    this.#sendUntil(Number.POSITIVE_INFINITY);
  }

  #sendUntil(time: number): void {
    for (; this.#head < this.#queue.length; this.#head++) {
      const request = this.#queue[this.#head]!;
      const end = request.opened + this.#window;
      if (!request.isSent && end >= time) break;
      if (!request.isSent) this.#send(request, end);
    }
    if (this.#head < MANY || 2 * this.#head < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#head);
    this.#head = 0;
  }

  #send(request: OpenRequest, time: number): void {
    const { kind, arrivals } = request;
    request.isSent = true;
    this.#open.delete(kind);
    for (const arrival of arrivals) this.#delays.add(time - arrival);
    if (arrivals.length < 2) return;
    this.merged++;
    this.items += arrivals.length;
    this.largest = Math.max(this.largest, arrivals.length);
  }
}
