/** What a response cache holds: when each answer came, by key, with expiry and least-recently-used eviction. */
export class CacheEntries {
  readonly #capacity: number;
  readonly #ttlMs: number;
  /** UTC milliseconds at which the answer was complete, in order of last use; NaN without a time. */
  readonly #stored = new Map<number, number>();

  /** `capacity` 0 is unlimited. */
  constructor(capacity: number, ttlMs: number) {
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
  }

  /**
   * True when a call at `time` is answered. An answer expires `ttlMs` after it was stored and a hit does not renew it,
   * as with Redis `SET key value EX seconds` (redis.io/commands/set): the clock starts at the write.
   * A call that comes before the answer was complete is not answered. Without a time on either side, only order counts.
   */
  hit(key: number, time: number): boolean {
    const stored = this.#stored.get(key);
    if (stored === undefined) return false;
    const age = time - stored;
    if (age < 0 || age >= this.#ttlMs) return false;
    if (this.#capacity > 0) {
      this.#stored.delete(key);
      this.#stored.set(key, stored);
    }
    return true;
  }

  /** Stores an answer that is complete at `doneAt`. One that is still under way keeps its place. */
  store(key: number, time: number, doneAt: number): void {
    const stored = this.#stored.get(key);
    if (stored !== undefined) {
      if (stored > time) return;
      this.#stored.delete(key);
    } else if (this.#capacity > 0 && this.#stored.size >= this.#capacity) {
      const oldest = this.#stored.keys().next();
      if (!oldest.done) this.#stored.delete(oldest.value);
    }
    this.#stored.set(key, doneAt);
  }
}
