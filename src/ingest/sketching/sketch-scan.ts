import {
  characters,
  classifyAstral,
  DIGIT,
  IDEOGRAPH,
  LOWER,
  PUNCTUATION,
  SPACE,
  SURROGATE,
  SYMBOL,
  UPPER,
} from './sketch-characters.ts';
import { fold52, key52, startKey } from './sketch-key.ts';
import { NOTHING, PAUSE, STRONG, symbolWeight } from './sketch-symbols.ts';
import {
  finish,
  IMPORTANT,
  ITEM_BITS,
  NO_STEM,
  REPLACED,
  replacement,
  WORD_PRIME,
  WORD_SEED,
  wordBits,
} from './sketch-words.ts';

/** Set on an item when prose punctuation stands before it. */
export const AFTER_PUNCTUATION = 256;
export const AFTER_NEWLINE = 512;
/** A symbol or a joint, not a word. */
export const IS_SYMBOL = 1024;
/** A lone capital that does not open a sentence. */
export const INNER_CAPITAL = 2048;

/** The words of a text, and its items: words in their plain form and the symbols that carry content. */
export interface Scan {
  words: Int32Array;
  wordCount: number;
  items: Int32Array;
  /** Bits of the word (ITEM_BITS) and of its place. */
  flags: Uint16Array;
  itemCount: number;
  identifiersKey: number;
  /** Most words are in capitals, so capitals say nothing. */
  isCapitals: boolean;
}

const CAMEL = 256;
const FOLDED = 512;
const FOLDED_AS_CAPS = 1024;
const BIT_DIGIT = 1 << DIGIT;
const BIT_LOWER = 1 << LOWER;
const BIT_UPPER = 1 << UPPER;

const JOINTS = new Uint8Array(128);
for (const joint of './\\@_:#') JOINTS[joint.charCodeAt(0)] = 1;
/** Joints only between digits, or beside one. */
const DIGIT_JOINTS = new Uint8Array(128);
for (const joint of ",-*'") DIGIT_JOINTS[joint.charCodeAt(0)] = 1;

const NEWLINE = 10;
const APOSTROPHE = 39;
const CURLY_APOSTROPHE = 0x2019;
/** Longest run between two words that still ties them together ("://"). */
const LONGEST_JOINT = 3;
const KEEP_ARRAYS = 1 << 20;

let spare: Scan | undefined;

function acquire(): Scan {
  const scan = spare ?? {
    words: new Int32Array(4096),
    wordCount: 0,
    items: new Int32Array(8192),
    flags: new Uint16Array(8192),
    itemCount: 0,
    identifiersKey: 1,
    isCapitals: false,
  };
  spare = undefined;
  scan.wordCount = 0;
  scan.itemCount = 0;
  return scan;
}

/** Hands the arrays back for the next text, unless a giant text blew them up. */
export function release(scan: Scan): void {
  if (scan.items.length <= KEEP_ARRAYS) spare = scan;
}

function pushWord(scan: Scan, hash: number): void {
  if (scan.wordCount === scan.words.length) {
    const grown = new Int32Array(scan.words.length * 2);
    grown.set(scan.words);
    scan.words = grown;
  }
  scan.words[scan.wordCount++] = hash;
}

function pushItem(scan: Scan, hash: number, flags: number): void {
  if (scan.itemCount === scan.items.length) {
    const items = new Int32Array(scan.items.length * 2);
    items.set(scan.items);
    scan.items = items;
    const grown = new Uint16Array(items.length);
    grown.set(scan.flags);
    scan.flags = grown;
  }
  scan.items[scan.itemCount] = hash;
  scan.flags[scan.itemCount++] = flags;
}

const symbolHash = (c: number): number => finish(Math.imul(c + 0x5bd1e995, 0x9e3779b1));

function fold(plainKey: Int32Array, capsKey: Int32Array, hash: number): void {
  fold52(plainKey, hash);
  fold52(capsKey, hash);
}

/** Reads a text once. The result is valid until `release`. */
export function scan(text: string): Scan {
  const { classes, lower } = characters();
  const out = acquire();
  const length = text.length;
  // Two running keys: capitals tell codes from words only where most words are not capitals.
  const plainKey = startKey();
  const capsKey = startKey();
  let capsWords = 0;
  let casedWords = 0;
  let previousKinds = 0;
  let previousHash = 0;
  let gapStart = 0;
  let gapSpace = true;
  let gapJoint = 0;
  let flags = AFTER_PUNCTUATION;

  let i = 0;
  while (i < length) {
    let c = text.charCodeAt(i);
    let kind = classes[c]!;
    let width = 1;
    if (kind === SURROGATE) {
      const point = text.codePointAt(i)!;
      if (point > 0xffff) {
        c = point;
        width = 2;
        kind = classifyAstral(point);
      } else kind = SYMBOL;
    }
    if (kind === SPACE) {
      gapSpace = true;
      if (c === NEWLINE) flags |= AFTER_NEWLINE;
      i++;
      continue;
    }
    if (kind === PUNCTUATION || kind === SYMBOL) {
      const next = i + 1 < length ? text.charCodeAt(i + 1) : 32;
      const before = i > 0 ? text.charCodeAt(i - 1) : 32;
      if (c < 128 && (JOINTS[c] === 1 || DIGIT_JOINTS[c] === 1)) gapJoint = Math.imul(gapJoint, 31) + c;
      const weight = symbolWeight(
        c,
        kind,
        before,
        next,
        classes,
        (flags & AFTER_NEWLINE) !== 0 || out.wordCount === 0,
      );
      if (weight === PAUSE) flags |= AFTER_PUNCTUATION;
      else if (weight !== NOTHING) {
        const hash = symbolHash(c);
        pushItem(out, hash, flags | IS_SYMBOL);
        flags = 0;
        if (weight === STRONG) fold(plainKey, capsKey, hash);
      }
      i += width;
      continue;
    }

    // A word: letters, marks and digits, an apostrophe inside it dropped.
    let h = WORD_SEED;
    let beforeLast = h;
    let kinds = 0;
    const start = i;
    let last = 0;
    let second = 0;
    if (kind === IDEOGRAPH) {
      h = Math.imul(h ^ c, WORD_PRIME);
      kinds = 1 << IDEOGRAPH;
      i += width;
    } else {
      let previousKind = 0;
      for (;;) {
        beforeLast = h;
        second = last;
        last = width === 2 ? c : lower[c]!;
        h = Math.imul(h ^ last, WORD_PRIME);
        if (kind === UPPER && previousKind === LOWER) kinds |= CAMEL;
        kinds |= 1 << kind;
        previousKind = kind;
        i += width;
        if (i >= length) break;
        c = text.charCodeAt(i);
        width = 1;
        kind = classes[c]!;
        if (kind >= LOWER && kind <= DIGIT) continue;
        if ((c === APOSTROPHE || c === CURLY_APOSTROPHE) && i + 1 < length && (kinds & BIT_DIGIT) === 0) {
          const after = text.charCodeAt(i + 1);
          const afterKind = classes[after]!;
          if (afterKind !== LOWER && afterKind !== UPPER) break;
          i++;
          c = after;
          kind = afterKind;
        } else if (kind === SURROGATE) {
          const point = text.codePointAt(i)!;
          if (point <= 0xffff) break;
          const astral = classifyAstral(point);
          if (astral !== LOWER && astral !== DIGIT) break;
          c = point;
          kind = astral;
          width = 2;
        } else break;
      }
    }
    const end = i;
    const word = finish(h);
    let bits = wordBits(word);
    let plain = word;
    const size = end - start;
    const hasDigit = (kinds & BIT_DIGIT) !== 0;
    // A plural s; words in -ss, -us, -is and -ics are singular.
    if (last === 115 && size >= 4 && !hasDigit && (bits & (NO_STEM | REPLACED)) === 0) {
      if (second !== 115 && second !== 117 && second !== 105 && second !== 99) {
        plain = finish(beforeLast);
        bits |= wordBits(plain);
      }
    }
    pushWord(out, word);

    const isCaps = size >= 2 && (kinds & BIT_UPPER) !== 0 && (kinds & BIT_LOWER) === 0 && !hasDigit;
    if ((kinds & (BIT_UPPER | BIT_LOWER)) !== 0) {
      casedWords++;
      if (isCaps) capsWords++;
    }
    const gap = start - gapStart;
    if (!gapSpace && gapJoint !== 0 && gap <= LONGEST_JOINT && out.wordCount > 1) {
      const beside = ((kinds | previousKinds) & BIT_DIGIT) !== 0;
      const isTied = JOINTS[text.charCodeAt(start - 1)] === 1;
      if (isTied || beside) {
        if ((previousKinds & FOLDED) === 0) {
          fold52(plainKey, previousHash);
          if ((previousKinds & FOLDED_AS_CAPS) === 0) fold52(capsKey, previousHash);
        }
        const joint = symbolHash(gapJoint);
        fold(plainKey, capsKey, joint);
        pushItem(out, joint, IS_SYMBOL);
        fold(plainKey, capsKey, plain);
        kinds |= FOLDED;
      }
    }
    if ((kinds & FOLDED) === 0) {
      if (hasDigit || (kinds & CAMEL) !== 0 || (bits & IMPORTANT) !== 0) {
        fold(plainKey, capsKey, plain);
        kinds |= FOLDED;
      } else if ((bits & REPLACED) !== 0) {
        for (const part of replacement(word))
          if ((wordBits(part) & IMPORTANT) !== 0) fold(plainKey, capsKey, part);
      } else if (isCaps) {
        fold52(capsKey, plain);
        kinds |= FOLDED_AS_CAPS;
      }
    }
    if (size === 1 && (kinds & BIT_UPPER) !== 0 && (flags & (AFTER_PUNCTUATION | AFTER_NEWLINE)) === 0) {
      flags |= INNER_CAPITAL;
    }
    if ((bits & REPLACED) !== 0) {
      for (const part of replacement(word)) {
        pushItem(out, part, flags | (wordBits(part) & ITEM_BITS));
        flags = 0;
      }
    } else pushItem(out, plain, flags | (bits & ITEM_BITS));
    flags = 0;
    previousKinds = kinds;
    previousHash = plain;
    gapStart = end;
    gapSpace = false;
    gapJoint = 0;
  }
  out.isCapitals = capsWords * 2 > casedWords;
  out.identifiersKey = key52(out.isCapitals ? plainKey : capsKey);
  return out;
}
