import { createHash, randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { InputError } from '../contracts/input-error.ts';
import type { FileState } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import type { ParserSettings } from './chunk-parser.ts';
import { FileReading } from './file-reading.ts';
import type { InputFile } from './input-files.ts';
import { openParserPool, type ParserPool } from './parser-pool.ts';
import { compareWithState } from './resume.ts';
import { StoreWriter } from './store-writer.ts';

export interface IngestRequest {
  readonly files: readonly InputFile[];
  readonly source: string | undefined;
  readonly settings: ParserSettings;
  /** Changes when the same bytes would be read differently (other price book, other options). */
  readonly readingVersion: string;
  readonly workers: number | undefined;
  readonly maxRecordBytes: number;
  readonly stdin: Readable;
}

export interface IngestHooks {
  progress(bytesDone: number, bytesTotal: number, calls: number): void;
  notice(text: string): void;
}

/** A file that is now in the store, or why it is not. */
export type Ingested =
  | { readonly file: InputFile; readonly id: number; readonly state: FileState; readonly wasRead: boolean }
  | { readonly file: InputFile; readonly error: string };

/** Below this many bytes, starting threads costs more than they save. */
const THREADS_FROM_BYTES = 6 << 20;
const MOST_THREADS = 8;

/**
 * Brings the store up to date with some files: what has not changed is not opened, what has grown is read on from where
 * reading stopped, everything else is read whole. Interrupted reading goes on at the last piece that was written.
 */
export async function ingest(store: Store, request: IngestRequest, hooks: IngestHooks): Promise<Ingested[]> {
  const readKey = createHash('sha256')
    .update(
      JSON.stringify([
        request.source,
        request.settings.read,
        request.settings.keepText,
        request.readingVersion,
      ]),
    )
    .digest('base64');
  const plans = request.files.map((file) => {
    const stored = store.files.find(file.path);
    const resumption =
      file.path === '-' || stored === undefined ? 'replaced' : compareWithState(file, stored.state, readKey);
    return { file, stored, resumption };
  });
  const total = plans.reduce(
    (sum, { file, stored, resumption }) => sum + bytesToRead(file, stored?.state, resumption),
    0,
  );
  const wanted =
    request.workers ?? (total >= THREADS_FROM_BYTES ? Math.min(availableParallelism(), MOST_THREADS) : 0);
  let pool: ParserPool | undefined;
  let writer: StoreWriter | undefined;
  let doneBytes = 0;
  let calls = 0;
  const results: Ingested[] = [];
  try {
    for (const { file, stored, resumption } of plans) {
      if (resumption === 'unchanged' && stored !== undefined) {
        results.push({ file, id: stored.id, state: stored.state, wasRead: false });
        continue;
      }
      pool ??= openParserPool(request.settings, wanted);
      writer ??= new StoreWriter(store);
      const reading = new FileReading(store, pool, writer, {
        file,
        fileNumber: results.length,
        previous: stored,
        resume: resumption === 'grown',
        readKey,
        revision: randomUUID(),
        source: request.source,
        read: request.settings.read,
        maxRecordBytes: request.maxRecordBytes,
        stdin: request.stdin,
        progress: (bytes, fileCalls) => hooks.progress(doneBytes + bytes, total, calls + fileCalls),
      });
      try {
        const { id, state } = await reading.run();
        results.push({ file, id, state, wasRead: true });
        calls += state.settled.calls + state.tail.calls;
        hooks.notice(`${file.shown}: read as ${state.source} (${state.why})`);
      } catch (error) {
        results.push({ file, error: readingError(error) });
      }
      doneBytes += bytesToRead(file, stored?.state, resumption);
    }
  } finally {
    await pool?.close();
  }
  const unread = results.filter((result) => 'state' in result && !result.wasRead).length;
  if (unread > 0)
    hooks.notice(`${unread} of ${results.length} files unchanged since the last run, not read again`);
  return results;
}

function bytesToRead(file: InputFile, state: FileState | undefined, resumption: string): number {
  if (resumption === 'unchanged') return 0;
  return file.size - (resumption === 'grown' ? (state?.offset ?? 0) : 0);
}

/** What went wrong with one file is one line about it; anything unforeseen goes on up. */
function readingError(error: unknown): string {
  if (error instanceof InputError || (error as Error).name === 'UnmappedColumnsError')
    return (error as Error).message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return 'no permission to read it';
  if (code === 'ENOENT') return 'it vanished while it was being read';
  if (code === 'EISDIR') return 'it is a folder';
  throw error;
}
