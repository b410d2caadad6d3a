import { HeldBytes } from './held-bytes.ts';

const NEWLINE = 10;

/** Cuts chunks of bytes into lines. */
export class LineCutter {
  readonly #rest: HeldBytes;

  /** Of a line that is longer than `limit` bytes, one more than that is kept, without its end. */
  constructor(limit: number) {
    this.#rest = new HeldBytes(limit);
  }

  /**
   * The lines that end in the next chunk, each with its line end; nothing is kept of the chunk itself, which may be a
   * Buffer, whose own slice() would not copy.
   */
  *lines(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let newline = chunk.indexOf(NEWLINE); newline >= 0; newline = chunk.indexOf(NEWLINE, start)) {
      this.#rest.add(new Uint8Array(chunk.subarray(start, newline + 1)));
      yield this.#rest.take();
      start = newline + 1;
    }
    this.#rest.add(new Uint8Array(chunk.subarray(start)));
  }

  /** What stands after the last line end. */
  last(): Uint8Array {
    return this.#rest.take();
  }
}
