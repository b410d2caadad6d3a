import { ASCII, NEWLINE, WHITE, WIDTH, wideClass } from './character-classes.ts';

/** The class of the character at `at`; 0 at the end of the text. */
export function classAt(bytes: Uint8Array, at: number): number {
  return ASCII[bytes[at]!]! || wideClass(bytes, at);
}

/** Where the run of characters of these classes ends that starts at `at`; `at` itself when there is none. */
export function runEnd(bytes: Uint8Array, at: number, classes: number): number {
  let end = at;
  while (classAt(bytes, end) & classes) end += WIDTH[bytes[end]!]!;
  return end;
}

/** The end of what `\p{N}{1,3}` matches where a number starts. */
export function digitsEnd(bytes: Uint8Array, at: number, number: number): number {
  let end = at + WIDTH[bytes[at]!]!;
  if (classAt(bytes, end) & number) end += WIDTH[bytes[end]!]!;
  if (classAt(bytes, end) & number) end += WIDTH[bytes[end]!]!;
  return end;
}

/**
 * The end of what `\s+(?!\S)|\s+` matches where white space starts, with `breaks` of `\s*[\r\n]+|\s+(?!\S)|\s+`:
 * up to the last line break of the run; else the run without its last character, which goes to the word that
 * follows; else the run.
 */
export function whiteEnd(bytes: Uint8Array, at: number, breaks: boolean): number {
  let end = at;
  let last = at;
  let afterBreak = at;
  let kind = classAt(bytes, end);
  while (kind & WHITE) {
    last = end;
    end += WIDTH[bytes[end]!]!;
    if (kind === NEWLINE) afterBreak = end;
    kind = classAt(bytes, end);
  }
  if (breaks && afterBreak > at) return afterBreak;
  return kind !== 0 && last > at ? last : end;
}

const S = 0x73;
const T = 0x74;
const M = 0x6d;
const D = 0x64;
const R = 0x72;
const V = 0x76;
const L = 0x6c;
const E = 0x65;

/** Bytes of the contraction ('s 't 'm 'd 're 've 'll) after the apostrophe at `at`, 0 when none is there. `fold` makes of each letter what is compared. */
export function contractionLength(bytes: Uint8Array, at: number, fold: number): number {
  const first = bytes[at + 1]! | fold;
  if (first === S || first === T || first === M || first === D) return 2;
  const second = bytes[at + 2]! | fold;
  if ((first === R || first === V) && second === E) return 3;
  return first === L && second === L ? 3 : 0;
}
