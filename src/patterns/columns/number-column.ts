/** Beyond this many entries a column grows by half and no longer doubles: what is spare is never touched, but is counted. */
const LARGE = 1 << 16;

/**
 * A growing list of numbers without an object per entry. What was never set is `empty`. Whole numbers take four bytes
 * each; the first value that is none, or is too large, turns the column into one of eight.
 */
export class NumberColumn {
  #values: Int32Array | Float64Array;
  readonly #empty: number;
  #length = 0;

  constructor(empty = 0) {
    this.#empty = empty;
    this.#values = (isSmall(empty) ? new Int32Array(16) : new Float64Array(16)).fill(empty);
  }

  get length(): number {
    return this.#length;
  }

  get(index: number): number {
    return index < this.#length ? this.#values[index]! : this.#empty;
  }

  set(index: number, value: number): void {
    if (!isSmall(value) && this.#values instanceof Int32Array) this.#values = Float64Array.from(this.#values);
    if (index >= this.#values.length) this.#grow(index + 1);
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

  #grow(least: number): void {
    const old = this.#values;
    const capacity = Math.max(least, old.length < LARGE ? 2 * old.length : Math.ceil(1.5 * old.length));
    const larger = old instanceof Int32Array ? new Int32Array(capacity) : new Float64Array(capacity);
    larger.set(old);
    if (this.#empty !== 0) larger.fill(this.#empty, old.length);
    this.#values = larger;
  }
}

function isSmall(value: number): boolean {
  return (value | 0) === value;
}
