import { randomBytes } from 'node:crypto';

/** Shorter records are parsed faster than they are looked through. */
const SHORTEST_RECORD = 2048;
/** Bytes of a string literal worth remembering; the sampled bytes below must lie inside. */
const SHORTEST_LITERAL = 256;
const SAMPLE_AT = [1, 9, 100, 201] as const;
/** Bytes of a literal that is copied without a look-up. */
const SHORT = 40;
const BYTES_HELD = 24 << 20;
const SLOTS = 1 << 16;
const DEEPEST = 64;

/** Records after which looking on is weighed, the share of bytes that must have been known, and the pause if not. */
const WEIGHED_RECORDS = 64;
const WORTHWHILE = 0.2;
const PAUSE_RECORDS = 1024;

const UNUSUAL = new Error('nested too deep, or with names that cannot be assigned to');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

interface Literal {
  readonly hash: number;
  /** The bytes between the quotes. */
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * JSON.parse for logs that repeat themselves. A conversation's log re-sends its history in every record, so most of a
 * record is string literals that stood in an earlier one. Those are recognised by comparing bytes, and only what is left
 * is parsed: the value is the same, the work is what is new. What it holds is bounded; a log without repeats is soon
 * parsed plainly.
 */
export class LiteralMemo {
  /** Stands for known literals in the text that is parsed. Nobody who writes a log can guess it. */
  readonly #mark = randomBytes(9).toString('base64url');
  readonly #markBytes = Buffer.from(this.#mark);
  #literals: Literal[] = [];
  #slots = new Int32Array(SLOTS).fill(-1);
  #next: number[] = [];
  #held = 0;
  #scratch = Buffer.alloc(0);
  #records = 0;
  #bytes = 0;
  #knownBytes = 0;
  #pause = 0;

  /** The value of the JSON text in `bytes` from `start` to `end`. Throws what JSON.parse throws. */
  parse(bytes: Buffer, start: number, end: number): unknown {
    if (end - start < SHORTEST_RECORD || this.#isPausing())
      return JSON.parse(bytes.toString('utf8', start, end));
    if (this.#scratch.length < end - start + 2 * SHORTEST_LITERAL)
      this.#scratch = Buffer.alloc(2 * (end - start));
    const fresh: number[] = [];
    const known = this.#knownBytes;
    const length = this.#shorten(bytes, start, end, fresh);
    const hasKnown = this.#knownBytes > known;
    let value: unknown;
    try {
      value = JSON.parse(this.#scratch.toString('utf8', 0, length));
      if (hasKnown) value = this.#restore(value, 0);
    } catch {
      // Not JSON, and then the error must be about the record's own text; or too unusual to be put right here.
      return JSON.parse(bytes.toString('utf8', start, end));
    }
    for (let i = 0; i < fresh.length; i += 2) this.#learn(bytes, fresh[i]!, fresh[i + 1]!);
    this.#records++;
    this.#bytes += end - start;
    return value;
  }

  #isPausing(): boolean {
    if (this.#pause > 0) {
      this.#pause--;
      return true;
    }
    if (this.#records < WEIGHED_RECORDS) return false;
    if (this.#knownBytes < WORTHWHILE * this.#bytes) this.#pause = PAUSE_RECORDS;
    this.#records = this.#bytes = this.#knownBytes = 0;
    return this.#pause > 0;
  }

  /** Copies the record into the scratch buffer with marks for known literals; notes start and end of unknown long ones. */
  #shorten(bytes: Buffer, start: number, end: number, fresh: number[]): number {
    const out = this.#scratch;
    let length = 0;
    for (let i = start; i < end; ) {
      const byte = bytes[i]!;
      if (byte !== QUOTE) {
        out[length++] = byte;
        i++;
        continue;
      }
      // Names and short values are most of the literals: they are copied byte by byte before anything is looked up.
      const opened = length;
      const near = Math.min(i + SHORT, end);
      let close = i + 1;
      out[length++] = byte;
      while (close < near && bytes[close] !== QUOTE && bytes[close] !== BACKSLASH)
        out[length++] = bytes[close++]!;
      if (close < near && bytes[close] === QUOTE) {
        out[length++] = QUOTE;
        i = close + 1;
        continue;
      }
      length = opened;
      const number = end - i > SHORTEST_LITERAL + 1 ? this.#find(bytes, i, end) : -1;
      if (number >= 0) {
        const size = this.#literals[number]!.bytes.length;
        length = this.#putMark(number, length);
        this.#knownBytes += size;
        i += size + 2;
        continue;
      }
      while (close < end && bytes[close] !== QUOTE) close += bytes[close] === BACKSLASH ? 2 : 1;
      const after = Math.min(close + 1, end);
      if (close - i > SHORTEST_LITERAL && close < end) fresh.push(i + 1, close);
      bytes.copy(out, length, i, after);
      length += after - i;
      i = after;
    }
    return length;
  }

  /** The known literal whose opening quote is at `quote`, if it is a value and not a key; -1 for none. */
  #find(bytes: Buffer, quote: number, end: number): number {
    const hash = sample(bytes, quote);
    for (let n = this.#slots[hash & (SLOTS - 1)]!; n >= 0; n = this.#next[n]!) {
      const literal = this.#literals[n]!;
      const close = quote + 1 + literal.bytes.length;
      if (literal.hash !== hash || close >= end || bytes[close] !== QUOTE) continue;
      if (bytes.compare(literal.bytes, 0, literal.bytes.length, quote + 1, close) !== 0) continue;
      let after = close + 1;
      while (after < end && bytes[after]! <= 0x20) after++;
      return bytes[after] === COLON ? -1 : n;
    }
    return -1;
  }

  #putMark(number: number, at: number): number {
    const out = this.#scratch;
    out[at] = QUOTE;
    this.#markBytes.copy(out, at + 1);
    const end = at + 1 + this.#markBytes.length;
    const digits = String(number);
    for (let i = 0; i < digits.length; i++) out[end + i] = digits.charCodeAt(i);
    out[end + digits.length] = QUOTE;
    return end + digits.length + 1;
  }

  #restore(value: unknown, depth: number): unknown {
    if (typeof value === 'string') {
      return value.startsWith(this.#mark)
        ? this.#literals[Number(value.slice(this.#mark.length))]!.text
        : value;
    }
    if (value === null || typeof value !== 'object') return value;
    if (depth > DEEPEST) throw UNUSUAL;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = this.#restore(value[i], depth + 1);
    } else {
      const object = value as Record<string, unknown>;
      for (const key in object) {
        const inner = object[key];
        if (typeof inner === 'string' || (inner !== null && typeof inner === 'object')) {
          // Assigning to this name would not set a property.
          if (key === '__proto__') throw UNUSUAL;
          object[key] = this.#restore(inner, depth + 1);
        }
      }
    }
    return value;
  }

  #learn(bytes: Buffer, start: number, end: number): void {
    if (this.#held > BYTES_HELD) {
      this.#literals = [];
      this.#next = [];
      this.#slots.fill(-1);
      this.#held = 0;
    }
    const hash = sample(bytes, start - 1);
    const slot = hash & (SLOTS - 1);
    const text = JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
    // A copy: the record's memory is used again.
    const literal = { hash, bytes: Buffer.from(bytes.subarray(start, end)), text };
    const number = this.#literals.push(literal) - 1;
    this.#next[number] = this.#slots[slot]!;
    this.#slots[slot] = number;
    this.#held += 3 * (end - start);
  }
}

/** A hash of a few bytes behind an opening quote, spread so that texts with a common beginning differ. */
function sample(bytes: Buffer, quote: number): number {
  let hash = 0;
  for (const at of SAMPLE_AT)
    hash = Math.imul(hash ^ bytes.readInt32LE(quote + at), 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
}
