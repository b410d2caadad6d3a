import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { InputError } from '../contracts/input-error.ts';
import { UnmappedColumnsError } from '../contracts/source.ts';
import type { CallBatch } from '../model/call-batch.ts';
import type { FileState } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import { FileReading } from './file-reading.ts';
import type { InputFile } from './input-files.ts';
import type { ParserSettings } from './parsing/chunk-parser.ts';
import { openParserPool, type ParserPool } from './parsing/parser-pool.ts';
import type { FilePlan } from './reading-plan.ts';
import { EmptyFileError, NoFormatError } from './sniffing/no-format-error.ts';
import { StoreWriter } from './store-writer.ts';

export interface IngestRequest {
  readonly plans: readonly FilePlan[];
  readonly source: string | undefined;
  readonly settings: ParserSettings;
  readonly workers: number | undefined;
  readonly maxRecordBytes: number;
  readonly stdin: Readable;
}

export interface IngestHooks {
  /** Milliseconds. */
  now(): number;
  progress(bytesDone: number, bytesTotal: number, calls: number): void;
  notice(text: string): void;
  /** Told of each piece of the calls, as it is stored; `texts` are the store's strings. */
  stored?(batch: CallBatch, texts: readonly string[]): void;
}

/** A file that is now in the store, or why it is not. */
export type Ingested =
  | { readonly file: InputFile; readonly id: number; readonly state: FileState }
  | FailedFile;

interface FailedFile {
  readonly file: InputFile;
  readonly error: string;
  /** Nothing in it is of a known format. */
  readonly isUnknown: boolean;
  /** There is nothing in it. */
  readonly isEmpty: boolean;
}

/** Files of one source that folders held: agents keep hundreds, which are worth one notice. */
interface FoundFiles {
  readonly files: number;
  /** The notice of the last of them. */
  readonly last: string;
}

/** Below this many bytes, threads cost more than they save, however slow the parsing. */
const THREADS_FROM_BYTES = 6 << 20;
const MOST_THREADS = 8;

/**
 * Reads what the plans say has to be read: what has grown is read on from where reading stopped, everything else whole.
 * Interrupted reading goes on at the last piece that was written. A file that cannot be read stops no other.
 */
export async function ingest(store: Store, request: IngestRequest, hooks: IngestHooks): Promise<Ingested[]> {
  const { plans } = request;
  const total = plans.reduce((sum, { bytes }) => sum + bytes, 0);
  const isLarge = total >= THREADS_FROM_BYTES;
  const threads = request.workers ?? (isLarge ? Math.min(availableParallelism() - 1, MOST_THREADS) : 0);
  const pool = openParserPool(request.settings, {
    threads,
    isForced: request.workers !== undefined,
    now: hooks.now,
  });
  try {
    const writer = new StoreWriter(store, request.settings.read.embeddingModel, hooks.stored);
    let bytesBefore = 0;
    let callsBefore = 0;
    const results: Ingested[] = [];
    const found = new Map<string, FoundFiles>();
    for (const plan of plans) {
      const { file } = plan;
      const progress = (bytes: number, calls: number): void =>
        hooks.progress(bytesBefore + bytes, total, callsBefore + calls);
      const result = await readOne(store, pool, writer, plan, results.length, request, progress);
      results.push(result);
      if ('state' in result) {
        callsBefore += result.state.settled.calls + result.state.tail.calls;
        const { source, why } = result.state;
        const notice = `${file.shown}: read as ${source} (${why})`;
        if (file.isNamed) hooks.notice(notice);
        else found.set(source, { last: notice, files: (found.get(source)?.files ?? 0) + 1 });
      }
      bytesBefore += plan.bytes;
    }
    for (const { files, last } of found.values()) {
      hooks.notice(files === 1 ? last : `${files} files, e.g. ${last}`);
    }
    return results;
  } finally {
    await pool.close();
  }
}

async function readOne(
  store: Store,
  pool: ParserPool,
  writer: StoreWriter,
  { file, stored, resumption, readKey }: FilePlan,
  fileNumber: number,
  request: IngestRequest,
  progress: (bytes: number, calls: number) => void,
): Promise<Ingested> {
  const reading = new FileReading(store, pool, writer, {
    file,
    fileNumber,
    previous: stored,
    resume: resumption === 'grown',
    readKey,
    revision: randomUUID(),
    source: request.source,
    read: request.settings.read,
    maxRecordBytes: request.maxRecordBytes,
    stdin: request.stdin,
    progress,
  });
  try {
    return { file, ...(await reading.run()) };
  } catch (error) {
    return {
      file,
      error: readingError(error),
      isUnknown: isUnknown(error),
      isEmpty: error instanceof EmptyFileError,
    };
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof NoFormatError || error instanceof UnmappedColumnsError;
}

/** What went wrong with one file is one line about it; anything unforeseen goes on up. */
function readingError(error: unknown): string {
  if (error instanceof InputError || error instanceof UnmappedColumnsError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return 'no permission to read it';
  if (code === 'ENOENT') return 'it vanished while it was being read';
  if (code === 'EISDIR') return 'it is a folder';
  throw error;
}
