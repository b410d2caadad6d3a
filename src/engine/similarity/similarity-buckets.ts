const NONE = -1;

/**
 * Items by 32-bit key, newest first, in flat memory: 100,000 items of 12 bands are two arrays, not a million objects.
 * Different keys may share a chain: whoever asks verifies what he gets.
 */
export class Buckets {
  #heads: Int32Array;
  #keys: Uint32Array;
  #items: Int32Array;
  #next: Int32Array;
  #size = 0;

  constructor(expected = 1024) {
    let capacity = 1024;
    while (capacity < expected) capacity *= 2;
    this.#heads = new Int32Array(capacity).fill(NONE);
    this.#keys = new Uint32Array(capacity);
    this.#items = new Int32Array(capacity);
    this.#next = new Int32Array(capacity);
  }

  add(key: number, item: number): void {
    if (this.#size === this.#items.length) this.#grow();
    const entry = this.#size++;
    this.#keys[entry] = key;
    this.#items[entry] = item;
    this.#link(entry);
  }

  /** Visits at most `most` items under the key, newest first, until `visit` returns true. */
  visit(key: number, most: number, visit: (item: number) => boolean): void {
    let left = most;
    for (let entry = this.#heads[this.#slot(key)]!; entry !== NONE && left > 0; entry = this.#next[entry]!) {
      if (this.#keys[entry] !== key >>> 0) continue;
      if (visit(this.#items[entry]!)) return;
      left--;
    }
  }

  #slot(key: number): number {
    return (Math.imul(key, 0x9e3779b1) >>> 8) & (this.#heads.length - 1);
  }

  #link(entry: number): void {
    const slot = this.#slot(this.#keys[entry]!);
    this.#next[entry] = this.#heads[slot]!;
    this.#heads[slot] = entry;
  }

  #grow(): void {
    const capacity = this.#items.length * 2;
    this.#keys = enlarge(this.#keys, new Uint32Array(capacity));
    this.#items = enlarge(this.#items, new Int32Array(capacity));
    this.#next = new Int32Array(capacity);
    this.#heads = new Int32Array(capacity).fill(NONE);
    for (let entry = 0; entry < this.#size; entry++) this.#link(entry);
  }
}

function enlarge<T extends Int32Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** Mixes two numbers (up to 52 bits) into a bucket key. */
export function bucketKey(a: number, b: number): number {
  let h = Math.imul(a | 0, 0x85ebca6b) ^ Math.imul((a / 0x100000000) | 0, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 13) ^ ((b / 0x100000000) | 0), 0x165667b1);
  return (h ^ (h >>> 16)) >>> 0;
}
