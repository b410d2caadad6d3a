import { LETTER, NUMBER, SYMBOL } from './character-classes.ts';
import { classAt, contractionLength, runEnd, whiteEnd } from './runs.ts';

/** The pattern that `p50kEnd` follows; r50k_base has the same. */
export const P50K_PATTERN = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

const BLANK = 0x20;
const APOSTROPHE = 0x27;

/** The end of the piece that the pattern matches at `at`, which lies before the end of the text. */
export function p50kEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === APOSTROPHE) {
    const contraction = contractionLength(bytes, at, 0);
    if (contraction > 0) return at + contraction;
  }
  const start = bytes[at] === BLANK ? at + 1 : at;
  const kind = classAt(bytes, start);
  if (kind & LETTER) return runEnd(bytes, start, LETTER);
  if (kind & NUMBER) return runEnd(bytes, start, NUMBER);
  if (kind & SYMBOL) return runEnd(bytes, start, SYMBOL);
  return whiteEnd(bytes, at, false);
}
