/** Numbers one after the other, in four bytes each for as long as they fit. */
export class NumberColumn {
  #values: Uint32Array | Float64Array = new Uint32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A whole number of at least 0. */
  push(value: number): void {
    const { length } = this.#values;
    if (value > 0xffffffff && this.#values instanceof Uint32Array)
      this.#values = copied(this.#values, new Float64Array(length));
    if (this.#length === length) {
      const isWide = this.#values instanceof Float64Array;
      this.#values = copied(
        this.#values,
        isWide ? new Float64Array(2 * length) : new Uint32Array(2 * length),
      );
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  /** The numbers at these places, ascending, but for those that are `without`. */
  sortedAt(places: Uint32Array, without: number): Uint32Array | Float64Array {
    const values = this.#values;
    const found =
      values instanceof Uint32Array ? new Uint32Array(places.length) : new Float64Array(places.length);
    let size = 0;
    for (let i = 0; i < places.length; i++) {
      const value = values[places[i]!]!;
      if (value !== without) found[size++] = value;
    }
    return found.subarray(0, size).sort();
  }
}

function copied<T extends Uint32Array | Float64Array>(from: Uint32Array | Float64Array, into: T): T {
  into.set(from);
  return into;
}
