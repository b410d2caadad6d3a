import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { InputError } from '../../contracts/input-error.ts';

/** Bytes of a log as UTF-8 text, byte-order mark removed. */
export interface ByteStream {
  /** Each is only lent until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes of the file itself taken so far, for progress. */
  bytesRead(): number;
  /** True when an offset in these bytes is an offset in the file, so that reading can go on there later. */
  readonly isPlain: boolean;
  /** Bytes at the file's start that are not text (a byte-order mark). */
  readonly skippedBytes: number;
}

const READ_BYTES = 1 << 22;

const FOREIGN = [
  { magic: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive', advice: 'unpack it first' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd-compressed', advice: 'unpack it first (zstd -d)' },
  {
    magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
    name: 'an SQLite database',
    advice: 'export the table as CSV or JSONL',
  },
  { magic: [0x50, 0x41, 0x52, 0x31], name: 'a Parquet file', advice: 'convert it to CSV or JSONL' },
] as const;

/** Opens a file from `offset`; gzip and UTF-16 are recognised by their first bytes. Throws InputError for what is not text. */
export function openFile(path: string, offset: number): ByteStream {
  const head = Buffer.alloc(4096);
  const fd = openSync(path, 'r');
  const length = readSync(fd, head, 0, head.length, 0);
  closeSync(fd);
  const kind = recognizeBytes(head.subarray(0, length));
  const skippedBytes = kind === 'utf8-bom' ? 3 : 0;
  const start = Math.max(offset, skippedBytes);
  if (kind !== 'plain' && kind !== 'utf8-bom') {
    const file = createReadStream(path, { start, highWaterMark: READ_BYTES });
    return decode(file, kind, () => file.bytesRead, skippedBytes);
  }
  let bytes = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const file = openSync(path, 'r');
    try {
      // One buffer for the whole file: memory that is touched for the first time costs more than reading into it.
      const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
      for (let read = 1; read > 0; bytes += read) {
        read = readSync(file, buffer, 0, buffer.length, start + bytes);
        if (read > 0) yield buffer.subarray(0, read);
      }
    } finally {
      closeSync(file);
    }
  }
  return decode(chunks(), kind, () => bytes, skippedBytes);
}

/** Standard input: the first bytes decide as they do for a file. */
export async function openStdin(stdin: Readable): Promise<ByteStream> {
  const iterator = stdin[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  let head = Buffer.alloc(0);
  let isDone = false;
  while (head.length < 4096 && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (!isDone) head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  let bytes = 0;
  const kind = recognizeBytes(head);
  const start = kind === 'utf8-bom' ? head.subarray(3) : head;
  async function* all(): AsyncGenerator<Uint8Array> {
    bytes += start.length;
    yield start;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      const chunk = Buffer.from(next.value);
      bytes += chunk.length;
      yield chunk;
    }
  }
  return decode(all(), kind, () => bytes, 0);
}

type ByteKind = 'plain' | 'utf8-bom' | 'utf-16le' | 'utf-16be' | 'gzip';

function recognizeBytes(head: Buffer): ByteKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const foreign = FOREIGN.find(({ magic }) => magic.every((byte, i) => head[i] === byte));
  if (foreign !== undefined) throw new InputError(`it is ${foreign.name}; ${foreign.advice}`);
  const wide = widthOf(head);
  if (wide !== undefined) return wide;
  if (isBinary(head)) throw new InputError('it is a binary file, not a log');
  return 'plain';
}

/** UTF-16 without a byte-order mark: text begins with two characters of ASCII, which have one zero byte each. */
function widthOf([a, b, c, d]: Buffer): ByteKind | undefined {
  if (b === 0 && d === 0 && isText(a) && isText(c)) return 'utf-16le';
  return a === 0 && c === 0 && isText(b) && isText(d) ? 'utf-16be' : undefined;
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
}

/** A log may have junk on some line (a crash, a copied sparse file); a file with zeros on its first line, or many, is no log. */
function isBinary(head: Buffer): boolean {
  const first = head.indexOf(0);
  if (first < 0) return false;
  const newline = head.indexOf(10);
  if (newline < 0 || first < newline) return true;
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros++;
  return zeros > head.length / 10;
}

function decode(
  bytes: AsyncIterable<Uint8Array>,
  kind: ByteKind,
  bytesRead: () => number,
  skippedBytes: number,
): ByteStream {
  const isPlain = kind === 'plain' || kind === 'utf8-bom';
  const chunks =
    kind === 'gzip'
      ? textOf(gunzip(bytes))
      : kind === 'plain' || kind === 'utf8-bom'
        ? bytes
        : recode(bytes, kind);
  return { chunks, bytesRead, isPlain, skippedBytes };
}

/** What zlib has decompressed of the write that fails is lost, so little is written at a time. */
const GZIP_WRITE_BYTES = 1 << 14;

async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip({ chunkSize: 1 << 18 });
  const feeding = feed(bytes, unzip).catch((error: Error) => unzip.destroy(error));
  try {
    for await (const chunk of unzip) yield chunk as Buffer;
  } catch (error) {
    for (let chunk: unknown = unzip.read(); chunk !== null; chunk = unzip.read()) yield chunk as Buffer;
    throw new InputError(`the gzip data is damaged or cut short (${(error as Error).message})`);
  }
  await feeding;
}

async function feed(bytes: AsyncIterable<Uint8Array>, unzip: Gunzip): Promise<void> {
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += GZIP_WRITE_BYTES) {
      if (unzip.destroyed) return;
      if (unzip.write(chunk.subarray(at, at + GZIP_WRITE_BYTES))) continue;
      // Damaged data ends the stream, and then nothing drains it.
      await new Promise<void>((resume) => {
        const go = (): void => {
          unzip.off('drain', go).off('close', go);
          resume();
        };
        unzip.on('drain', go).on('close', go);
      });
    }
  }
  unzip.end();
}

/** A compressed log may hold any of the encodings a plain one may. */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const head = Buffer.from(first.value.buffer, first.value.byteOffset, first.value.length);
  const kind = recognizeBytes(head.subarray(0, 4096));
  if (kind === 'gzip') throw new InputError('it is compressed twice; unpack it first');
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield kind === 'utf8-bom' ? head.subarray(3) : head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  }
  yield* kind === 'utf-16le' || kind === 'utf-16be' ? recode(rest(), kind) : rest();
}

async function* recode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
