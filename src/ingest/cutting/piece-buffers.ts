/** Larger ones, made for an outsized record, are not worth keeping. */
const LARGEST_KEPT = 1 << 24;

/**
 * Memory for pieces of a log, shared between threads and used again once a piece has been parsed: reading a file of any
 * length takes a handful of buffers, and handing one to a parsing thread copies nothing.
 */
export class PieceBuffers {
  readonly #free: SharedArrayBuffer[] = [];

  /** At least `bytes` long; what is in it is left over from before. */
  take(bytes: number): Uint8Array {
    const at = this.#free.findIndex(({ byteLength }) => byteLength >= bytes);
    return new Uint8Array(at < 0 ? new SharedArrayBuffer(2 * bytes) : this.#free.splice(at, 1)[0]!);
  }

  /** Says that nobody looks at these bytes any more; those that were not taken from here are left alone. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer instanceof SharedArrayBuffer && buffer.byteLength <= LARGEST_KEPT) this.#free.push(buffer);
  }
}
