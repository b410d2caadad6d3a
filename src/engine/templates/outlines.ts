const SLAB = 1 << 18;

/** Outlines by number, packed end to end: reading them from the store again takes longer than all that is done with them. */
export class Outlines {
  #slab = new Uint32Array(SLAB);
  #used = 0;
  readonly #slabs: Uint32Array[] = [this.#slab];
  /** By outline: slab and place, length. */
  #places = new Float64Array(1024);
  #lengths = new Uint16Array(1024);
  #count = 0;

  /** At most SLAB numbers. */
  push(outline: Uint32Array): void {
    if (this.#used + outline.length > SLAB) {
      this.#slab = new Uint32Array(SLAB);
      this.#slabs.push(this.#slab);
      this.#used = 0;
    }
    if (this.#count === this.#places.length) {
      this.#places = grown(this.#places, new Float64Array(2 * this.#count));
      this.#lengths = grown(this.#lengths, new Uint16Array(2 * this.#count));
    }
    this.#slab.set(outline, this.#used);
    this.#places[this.#count] = (this.#slabs.length - 1) * SLAB + this.#used;
    this.#lengths[this.#count++] = outline.length;
    this.#used += outline.length;
  }

  at(number: number): Uint32Array {
    const place = this.#places[number]!;
    const from = place % SLAB;
    return this.#slabs[Math.floor(place / SLAB)]!.subarray(from, from + this.#lengths[number]!);
  }
}

function grown<T extends Float64Array | Uint16Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
