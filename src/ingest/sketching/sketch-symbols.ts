import { DIGIT, IDEOGRAPH, LOWER, PUNCTUATION, UPPER } from './sketch-characters.ts';

/** Says nothing: a quotation mark, a hyphen inside a word. */
export const NOTHING = 0;
/** Prose punctuation that ends a clause. */
export const PAUSE = 1;
/** Content, but perhaps only layout: a bracket, a bullet. */
const WEAK = 2;
/** Its change turns the meaning: an operator, a currency, a sign, an emoji. */
export const STRONG = 3;

const ALWAYS_STRONG = new Uint8Array(128);
for (const symbol of '+=<>%$^~|&') ALWAYS_STRONG[symbol.charCodeAt(0)] = 1;
const SILENT = new Uint8Array(128);
for (const mark of ':"`\'') SILENT[mark.charCodeAt(0)] = 1;

/** What a character that is neither space nor part of a word is worth, by its neighbours. `opens`: first on its line. */
export function symbolWeight(
  c: number,
  kind: number,
  before: number,
  next: number,
  classes: Uint8Array,
  opens: boolean,
): number {
  const beforeKind = classes[before];
  const nextKind = classes[next];
  if (kind === PUNCTUATION) {
    // "!x" and "!=" in code.
    if (c === 33 && (isWord(nextKind) || next === 61)) return STRONG;
    return c < 128 && SILENT[c] === 1 ? NOTHING : PAUSE;
  }
  if (c >= 128 || ALWAYS_STRONG[c] === 1) return STRONG;
  switch (c) {
    case 35: // "C#", "#5", but not a heading
      return isWord(beforeKind) || isWord(nextKind) ? STRONG : WEAK;
    case 45: // a sign, a hyphen, else a dash or a bullet
      if (nextKind === DIGIT && !isWord(beforeKind)) return STRONG;
      return isWord(beforeKind) && isWord(nextKind) ? NOTHING : WEAK;
    case 42:
    case 47: // an operator between operands
      return (before === 32 && next === 32 && !opens) || (beforeKind === DIGIT && nextKind === DIGIT)
        ? STRONG
        : WEAK;
    default:
      return WEAK;
  }
}

const isWord = (kind: number | undefined): boolean =>
  kind === LOWER || kind === UPPER || kind === DIGIT || kind === IDEOGRAPH;
