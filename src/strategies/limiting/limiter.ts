import { isDelay } from '../../patterns/columns/delays.ts';
import { TokenBucket } from './token-bucket.ts';

export interface Limits {
  /** 0 for no limit. */
  readonly requestsPerMinute: number;
  readonly burst: number;
  /** 0 for no limit; the bucket of tokens holds a minute's. */
  readonly tokensPerMinute: number;
}

/** Sends calls in the order in which they come, as soon as both buckets allow it. Times in ms from any origin, never going back. */
export class Limiter {
  readonly #requests: TokenBucket | undefined;
  readonly #tokens: TokenBucket | undefined;
  /** When the calls that wait are sent; those before `head` have been. */
  #waiting: number[] = [];
  #head = 0;

  constructor({ requestsPerMinute, burst, tokensPerMinute }: Limits) {
    if (requestsPerMinute > 0) this.#requests = new TokenBucket(requestsPerMinute, burst);
    if (tokensPerMinute > 0) this.#tokens = new TokenBucket(tokensPerMinute, tokensPerMinute);
  }

  /**
   * How long a call that comes at `time` would wait, in ms. Nobody overtakes: a call that waits leaves the bucket it waited
   * for empty.
   */
  delay(time: number, tokens: number): number {
    const byRequests = this.#requests?.earliest(1) ?? time;
    const byTokens = this.#tokens?.earliest(tokens) ?? time;
    return Math.max(time, byRequests, byTokens) - time;
  }

  /** Sends it after that delay. Returns how many calls wait then, this one included. */
  send(time: number, tokens: number, delay: number): number {
    const sent = time + delay;
    this.#requests?.take(sent, 1);
    this.#tokens?.take(sent, tokens);
    while (this.#head < this.#waiting.length && this.#waiting[this.#head]! <= time) this.#head++;
    if (this.#head > 0 && 2 * this.#head >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    if (isDelay(delay)) this.#waiting.push(sent);
    return this.#waiting.length - this.#head;
  }
}
