/** Bytes that are gathered up to one more than a limit; what comes after that is dropped. */
export class HeldBytes {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Some were dropped, or one is too much. */
  get isTooLong(): boolean {
    return this.#length > this.#limit;
  }

  /** Keeps `part` itself. */
  add(part: Uint8Array): void {
    const kept = part.subarray(0, this.#limit + 1 - this.#length);
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#length += kept.length;
  }

  /** The bytes; begins anew. */
  take(): Uint8Array {
    const taken = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return taken;
  }
}
