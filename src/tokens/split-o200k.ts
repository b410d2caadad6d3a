import { CASELESS, LETTER, LOWER, MARK, NUMBER, PREFIX, SYMBOL, UPPER, WIDTH } from './character-classes.ts';
import { classAt, contractionLength, digitsEnd, runEnd, whiteEnd } from './runs.ts';

/** The pattern that `o200kEnd` follows. */
export const O200K_PATTERN = [
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+('s|'S|'t|'T|'re|'rE|'Re|'RE|'ve|'vE|'Ve|'VE|'m|'M|'ll|'lL|'Ll|'LL|'d|'D)?`,
  String.raw`[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*('s|'S|'t|'T|'re|'rE|'Re|'RE|'ve|'vE|'Ve|'VE|'m|'M|'ll|'lL|'Ll|'LL|'d|'D)?`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^\s\p{L}\p{N}]+[\r\n/]*`,
  String.raw`\s*[\r\n]+`,
  String.raw`\s+(?!\S)`,
  String.raw`\s+`,
].join('|');

const BLANK = 0x20;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LF = 0x0a;
const CR = 0x0d;
const BOTH = CASELESS | MARK;

/** The end of the piece that the pattern matches at `at`, which lies before the end of the text. */
export function o200kEnd(bytes: Uint8Array, at: number): number {
  const kind = classAt(bytes, at);
  if (kind & (PREFIX | LETTER)) {
    const end = kind & LETTER ? wordEnd(bytes, at) : prefixedEnd(bytes, at, kind);
    if (end > at) return bytes[end] === APOSTROPHE ? end + contractionLength(bytes, end, 0x20) : end;
  } else if (kind === NUMBER) {
    return digitsEnd(bytes, at, NUMBER);
  }
  const symbols = bytes[at] === BLANK ? at + 1 : at;
  let end = runEnd(bytes, symbols, SYMBOL);
  if (end === symbols) return whiteEnd(bytes, at, true);
  while (bytes[end] === SLASH || bytes[end] === LF || bytes[end] === CR) end++;
  return end;
}

/** The word after the prefix at `at`; `at` when none follows. A mark is a prefix only of a word with lower case, and else a word. */
function prefixedEnd(bytes: Uint8Array, at: number, kind: number): number {
  const start = at + WIDTH[bytes[at]!]!;
  const end = wordEnd(bytes, start);
  if (kind !== MARK) return end > start ? end : at;
  return end > start && classAt(bytes, lastStart(bytes, end)) & (LOWER | BOTH) ? end : start;
}

function lastStart(bytes: Uint8Array, end: number): number {
  let at = end - 1;
  while ((bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}

/**
 * `U*L+|U+L*` from `at`, where U and L share the letters without case and the marks: capitals as far as they go, then
 * small letters; without any, back to the last character that counts as small; without that, the capitals alone.
 */
function wordEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  let afterBoth = at;
  let kind = classAt(bytes, end);
  while (kind & (UPPER | BOTH)) {
    end += WIDTH[bytes[end]!]!;
    if (kind !== UPPER) afterBoth = end;
    kind = classAt(bytes, end);
  }
  if (kind === LOWER) return runEnd(bytes, end, LOWER | BOTH);
  return afterBoth > at ? afterBoth : end;
}
