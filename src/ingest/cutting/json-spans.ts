/** Values that ended, as start and end by turns; where the one that has not ended began, or -1; where scanning ended. */
export interface Scanned {
  readonly spans: number[];
  readonly open: number;
  /** The length of the bytes, or the place after the array that was scanned for. */
  readonly end: number;
}

/** Finds records in a stream of bytes, chunk by chunk. */
export interface SpanScanner {
  /**
   * Scans `bytes` from `from`; `start` is where the value that is still open began, or -1. Returns the spans of the
   * values that ended, and the start of the one that has not.
   */
  scan(bytes: Uint8Array, from: number, start: number): Scanned;
}

/**
 * Finds the JSON values in a stream of bytes that are not one a line: the elements of an array, or values written one
 * after another, however they are laid out. Looks at brackets and quotes only; whether a value is JSON is the parser's to say.
 */
export class JsonSpans implements SpanScanner {
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  /** 1 inside the outer array, 0 for bare values. */
  readonly #base: number;
  #hasOpened: boolean;
  #hasClosed = false;
  readonly #isPart: boolean;

  /** `isPart`: the array stands within something else, so scanning ends after it. */
  constructor(isArray: boolean, isPart = false) {
    this.#base = isArray ? 1 : 0;
    this.#hasOpened = !isArray;
    this.#isPart = isPart;
  }

  /** Whether the array has ended. */
  get hasClosed(): boolean {
    return this.#hasClosed;
  }

  scan(bytes: Uint8Array, from: number, start: number): Scanned {
    const spans: number[] = [];
    let open = start;
    const base = this.#base;
    const end = bytes.length;
    let depth = this.#depth;
    for (let i = from; i < end; i++) {
      if (this.#isString) {
        i = this.#skipString(bytes, i);
        if (this.#isString) break;
        continue;
      }
      const byte = bytes[i]!;
      if (byte === 0x22) {
        this.#isString = true;
        if (open < 0 && depth === base) open = i;
      } else if (byte === 0x7b || byte === 0x5b) {
        if (!this.#hasOpened) {
          this.#hasOpened = true;
        } else if (depth === base && open < 0) open = i;
        depth++;
      } else if (byte === 0x7d || byte === 0x5d) {
        if (depth > 0) depth--;
        if (depth === base && open >= 0) {
          spans.push(open, i + 1);
          open = -1;
        } else if (depth < base) {
          // A scalar may be the last value of the array.
          if (open >= 0) spans.push(open, i);
          open = -1;
          this.#hasClosed = true;
          if (this.#isPart) return { spans, open, end: i + 1 };
        }
      } else if (depth === base && !this.#hasClosed) {
        // Scalars between the values of an array are records too: broken ones, to be counted.
        if (byte === 0x2c || byte <= 0x20) {
          if (open >= 0) {
            spans.push(open, i);
            open = -1;
          }
        } else if (open < 0) open = i;
      }
    }
    this.#depth = depth;
    return { spans, open, end };
  }

  /** Index of the closing quote, or the end of the bytes while the string goes on. */
  #skipString(bytes: Uint8Array, from: number): number {
    let i = from;
    if (this.#isEscaped) {
      this.#isEscaped = false;
      i++;
    }
    for (; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte === 0x5c) {
        if (i + 1 === bytes.length) {
          this.#isEscaped = true;
          return i + 1;
        }
        i++;
      } else if (byte === 0x22) {
        this.#isString = false;
        return i;
      }
    }
    return i;
  }
}
