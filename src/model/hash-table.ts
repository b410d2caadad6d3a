const EMPTY = 0;
/** Above this share of taken slots a table doubles: open addressing slows down beyond it. */
const FULL = 0.7;

/**
 * Small whole numbers by identities of up to 53 bits, in flat memory: what millions of calls are known by costs 12 bytes a
 * slot, where a Map costs the garbage collector an object each.
 */
export class HashTable {
  #keys = new Float64Array(64);
  #values = new Int32Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** -1 where there is none. `key`: a whole number from 1. */
  get(key: number): number {
    const slot = this.#slot(key);
    return this.#keys[slot] === EMPTY ? -1 : this.#values[slot]!;
  }

  has(key: number): boolean {
    return this.#keys[this.#slot(key)] !== EMPTY;
  }

  /** `value`: a whole number from 0 to 2^31 - 1. */
  set(key: number, value: number): void {
    let slot = this.#slot(key);
    if (this.#keys[slot] === EMPTY) {
      if (this.#size >= FULL * this.#keys.length) {
        this.#grow();
        slot = this.#slot(key);
      }
      this.#keys[slot] = key;
      this.#size++;
    }
    this.#values[slot] = value;
  }

  /** The key's own slot, or the empty one where it would go. */
  #slot(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    let slot = (Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x100000000) | 0, 0x85ebca77)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (keys[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(2 * keys.length);
    this.#values = new Int32Array(2 * values.length);
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === EMPTY) continue;
      const slot = this.#slot(keys[i]!);
      this.#keys[slot] = keys[i]!;
      this.#values[slot] = values[i]!;
    }
  }
}
