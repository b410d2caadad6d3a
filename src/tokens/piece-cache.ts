/** Entries; with SPAN bytes each the cache holds 2 MiB. */
const CAPACITY = 1 << 16;
const SPAN = 32;

/**
 * Remembers how many tokens the pieces seen last make that are no token themselves. Each piece has one place, given by
 * its hash, and takes it from the piece that was there: memory is fixed and nothing is ever cleaned up.
 */
export class PieceCache {
  readonly #bytes = new Uint8Array(CAPACITY * SPAN);
  /** Length of the piece and its tokens << 8; 0 when the place is free. */
  readonly #entries = new Int32Array(CAPACITY);

  /** The tokens of `bytes[from..to)`; 0 when they are not known. */
  get(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const place = hash & (CAPACITY - 1);
    const entry = this.#entries[place]!;
    const length = to - from;
    if ((entry & 0xff) !== length) return 0;
    const own = this.#bytes;
    const start = place * SPAN;
    for (let i = 0; i < length; i++) if (own[start + i] !== bytes[from + i]) return 0;
    return entry >>> 8;
  }

  /** Longer pieces are rare, and are not remembered. */
  set(hash: number, bytes: Uint8Array, from: number, to: number, tokens: number): void {
    const length = to - from;
    if (length > SPAN) return;
    const place = hash & (CAPACITY - 1);
    const start = place * SPAN;
    for (let i = 0; i < length; i++) this.#bytes[start + i] = bytes[from + i]!;
    this.#entries[place] = (tokens << 8) | length;
  }
}
