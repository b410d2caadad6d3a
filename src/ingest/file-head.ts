const NEWLINE = 10;

/** Enough of a file to recognise it by; more is taken while not one line has ended, and still more while nothing in it is known. */
const SNIFF_BYTES = 1 << 18;
const LINE_BYTES_AT_MOST = 1 << 24;
/** A first record of this length, the longest that is read unless the user says otherwise, may be the whole file. */
const SNIFF_BYTES_AT_MOST = 1 << 26;
const GROWTH = 8;

/** The beginning of a file, held so that it can be looked at before it is read. */
export interface FileHead {
  readonly head: Uint8Array;
  /** What comes after it. */
  readonly rest: AsyncIterator<Uint8Array>;
  /** Nothing comes after it. */
  readonly isWhole: boolean;
}

export function takeHead(chunks: AsyncIterable<Uint8Array>): Promise<FileHead> {
  return lengthen(
    { head: new Uint8Array(0), rest: chunks[Symbol.asyncIterator](), isWhole: false },
    SNIFF_BYTES,
  );
}

/**
 * What `sniff` makes of the head, which is lengthened while that is nothing, or nothing `isEnough`, and the file goes on.
 * Throws what `sniff` throws of the longest head.
 */
export async function sniffHead<T>(
  start: FileHead,
  sniff: (head: FileHead) => T,
  isEnough: (sniffed: T) => boolean,
  isFinal: (error: unknown) => boolean,
): Promise<{ readonly start: FileHead; readonly sniffed: T }> {
  let longest = start;
  let before = 0;
  for (;;) {
    const { length } = longest.head;
    // A damaged file goes on, but not in bytes that anybody could look at.
    const mayGrow = !longest.isWhole && length < SNIFF_BYTES_AT_MOST && length > before;
    before = length;
    try {
      const sniffed = sniff(longest);
      if (!mayGrow || isEnough(sniffed)) return { start: longest, sniffed };
    } catch (error) {
      if (!mayGrow || isFinal(error)) {
        await longest.rest.return?.();
        throw error;
      }
    }
    longest = await lengthen(longest, Math.min(SNIFF_BYTES_AT_MOST, GROWTH * length));
  }
}

async function lengthen({ head, rest }: FileHead, wanted: number): Promise<FileHead> {
  const taken: Uint8Array[] = [head];
  let bytes = head.length;
  let hasNewline = head.includes(NEWLINE);
  while (bytes < wanted || (!hasNewline && bytes < LINE_BYTES_AT_MOST)) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await rest.next();
    } catch (error) {
      if (bytes === 0) throw error;
      // What came before the damage is read; the damage is met again where it lies.
      const damaged = { next: () => Promise.reject(error) };
      return { head: Buffer.concat(taken), rest: damaged, isWhole: false };
    }
    if (next.done === true) return { head: Buffer.concat(taken), rest, isWhole: true };
    taken.push(Uint8Array.from(next.value));
    bytes += next.value.length;
    hasNewline ||= next.value.includes(NEWLINE);
  }
  return { head: Buffer.concat(taken), rest, isWhole: false };
}

/** The bytes of the whole file but the first `skip`. */
export async function* afterHead({ head, rest }: FileHead, skip: number): AsyncGenerator<Uint8Array> {
  yield head.subarray(skip);
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
