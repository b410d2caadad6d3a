/** Outcomes of calls that are under way, handed out in the order in which they become known; among equals the first sent. */
export class Outcomes {
  /** A binary heap in parallel lists: when it is known (UTC ms), and twice the number of the call, one more if it failed. */
  readonly #ends: number[] = [];
  readonly #codes: number[] = [];
  #sent = 0;

  add(end: number, failed: boolean): void {
    const code = 2 * this.#sent++ + (failed ? 1 : 0);
    let at = this.#ends.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#ends[parent]! <= end) break;
      this.#put(at, this.#ends[parent]!, this.#codes[parent]!);
      at = parent;
    }
    this.#put(at, end, code);
  }

  /** When the next one is known; Infinity when nothing is under way. */
  get next(): number {
    return this.#ends.length === 0 ? Number.POSITIVE_INFINITY : this.#ends[0]!;
  }

  /** Removes the next one, which there must be, and returns whether it failed. */
  take(): boolean {
    const isFailed = this.#codes[0]! % 2 === 1;
    const end = this.#ends.pop()!;
    const code = this.#codes.pop()!;
    if (this.#ends.length > 0) this.#sink(end, code);
    return isFailed;
  }

  /** Puts an entry where it belongs below the root, whose own is gone. */
  #sink(end: number, code: number): void {
    const size = this.#ends.length;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#isBefore(child + 1, this.#ends[child]!, this.#codes[child]!)) child++;
      if (!this.#isBefore(child, end, code)) break;
      this.#put(at, this.#ends[child]!, this.#codes[child]!);
      at = child;
    }
    this.#put(at, end, code);
  }

  #put(at: number, end: number, code: number): void {
    this.#ends[at] = end;
    this.#codes[at] = code;
  }

  #isBefore(at: number, end: number, code: number): boolean {
    const other = this.#ends[at]!;
    return other < end || (other === end && this.#codes[at]! < code);
  }
}
