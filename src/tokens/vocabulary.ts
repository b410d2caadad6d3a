/** What js-tiktoken's ranks modules hold. */
export interface RanksModule {
  readonly pat_str: string;
  /** Lines of `! <first rank> <token in base64> <token in base64> ...`, the ranks counting up. */
  readonly bpe_ranks: string;
}

/** The rank of bytes that are no token: above every rank. */
export const NO_RANK = 0x7fffffff;

/** A record is the rank (3 bytes, low byte first), the length (1 byte) and the bytes of a token. */
const HEAD = 4;
/** A slot of the table is the position of a record + 1 in its low bits and bits of the hash above; 0 is free. */
const POSITION = 0x3fffff;

/**
 * The tokens of one encoding with their ranks: an open-addressing hash table over one block of bytes. Small and
 * written mostly in order, because building it is on the way of every start, once per thread.
 */
export class Vocabulary {
  readonly #slots: Int32Array;
  readonly #records: Uint8Array;
  readonly #mask: number;
  #end = 0;
  #longest = 0;

  /** Throws a RangeError for a token above 255 bytes or more than 4 MB of tokens; the public vocabularies have half. */
  constructor(source: string) {
    const text = Buffer.from(source, 'latin1');
    // The shortest token takes 5 characters with its blank, so at most half of the slots or so are ever taken.
    const capacity = 1 << Math.ceil(Math.log2(source.length / 5));
    this.#slots = new Int32Array(capacity);
    this.#mask = capacity - 1;
    this.#records = new Uint8Array(source.length);
    for (let at = 0; at < text.length; at++) {
      at = text.indexOf(BLANK, at) + 1;
      let rank = 0;
      for (; at < text.length && text[at]! > BLANK; at++) rank = rank * 10 + text[at]! - ZERO;
      while (at < text.length && text[at] === BLANK) {
        at = this.#add(text, at, rank);
        rank += BATCH;
      }
    }
    if (this.#longest > 0xff || this.#end > POSITION)
      throw new RangeError('a vocabulary of this size does not fit');
  }

  /** Bytes of the longest token. */
  get longest(): number {
    return this.#longest;
  }

  /** The rank of the token `bytes[from..to)`, or NO_RANK. */
  rank(bytes: Uint8Array, from: number, to: number): number {
    const record = this.find(hashBytes(bytes, from, to), bytes, from, to);
    if (record < 0) return NO_RANK;
    const records = this.#records;
    return records[record]! | (records[record + 1]! << 8) | (records[record + 2]! << 16);
  }

  /** The record of the token `bytes[from..to)`, whose `hashBytes` is `hash`; negative when it is no token. */
  find(hash: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const records = this.#records;
    const mask = this.#mask;
    const length = to - from;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry === 0) return -1;
      if ((entry ^ hash) & ~POSITION) continue;
      const record = (entry & POSITION) - 1;
      if (records[record + 3] !== length) continue;
      const start = record + HEAD;
      let same = 0;
      while (same < length && records[start + same] === bytes[from + same]) same++;
      if (same === length) return record;
    }
  }

  /**
   * Adds the tokens from `at`, where their blank is, to the end of the line, but BATCH of them at most: called often, it
   * is compiled early, where one long loop would be interpreted for most of its run. Returns where it stopped.
   */
  #add(text: Uint8Array, at: number, firstRank: number): number {
    const records = this.#records;
    const slots = this.#slots;
    const mask = this.#mask;
    let start = this.#end;
    let next = at;
    for (let rank = firstRank; rank < firstRank + BATCH && text[next] === BLANK; rank++) {
      next++;
      let end = start + HEAD;
      for (; next < text.length && text[next]! > BLANK; next += 4) {
        const bits =
          (SIXTETS[text[next]!]! << 18) |
          (SIXTETS[text[next + 1]!]! << 12) |
          (SIXTETS[text[next + 2]!]! << 6) |
          SIXTETS[text[next + 3]!]!;
        records[end] = bits >> 16;
        records[end + 1] = bits >> 8;
        records[end + 2] = bits;
        end += 3;
      }
      if (text[next - 1] === PADDING) end -= text[next - 2] === PADDING ? 2 : 1;
      const length = end - start - HEAD;
      records[start] = rank;
      records[start + 1] = rank >> 8;
      records[start + 2] = rank >> 16;
      records[start + 3] = length;
      if (length > this.#longest) this.#longest = length;
      const hash = hashBytes(records, start + HEAD, end);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~POSITION) | (start + 1);
      start = end;
    }
    this.#end = start;
    return next;
  }
}

/** FNV-1a (Fowler, Noll, Vo) byte by byte, the high bits brought down, since tables take their index from the low ones. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

/** Tokens that are added in one call. */
const BATCH = 64;
const BLANK = 0x20;
const ZERO = 0x30;
const PADDING = 0x3d;

const SIXTETS = new Uint8Array(256);
for (const [value, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  SIXTETS[character.charCodeAt(0)] = value;
}
