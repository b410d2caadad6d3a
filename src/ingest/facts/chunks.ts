import { combine52 } from '../../model/hash.ts';
import { chunkTraits } from './chunk-traits.ts';

/** Words of a chunk, by design: at least MIN, at most MAX, 16 on average (after MIN words every eighth word ends one). */
const MIN_WORDS = 8;
const MAX_WORDS = 64;
/** The last words' hash ends a chunk when its top three bits are 0: one time in eight. */
const BOUNDARY_SHIFT = 29;

/** 1 for the letters, digits and the underscore of ASCII. */
const WORD_UNITS = Uint8Array.from({ length: 128 }, (_, unit) =>
  /\w/.test(String.fromCharCode(unit)) ? 1 : 0,
);
/** From here on (CJK and what follows it, surrogates included) scripts put no space between words: each character is one. */
const FIRST_UNSPACED = 0x2e80;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** 1 for what wrapping, indenting and quoting (`> `) put between words: it makes no other passage. */
const LAYOUT_UNITS = Uint8Array.from({ length: 256 }, (_, unit) =>
  /[\s>]/.test(String.fromCharCode(unit)) ? 1 : 0,
);

/**
 * Content-defined chunks of a text in order, as hash, UTF-8 bytes, hash, bytes, ...: equal passages give equal chunks
 * wherever they stand and however they are wrapped, indented or quoted (their bytes differ then), but for the one chunk
 * at either end. A chunk ends before a word where a hash of the last four words says so, hence an insertion moves only the boundaries next to it (content-defined chunking: Muthitacharoen, Chen and
 * Mazieres, "A low-bandwidth network file system", SOSP 2001). The bytes sum to the text's; empty text has no chunks.
 * A word is a run of letters, digits and underscores with what follows it up to the next word. Linear in any text.
 * `traits` has one entry a chunk.
 */
export function contentChunks(text: string): { readonly chunks: Uint32Array; readonly traits: Uint8Array } {
  let chunks = new Uint32Array(16);
  let traits = new Uint8Array(8);
  let start = 0;
  let hasDigit = false;
  let length = 0;
  let chunk = 0;
  let bytes = 0;
  let words = 0;
  let word = 0;
  let last = 0;
  let last2 = 0;
  let last3 = 0;
  let wasInWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSpaced = unit < FIRST_UNSPACED;
    const isInWord = unit < 128 ? WORD_UNITS[unit] === 1 : true;
    const isPairEnd = (unit & 0xfc00) === 0xdc00 && i > 0 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800;
    if (isInWord && !isPairEnd && !(isSpaced && wasInWord) && i > 0) {
      chunk = combine52(chunk, word) >>> 0;
      words++;
      const window = mix(word, last, last2, last3);
      if (words >= MAX_WORDS || (words >= MIN_WORDS && window >>> BOUNDARY_SHIFT === 0)) {
        if (length + 2 > chunks.length) {
          chunks = doubled(chunks);
          traits = doubledBytes(traits);
        }
        if (hasDigit) traits[length >> 1] = chunkTraits(text, start, i);
        chunks[length++] = chunk;
        chunks[length++] = bytes;
        chunk = 0;
        bytes = 0;
        words = 0;
        start = i;
        hasDigit = false;
      }
      last3 = last2;
      last2 = last;
      last = word;
      word = 0;
    }
    if (unit > 255 || LAYOUT_UNITS[unit] === 0) word = Math.imul(word ^ unit, 0x85ebca77) ^ (word >>> 15);
    // A lone surrogate becomes U+FFFD in UTF-8: three bytes; the second half of a pair adds the fourth.
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPairEnd ? 1 : 3;
    wasInWord = isInWord && isSpaced;
    if (unit >= DIGIT_0 && unit <= DIGIT_9) hasDigit = true;
  }
  if (bytes === 0) return { chunks: new Uint32Array(0), traits: new Uint8Array(0) };
  if (length + 2 > chunks.length) {
    chunks = doubled(chunks);
    traits = doubledBytes(traits);
  }
  if (hasDigit) traits[length >> 1] = chunkTraits(text, start, text.length);
  chunks[length++] = combine52(chunk, word) >>> 0;
  chunks[length++] = bytes;
  return { chunks: chunks.slice(0, length), traits: traits.slice(0, length >> 1) };
}

/** Order matters: "a b" and "b a" are different passages. */
function mix(word: number, last: number, last2: number, last3: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ last ^ (last >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ last2 ^ (last2 >>> 15), 0x27d4eb2f);
  hash = Math.imul(hash ^ last3 ^ (last3 >>> 16), 0x165667b1);
  return hash ^ (hash >>> 15);
}

function doubled(chunks: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(chunks.length * 2);
  larger.set(chunks);
  return larger;
}

function doubledBytes(traits: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(traits.length * 2);
  larger.set(traits);
  return larger;
}
