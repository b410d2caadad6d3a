/** Keeps the values used last: when they outgrow the budget, half of it; always the latest. */
export class RecentlyUsed<V> {
  /** The longest unused first, each with its size when it was put. */
  readonly #entries = new Map<number, { readonly value: V; readonly size: number }>();
  readonly #budget: number;
  readonly #sizeOf: (value: V) => number;
  #size = 0;

  constructor(budget: number, sizeOf: (value: V) => number) {
    this.#budget = budget;
    this.#sizeOf = sizeOf;
  }

  has(key: number): boolean {
    return this.#entries.has(key);
  }

  /** Removes and returns the value: it may be changed, and put back under the same or another key. */
  take(key: number): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#size -= entry.size;
    return entry.value;
  }

  put(key: number, value: V): void {
    this.take(key);
    const size = this.#sizeOf(value);
    this.#entries.set(key, { value, size });
    this.#size += size;
    if (this.#size <= this.#budget) return;
    // Many at once: finding the oldest entry of a map that entries are often removed from is slow.
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#budget / 2 || oldest === key) break;
      this.take(oldest);
    }
  }
}
