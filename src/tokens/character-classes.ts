/**
 * What the splitting patterns of the encodings distinguish, one bit each; every code point has exactly one.
 * Text is UTF-8 with the byte END after its last byte, which has no class at all and so ends every run.
 */
export const UPPER = 1; // \p{Lu} \p{Lt}
export const LOWER = 2; // \p{Ll}
export const CASELESS = 4; // \p{Lm} \p{Lo}
export const MARK = 8; // \p{M}
export const NUMBER = 16; // \p{N}
const SPACE = 32; // \s without the two below
export const NEWLINE = 64; // \r \n
const OTHER = 128;

export const LETTER = UPPER | LOWER | CASELESS;
export const WHITE = SPACE | NEWLINE;
/** [^\s\p{L}\p{N}] */
export const SYMBOL = OTHER | MARK;
/** [^\r\n\p{L}\p{N}] */
export const PREFIX = SPACE | OTHER | MARK;

/** Never part of UTF-8. */
export const END = 0xff;

/** Bytes of the character that starts with a byte. */
export const WIDTH = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4,
);

/** Classes of the ASCII characters by byte; 0 for the others, which `wideClass` knows. */
export const ASCII = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) ASCII[byte] = classify(byte);

/** By code point, filled as they are met: classifying all of Unicode up front would take longer than most logs. */
const known = new Uint8Array(0x110000);

/** The class of the character of more than one byte at `at`; 0 at the end of the text. */
export function wideClass(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  let point: number;
  if (lead < 0xe0) point = ((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
  else if (lead < 0xf0)
    point = ((lead & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
  else if (lead !== END)
    point =
      ((lead & 0x07) << 18) |
      ((bytes[at + 1]! & 0x3f) << 12) |
      ((bytes[at + 2]! & 0x3f) << 6) |
      (bytes[at + 3]! & 0x3f);
  else return 0;
  if (known[point] === 0) known[point] = classify(point);
  return known[point]!;
}

function classify(point: number): number {
  const character = String.fromCodePoint(point);
  if (/[\p{Lu}\p{Lt}]/u.test(character)) return UPPER;
  if (/\p{Ll}/u.test(character)) return LOWER;
  if (/\p{L}/u.test(character)) return CASELESS;
  if (/\p{M}/u.test(character)) return MARK;
  if (/\p{N}/u.test(character)) return NUMBER;
  if (/[\r\n]/.test(character)) return NEWLINE;
  if (/\s/u.test(character)) return SPACE;
  return OTHER;
}
