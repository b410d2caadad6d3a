import { InputError } from '../../contracts/input-error.ts';

const FRAME_MAGIC = 0xfd2fb528;
/** Any of sixteen, which differ in the last four bits. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const DICTIONARY_BYTES = [0, 1, 2, 4];
const RLE_BLOCK = 1;
const CHECKSUM_BYTES = 4;

/**
 * What zstd data decompresses to, frame by frame: `decompress` does one of them. Node's own decompressor stops without a
 * word at the end of a frame, whatever follows, and where the bytes end, wherever in a frame that is; a log that was
 * appended to is several frames, and one that was cut has to be said to be. Throws InputError for that, after what came before.
 */
export async function* eachFrame(
  bytes: AsyncIterable<Uint8Array>,
  decompress: (frame: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  const hasMore = async (): Promise<boolean> => {
    while (chunk.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      chunk = next.value;
    }
    return true;
  };
  try {
    while (await hasMore()) {
      const walk = new FrameWalk();
      async function* frame(): AsyncGenerator<Uint8Array> {
        while (!walk.isAtEnd && (await hasMore())) {
          const part = chunk.subarray(0, walk.advance(chunk));
          chunk = chunk.subarray(part.length);
          yield part;
        }
      }
      yield* decompress(frame());
      if (!walk.isAtEnd) throw new InputError('the zstd data is cut short');
    }
  } finally {
    await iterator.return?.();
  }
}

/** Follows one frame through bytes that arrive in chunks. */
class FrameWalk {
  readonly #parts = frameParts();
  #next = this.#parts.next([]);
  #taken = 0;
  #header: number[] = [];

  get isAtEnd(): boolean {
    return this.#next.done === true;
  }

  /** How many of these bytes belong to the frame. */
  advance(bytes: Uint8Array): number {
    let at = 0;
    while (this.#next.done !== true) {
      const { length, isRead } = this.#next.value;
      const end = Math.min(bytes.length, at + length - this.#taken);
      if (isRead) for (let i = at; i < end; i++) this.#header.push(bytes[i]!);
      this.#taken += end - at;
      at = end;
      if (this.#taken < length) break;
      this.#next = this.#parts.next(this.#header);
      this.#taken = 0;
      this.#header = [];
    }
    return at;
  }
}

/** The next bytes of a frame: to be read, or to be passed over. */
interface FramePart {
  readonly length: number;
  readonly isRead: boolean;
}

const read = (length: number): FramePart => ({ length, isRead: true });
const pass = (length: number): FramePart => ({ length, isRead: false });

/** The parts of a frame up to its end (RFC 8878, 3.1); what is read is handed back. */
function* frameParts(): Generator<FramePart, void, readonly number[]> {
  const magic = numberOf(yield read(4));
  if (magic - (magic % 16) === SKIPPABLE_MAGIC) {
    yield pass(numberOf(yield read(4)));
    return;
  }
  // What is no frame has no end: the decompressor says what is wrong with it.
  if (magic !== FRAME_MAGIC) yield pass(Number.POSITIVE_INFINITY);
  const descriptor = numberOf(yield read(1));
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
  yield pass((isSingleSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3]! + sizeBytes);
  for (let isLast = false; !isLast; ) {
    const header = numberOf(yield read(3));
    isLast = (header & 1) === 1;
    yield pass(((header >> 1) & 3) === RLE_BLOCK ? 1 : header >> 3);
  }
  if ((descriptor & 4) !== 0) yield pass(CHECKSUM_BYTES);
}

/** Little-endian. */
function numberOf(bytes: readonly number[]): number {
  return bytes.reduceRight((sum, byte) => 256 * sum + byte, 0);
}
