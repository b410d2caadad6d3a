/** Numbers distinct hashes (integers but 0) from 0, in the order in which they come. */
export class HashNumbers {
  #hashes = new Float64Array(1 << 10);
  #numbers = new Uint32Array(1 << 10);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a hash; a new one gets the next. */
  number(hash: number): number {
    const slot = this.#slotOf(hash);
    if (this.#hashes[slot] !== 0) return this.#numbers[slot]!;
    this.#hashes[slot] = hash;
    this.#numbers[slot] = this.#size;
    if (++this.#size * 2 > this.#hashes.length) this.#grow();
    return this.#size - 1;
  }

  /** -1 for a hash that has no number. */
  find(hash: number): number {
    const slot = this.#slotOf(hash);
    return this.#hashes[slot] === 0 ? -1 : this.#numbers[slot]!;
  }

  #slotOf(hash: number): number {
    const mask = this.#hashes.length - 1;
    let slot = hash & mask;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers];
    this.#hashes = new Float64Array(2 * hashes.length);
    this.#numbers = new Uint32Array(2 * hashes.length);
    hashes.forEach((hash, old) => {
      if (hash === 0) return;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#numbers[slot] = numbers[old]!;
    });
  }
}
