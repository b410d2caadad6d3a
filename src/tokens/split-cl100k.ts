import { LETTER, NUMBER, PREFIX, SYMBOL, WIDTH } from './character-classes.ts';
import { classAt, contractionLength, digitsEnd, runEnd, whiteEnd } from './runs.ts';

/** The pattern that `cl100kEnd` follows. */
export const CL100K_PATTERN = [
  "('s|'S|'t|'T|'re|'rE|'Re|'RE|'ve|'vE|'Ve|'VE|'m|'M|'ll|'lL|'Ll|'LL|'d|'D)",
  String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`,
  String.raw`\s*[\r\n]+`,
  String.raw`\s+(?!\S)`,
  String.raw`\s+`,
].join('|');

const BLANK = 0x20;
const APOSTROPHE = 0x27;
const LF = 0x0a;
const CR = 0x0d;

/** The end of the piece that the pattern matches at `at`, which lies before the end of the text. */
export function cl100kEnd(bytes: Uint8Array, at: number): number {
  const kind = classAt(bytes, at);
  if (kind & LETTER) return runEnd(bytes, at, LETTER);
  if (kind & PREFIX) {
    const contraction = bytes[at] === APOSTROPHE ? contractionLength(bytes, at, 0x20) : 0;
    if (contraction > 0) return at + contraction;
    const start = at + WIDTH[bytes[at]!]!;
    const end = runEnd(bytes, start, LETTER);
    if (end > start) return end;
  } else if (kind === NUMBER) {
    return digitsEnd(bytes, at, NUMBER);
  }
  const symbols = bytes[at] === BLANK ? at + 1 : at;
  let end = runEnd(bytes, symbols, SYMBOL);
  if (end === symbols) return whiteEnd(bytes, at, true);
  while (bytes[end] === LF || bytes[end] === CR) end++;
  return end;
}
