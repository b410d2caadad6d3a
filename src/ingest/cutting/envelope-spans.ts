import { JsonSpans, type Scanned, type SpanScanner } from './json-spans.ts';

/** Keys from the top of a document down to an array, e.g. `['log', 'entries']`. */
export type KeyPath = readonly string[];

/** What finds the values of a file that are not one a line: see `JsonSpans` and, where there are paths, `EnvelopeSpans`. */
export function spanScanner(isArray: boolean, envelope: readonly KeyPath[] | undefined): SpanScanner {
  return envelope === undefined ? new JsonSpans(isArray) : new EnvelopeSpans(envelope);
}

/** A key in quotes that is longer is none that is looked for, were it all escapes. */
const LONGEST_KEY = 1024;

/**
 * Finds the elements of arrays that stand at certain paths of a document, or of several documents one after another:
 * `{"data": [element, element], ...}`. All else in a document is passed over without being held, however long it is.
 * Keys are compared as JSON reads them; a path that leads to something else than an array is passed over too.
 */
export class EnvelopeSpans implements SpanScanner {
  readonly #paths: readonly KeyPath[];
  /** The array that is being read. */
  #inner: JsonSpans | undefined;
  /** Open brackets outside of it. */
  #depth = 0;
  /** The keys that lead to where scanning is, as long as a path begins with them. */
  #keys: string[] = [];
  /** Brackets that are open around what is passed over, or 0. */
  #passing = 0;
  #isKeyNext = false;
  #isString = false;
  #isEscaped = false;
  /** The bytes of the key that is being read. */
  #key: number[] | undefined;

  constructor(paths: readonly KeyPath[]) {
    this.#paths = paths;
  }

  scan(bytes: Uint8Array, from: number, start: number): Scanned {
    const all: number[][] = [];
    let open = start;
    let at = from;
    while (at < bytes.length) {
      if (this.#inner === undefined) {
        at = this.#arrayFrom(bytes, at);
        if (at === bytes.length) break;
        this.#inner = new JsonSpans(true, true);
      }
      const part = this.#inner.scan(bytes, at, open);
      all.push(part.spans);
      open = part.open;
      at = part.end;
      if (this.#inner.hasClosed) this.#inner = undefined;
    }
    return { spans: all.length === 1 ? all[0]! : all.flat(), open, end: bytes.length };
  }

  /** The place of the bracket that opens the next array at one of the paths; the length of the bytes when there is none. */
  #arrayFrom(bytes: Uint8Array, from: number): number {
    for (let i = from; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#isString) this.#inString(byte);
      else if (byte === 0x22) {
        this.#isString = true;
        if (this.#isKeyNext) this.#key = [];
      } else if (byte === 0x7b || byte === 0x5b) {
        if (byte === 0x5b && this.#passing === 0 && this.#isAtPath()) return i;
        this.#openBracket(byte === 0x7b);
      } else if (byte === 0x7d || byte === 0x5d) this.#closeBracket();
      else if (byte === 0x2c && this.#passing === 0) {
        this.#keys.length = Math.max(0, this.#depth - 1);
        this.#isKeyNext = this.#depth > 0;
      }
    }
    return bytes.length;
  }

  #inString(byte: number): void {
    const isEnd = byte === 0x22 && !this.#isEscaped;
    this.#isEscaped = byte === 0x5c && !this.#isEscaped;
    if (!isEnd) {
      if (this.#key !== undefined && this.#key.length < LONGEST_KEY) this.#key.push(byte);
      return;
    }
    this.#isString = false;
    if (this.#key === undefined) return;
    this.#keys[this.#depth - 1] = keyOf(this.#key);
    this.#key = undefined;
    this.#isKeyNext = false;
  }

  #openBracket(isObject: boolean): void {
    this.#depth++;
    if (this.#passing > 0) return;
    this.#isKeyNext = isObject && this.#isOnPath();
    if (!this.#isKeyNext) this.#passing = this.#depth;
  }

  #closeBracket(): void {
    if (this.#passing === this.#depth) this.#passing = 0;
    if (this.#depth > 0) this.#depth--;
    if (this.#passing > 0) return;
    this.#isKeyNext = false;
    this.#keys.length = Math.min(this.#keys.length, this.#depth);
  }

  /** The keys are those of a path, to its end. */
  #isAtPath(): boolean {
    return this.#paths.some((path) => path.length === this.#keys.length && this.#begins(path));
  }

  /** The keys are those of a path, and more of it follow. */
  #isOnPath(): boolean {
    return this.#paths.some((path) => path.length > this.#keys.length && this.#begins(path));
  }

  #begins(path: KeyPath): boolean {
    return this.#keys.every((key, i) => key === path[i]);
  }
}

/** A key as JSON reads it; '' for one that it cannot read, which leads nowhere. */
function keyOf(bytes: readonly number[]): string {
  try {
    return JSON.parse(`"${Buffer.from(bytes).toString('utf8')}"`) as string;
  } catch {
    return '';
  }
}
