/**
 * Numbers 16-byte content keys densely from 0 in order of first appearance. Open addressing over typed arrays: about
 * 26 bytes a key, where a Map of strings takes 100; a log may hold millions of distinct prompts.
 */
export class KeyTable {
  #keys = new Uint32Array(4 * 1024);
  #slots = new Int32Array(2048).fill(-1);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The key's number; `isNew` of the last call tells whether it was added by it. */
  add(key: Uint8Array): { readonly id: number; readonly isNew: boolean } {
    const a = key[0]! | (key[1]! << 8) | (key[2]! << 16) | (key[3]! << 24);
    const b = key[4]! | (key[5]! << 8) | (key[6]! << 16) | (key[7]! << 24);
    const c = key[8]! | (key[9]! << 8) | (key[10]! << 16) | (key[11]! << 24);
    const d = key[12]! | (key[13]! << 8) | (key[14]! << 16) | (key[15]! << 24);
    const mask = this.#slots.length - 1;
    // The keys are SHA-256 output, so any four bytes of them are a good hash.
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id < 0) return { id: this.#insert(slot, a, b, c, d), isNew: true };
      const at = 4 * id;
      const k = this.#keys;
      if (k[at] === a >>> 0 && k[at + 1] === b >>> 0 && k[at + 2] === c >>> 0 && k[at + 3] === d >>> 0) {
        return { id, isNew: false };
      }
    }
  }

  #insert(slot: number, a: number, b: number, c: number, d: number): number {
    const id = this.#size++;
    if (4 * id >= this.#keys.length) {
      const keys = new Uint32Array(2 * this.#keys.length);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys.set([a, b, c, d], 4 * id);
    this.#slots[slot] = id;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return id;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#size; id++) {
      let slot = this.#keys[4 * id]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}
