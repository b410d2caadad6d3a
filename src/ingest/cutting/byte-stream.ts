import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { InputError } from '../../contracts/input-error.ts';
import { sources } from '../../sources/index.ts';
import { UnreadableDatabaseError } from '../../store/database-copy.ts';
import { databaseRows, NoKnownTableError } from '../../store/foreign-database.ts';
import { NoFormatError } from '../sniffing/no-format-error.ts';
import { headOf, recognizeBytes } from './byte-kind.ts';
import { textOf } from './text-bytes.ts';
import { memberBytes, type ZipMember } from './zip-archive.ts';

/** Bytes of a log as UTF-8 text, byte-order mark removed. */
export interface ByteStream {
  /** Each is only lent until the next one is asked for. To stop early, end the iterator: it holds files open. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes of the file itself taken so far, for progress. */
  bytesRead(): number;
  /** True when an offset in these bytes is an offset in the file, so that reading can go on there later. */
  readonly isPlain: boolean;
  /** Bytes at the file's start that are not text (a byte-order mark). */
  readonly skippedBytes: number;
}

/** What to open: a file, or a member of an archive. */
export interface Opened {
  readonly path: string;
  readonly member?: ZipMember;
  /** Why it cannot be opened, where that is known already. */
  readonly problem?: string;
}

const READ_BYTES = 1 << 22;

/**
 * Opens a file from `offset`, which counts only in plain text. Compression, encodings and databases are recognised by their
 * first bytes; of a database the rows of the tables that sources know are read, a JSON object a line. Throws InputError for
 * what is not text.
 */
export function openFile({ path, member, problem }: Opened, offset: number): ByteStream {
  if (problem !== undefined) throw new InputError(problem);
  if (member !== undefined) return counted(memberBytes(member), textOf);
  const kind = recognizeBytes(headOf(path));
  if (kind === 'plain' || kind === 'utf8-bom') return plainFile(path, offset, kind === 'utf8-bom' ? 3 : 0);
  if (kind === 'sqlite') return counted(knownRows(path), (rows) => rows);
  if (kind === 'zip') throw new InputError('it is a zip archive; name it, or call it .zip');
  return counted(createReadStream(path, { highWaterMark: READ_BYTES }), textOf);
}

/** Standard input: the first bytes decide as they do for a file. */
export function openStdin(stdin: Readable): ByteStream {
  return counted(stdin, textOf);
}

function* knownRows(path: string): Generator<Uint8Array> {
  try {
    yield* databaseRows(
      path,
      sources.flatMap(({ database }) => database ?? []),
    );
  } catch (error) {
    if (!(error instanceof UnreadableDatabaseError)) throw error;
    throw error instanceof NoKnownTableError
      ? new NoFormatError(error.message)
      : new InputError(error.message);
  }
}

function plainFile(path: string, offset: number, skippedBytes: number): ByteStream {
  const start = Math.max(offset, skippedBytes);
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
  return { chunks: chunks(), bytesRead: () => bytes, isPlain: true, skippedBytes };
}

/** A stream that is read as a whole; what is taken of `bytes` is the progress. */
function counted(
  bytes: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>,
  decode: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): ByteStream {
  let taken = 0;
  async function* all(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      taken += buffer.length;
      yield buffer;
    }
  }
  return { chunks: decode(all()), bytesRead: () => taken, isPlain: false, skippedBytes: 0 };
}
