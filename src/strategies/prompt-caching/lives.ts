const EMPTY = Number.NEGATIVE_INFINITY;

/** When entries of a cache can be read: from when on, and until when, in UTC milliseconds; by slot, in flat memory. */
export class Lives {
  #times = new Float64Array(512).fill(EMPTY);

  isAlive(slot: number, time: number): boolean {
    return time < (this.#times[2 * slot + 1] ?? EMPTY);
  }

  isReadable(slot: number, time: number): boolean {
    return this.isAlive(slot, time) && this.#times[2 * slot]! <= time;
  }

  /** The entry is read, or written again: it stays. What is written by several at once can be read from the first on. */
  keep(slot: number, time: number, availableAt: number, lifetimeMs: number): void {
    const at = 2 * slot;
    if (at >= this.#times.length) this.#grow(at + 2);
    const isAlive = time < this.#times[at + 1]!;
    this.#times[at] = isAlive ? Math.min(this.#times[at]!, availableAt) : availableAt;
    this.#times[at + 1] = isAlive ? Math.max(this.#times[at + 1]!, time + lifetimeMs) : time + lifetimeMs;
  }

  #grow(least: number): void {
    const larger = new Float64Array(Math.max(2 * this.#times.length, least)).fill(EMPTY);
    larger.set(this.#times);
    this.#times = larger;
  }
}
