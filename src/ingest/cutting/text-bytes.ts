import { InputError } from '../../contracts/input-error.ts';
import { type ByteKind, KIND_BYTES, recognizeBytes } from './byte-kind.ts';
import { decompress } from './decompress.ts';

/** A rotated log is compressed once, and a backup may do it again; what is compressed more often is no log. */
const MOST_LAYERS = 2;

const ADVICE: Partial<Record<ByteKind, string>> = {
  zip: 'it is a zip archive; save it as a file and name that',
  sqlite: 'it is an SQLite database; unpack it to a file and name that',
};

/**
 * The bytes as UTF-8 without a byte-order mark: compressed ones unpacked, UTF-16 recoded. Throws InputError for what is not
 * text, and where compressed data is damaged.
 */
export async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  layers = MOST_LAYERS,
): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(bytes);
  const kind = recognizeBytes(head);
  const advice = ADVICE[kind];
  if (advice !== undefined) throw new InputError(advice);
  if (kind === 'gzip' || kind === 'zlib' || kind === 'zstd') {
    if (layers === 0) throw new InputError(`it is compressed more than twice; unpack it first`);
    yield* textOf(decompress(all, kind), layers - 1);
  } else if (kind === 'utf-16le' || kind === 'utf-16be') yield* recode(all, kind);
  else yield* kind === 'utf8-bom' ? without(all, 3) : all;
}

/** The first bytes, and all of them. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Buffer; all: AsyncGenerator<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let failure: unknown;
  while (head.length < KIND_BYTES && failure === undefined) {
    try {
      const next = await iterator.next();
      if (next.done === true) break;
      head = Buffer.concat([head, next.value]);
    } catch (error) {
      // What came before the damage is read first.
      if (head.length === 0) throw error;
      failure = error;
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      if (failure !== undefined) throw failure;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head: head.subarray(0, KIND_BYTES), all: all() };
}

async function* without(bytes: AsyncIterable<Uint8Array>, skipped: number): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of bytes) {
    yield isFirst ? chunk.subarray(skipped) : chunk;
    isFirst = false;
  }
}

async function* recode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
