/** What a UTF-16 code unit is to the sketch. */
export const SPACE = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
/** Prose punctuation: parts words, carries no content. */
export const PUNCTUATION = 4;
export const SYMBOL = 5;
/** A character of a script without spaces between words: each is a word of its own. */
export const IDEOGRAPH = 6;
export const SURROGATE = 7;

const ASCII = new Uint8Array(128);
for (let c = 33; c < 127; c++) ASCII[c] = SYMBOL;
for (let c = 48; c <= 57; c++) ASCII[c] = DIGIT;
for (let c = 65; c <= 90; c++) ASCII[c] = UPPER;
for (let c = 97; c <= 122; c++) ASCII[c] = LOWER;
for (const mark of '.,;:!?"\'`') ASCII[mark.charCodeAt(0)] = PUNCTUATION;

export interface Characters {
  readonly classes: Uint8Array;
  readonly lower: Uint16Array;
}

let table: Characters | undefined;

/** Class and lower case of every code unit; built when first needed, for it costs some milliseconds. */
export function characters(): Characters {
  if (table !== undefined) return table;
  const classes = new Uint8Array(65536);
  const lower = new Uint16Array(65536);
  for (let c = 0; c < 65536; c++) {
    const text = String.fromCharCode(c);
    const small = c >= 0xd800 && c < 0xe000 ? text : text.toLowerCase();
    lower[c] = small.length === 1 ? small.charCodeAt(0) : c;
    classes[c] = c < 128 ? ASCII[c]! : classify(c, text, lower[c] !== c);
  }
  table = { classes, lower };
  return table;
}

const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;

function classify(c: number, text: string, isUpper: boolean): number {
  if (c >= 0xd800 && c < 0xe000) return SURROGATE;
  if (/\p{Nd}|\p{No}/u.test(text)) return DIGIT;
  if (SPACELESS.test(text)) return IDEOGRAPH;
  if (/\p{L}|\p{M}|\p{Nl}/u.test(text)) return isUpper ? UPPER : LOWER;
  if (/\s|\p{C}|\p{Z}/u.test(text)) return SPACE;
  return /\p{P}/u.test(text) ? PUNCTUATION : SYMBOL;
}

/** Class of a character beyond the basic plane: ideographs, emoji and other symbols, letters. */
export function classifyAstral(codePoint: number): number {
  if (codePoint >= 0x20000 && codePoint < 0x40000) return IDEOGRAPH;
  if (/\p{Nd}/u.test(String.fromCodePoint(codePoint))) return DIGIT;
  return /\p{L}|\p{M}/u.test(String.fromCodePoint(codePoint)) ? LOWER : SYMBOL;
}
