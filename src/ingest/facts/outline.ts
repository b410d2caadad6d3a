import { OUTLINE } from '../../model/segment.ts';

/** Passages kept from either end of a text, and how many words its beginning and its end are compared by. Own choice. */
const FIRST_PASSAGES = 24;
const LAST_PASSAGES = 12;
const AFFIX_WORDS = [3, 5, 8, 12] as const;
const LONGEST_AFFIX = 12;
/** A token of more units is a value, not a word. */
const LONGEST_WORD = 40;

/** Words that open what a person asks rather than what a program was told to send. Own choice. */
const TALK = new Set(
  (
    'i im ive id my we our how what whats why when where who which can could would will is are am do does did should ' +
    'has have hi hello hey please thanks thank dear sorry ok okay yes no there'
  ).split(' '),
);

/** Parts of a date beside its numbers, and what may join two of them. */
const DATE_WORDS = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun ' +
    'january february march april may june july august september october november december ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
);
const DATE_JOINTS = new Set(['at', 'of', 'am', 'pm', 'utc', 'gmt', 'cet', 'est', 'pst']);
const LONGEST_DATE_WORD = 9;

const SLOT = 0x51ed270b;

const BLANK = 0;
const LETTER = 1;
const DIGIT = 2;
/** Joins the parts of one token: an address, a number with a fraction, a word with a hyphen. */
const JOINT = 3;
/** Ends a passage wherever it stands. */
const BORDER = 4;
/** Ends a passage when a blank follows. */
const STOP = 5;
const IDEOGRAPH = 6;
const MARK = 7;

const CLASSES = new Uint8Array(128).fill(MARK);
for (let unit = 0; unit <= 32; unit++) CLASSES[unit] = BLANK;
for (let unit = 48; unit <= 57; unit++) CLASSES[unit] = DIGIT;
for (let unit = 65; unit <= 90; unit++) CLASSES[unit] = LETTER;
for (let unit = 97; unit <= 122; unit++) CLASSES[unit] = LETTER;
for (const char of "-_/@&'+") CLASSES[char.charCodeAt(0)] = JOINT;
for (const char of '\n"{}[]<>|`') CLASSES[char.charCodeAt(0)] = BORDER;
for (const char of '.!?:;') CLASSES[char.charCodeAt(0)] = STOP;

function classOf(unit: number): number {
  if (unit < 128) return CLASSES[unit]!;
  if (unit === 0x3002 || unit === 0xff01 || unit === 0xff1f || unit === 0xff1a || unit === 0xff1b)
    return BORDER;
  if (unit === 0x300c || unit === 0x300d || unit === 0x201c || unit === 0x201d) return BORDER;
  if (unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200f) || unit === 0x3000) return BLANK;
  if (unit >= 0x3000 && unit <= 0x303f) return MARK;
  if (unit >= 0x2e80 && unit < 0xd800) return unit >= 0xac00 ? LETTER : IDEOGRAPH;
  if (unit >= 0xff00 && unit <= 0xff0f) return MARK;
  return unit < 0xc0 || (unit >= 0x2010 && unit <= 0x2bff) ? MARK : LETTER;
}

/**
 * What prompts of one template have in common, in a few numbers: a hash of each passage (a sentence, a line, a value in
 * quotes or JSON) from either end of the text, and of its first and last words. Numbers, dates, addresses and names are
 * left open in them. Each number holds the passage's words and marks as OUTLINE says. Linear in any text.
 */
export function outline(text: string): Uint32Array {
  const scan = new Scan();
  scan.read(text);
  return scan.result();
}

class Scan {
  readonly #first: number[] = [];
  /** The newest LAST_PASSAGES, around. */
  readonly #last: number[] = [];
  #passages = 0;
  readonly #head: number[] = [];
  readonly #tail = new Int32Array(LONGEST_AFFIX);
  #words = 0;
  #isTalkFirst = false;

  #hash = 0;
  #count = 0;
  #isTalk = false;
  #wasSlot = false;
  /** A joint behind a value, which belongs to the value if another one follows; 0 for none. */
  #joint = 0;
  #isAtLineStart = true;

  read(text: string): void {
    let i = 0;
    while (i < text.length) {
      const unit = text.charCodeAt(i);
      const kind = classOf(unit);
      if (kind === LETTER || kind === DIGIT) {
        i = this.#token(text, i);
        continue;
      }
      if (kind === IDEOGRAPH) this.#word(Math.imul(unit, 0x9e3779b1) | 1, false, false);
      else if (kind === BORDER) this.#end(true, unit === 0xff1f);
      else if (kind === STOP) {
        const next = i + 1 < text.length ? classOf(text.charCodeAt(i + 1)) : BLANK;
        if (next === BLANK || next === BORDER || next === IDEOGRAPH) {
          const isLine = i + 1 >= text.length || text.charCodeAt(i + 1) === 10;
          this.#end(unit === 0x3a || (isLine && this.#isAtLineStart), unit === 0x3f);
          this.#isAtLineStart = false;
        }
      }
      if (unit === 10) this.#isAtLineStart = true;
      i++;
    }
    this.#end(this.#isAtLineStart && this.#passages > 0, false);
  }

  /** Reads one token from a letter or digit on; returns where it ends. */
  #token(text: string, from: number): number {
    let hash = 0x2545f491;
    let isValue = false;
    let capitals = 0;
    let letters = 0;
    let i = from;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const kind = classOf(unit);
      if (kind === DIGIT) isValue = true;
      else if (kind === LETTER) {
        letters++;
        if (unit >= 65 && unit <= 90) capitals++;
      } else if (kind === JOINT || kind === STOP || (unit === 0x2c && isValue)) {
        const next = i + 1 < text.length ? classOf(text.charCodeAt(i + 1)) : BLANK;
        const isUrl = unit === 0x3a && text.startsWith('//', i + 1);
        if (next !== LETTER && next !== DIGIT && !isUrl && !(isValue && next === JOINT)) break;
        if (unit === 0x40 || isUrl) isValue = true;
        if (unit === 0x27) continue;
      } else break;
      hash = Math.imul(hash ^ (unit >= 65 && unit <= 90 ? unit + 32 : unit), 0x85ebca77);
      hash ^= hash >>> 15;
    }
    const first = text.charCodeAt(from);
    const isName = capitals > 0 && capitals < letters && first >= 65 && first <= 90;
    const word = i - from <= LONGEST_DATE_WORD ? text.slice(from, i).toLowerCase().replace("'", '') : '';
    const isTalk = this.#count === 0 && TALK.has(word);
    const isDate = capitals > 0 && DATE_WORDS.has(word) && (this.#count > 0 || word !== 'may');
    const isSlot = isValue || i - from > LONGEST_WORD || (isName && this.#count > 0) || isDate;
    if (this.#wasSlot && !isSlot && this.#joint === 0 && DATE_JOINTS.has(word)) this.#joint = hash | 1;
    else this.#word(isSlot ? SLOT : hash | 1, isSlot, isTalk);
    return i;
  }

  #word(hash: number, isSlot: boolean, isTalk: boolean): void {
    const joint = this.#joint;
    this.#joint = 0;
    if (isSlot && this.#wasSlot) return;
    this.#wasSlot = isSlot;
    if (joint !== 0) this.#word(joint, false, false);
    this.#hash = fold(this.#hash, hash);
    if (this.#count === 0 && isTalk) this.#isTalk = true;
    // What is left open says nothing by itself.
    if (!isSlot) this.#count++;
    if (this.#words === 0) this.#isTalkFirst = isTalk;
    if (this.#head.length < LONGEST_AFFIX) this.#head.push(hash);
    this.#tail[this.#words++ % LONGEST_AFFIX] = hash;
  }

  #end(isDelimited: boolean, isQuestion: boolean): void {
    this.#joint = 0;
    if (this.#count > 0) {
      const marks = (isDelimited ? OUTLINE.delimited : 0) | (isQuestion || this.#isTalk ? OUTLINE.talk : 0);
      const passage = packed(this.#hash, this.#count, marks);
      if (this.#first.length < FIRST_PASSAGES) this.#first.push(passage);
      else this.#last[this.#passages % LAST_PASSAGES] = passage;
      this.#passages++;
    }
    this.#hash = 0;
    this.#count = 0;
    this.#isTalk = false;
    this.#wasSlot = false;
  }

  result(): Uint32Array {
    const all = [...this.#first, ...this.#last];
    for (const length of AFFIX_WORDS) {
      if (length > this.#words) break;
      let head = 1;
      let tail = 2;
      for (let k = 0; k < length; k++) {
        head = fold(head, this.#head[k]!);
        tail = fold(tail, this.#tail[(this.#words - 1 - k) % LONGEST_AFFIX]!);
      }
      all.push(packed(head, length, OUTLINE.affix | (this.#isTalkFirst ? OUTLINE.talk : 0)));
      all.push(packed(tail, length, OUTLINE.affix | OUTLINE.ending));
    }
    return Uint32Array.from(new Set(all));
  }
}

function fold(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word ^ 0x9e3779b1, 0xc2b2ae35);
  return Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) ^ (mixed >>> 13);
}

function packed(hash: number, words: number, marks: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (((mixed ^ (mixed >>> 13)) & OUTLINE.hash) | marks | Math.min(words, OUTLINE.words)) >>> 0;
}
