/** A growing list of numbers without an object per entry. What was never set is `empty`. */
export class NumberColumn {
  #values: Float64Array;
  readonly #empty: number;
  #length = 0;

  constructor(empty = 0) {
    this.#empty = empty;
    this.#values = new Float64Array(16).fill(empty);
  }

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#values[index]! : this.#empty;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const larger = new Float64Array(Math.max(this.#values.length * 2, index + 1)).fill(this.#empty);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }

  add(index: number, amount: number): void {
    this.set(index, this.get(index) + amount);
  }

  /** Returns the index of the new entry. */
  push(value: number): number {
    this.set(this.#length, value);
    return this.#length - 1;
  }
}
