import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../contracts/input-error.ts';
import type { ReadOptions } from '../contracts/source.ts';
import type { FileState, ReadCounts, StoredFile } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import { type ByteStream, openFile, openStdin } from './cutting/byte-stream.ts';
import { PieceBuffers } from './cutting/piece-buffers.ts';
import { type Piece, splitRecords } from './cutting/record-splitter.ts';
import { afterHead, type FileHead, sniffHead, takeHead } from './file-head.ts';
import type { InputFile } from './input-files.ts';
import type { FileLayout, ParsedChunk } from './parsing/parsed-chunk.ts';
import type { ParserPool } from './parsing/parser-pool.ts';
import { isReadInOrder } from './parsing/record-router.ts';
import { addChunk, addSkipped, NOTHING_READ } from './read-counts.ts';
import { fingerprint } from './resume.ts';
import { type Sniffed, sniff } from './sniff.ts';
import { NoFormatError } from './sniffing/no-format-error.ts';
import type { StoreWriter } from './store-writer.ts';

interface ReadingPlan {
  readonly file: InputFile;
  readonly fileNumber: number;
  readonly previous: StoredFile | undefined;
  /** Go on at the previous offset; otherwise what is stored of the file is dropped first. */
  readonly resume: boolean;
  readonly readKey: string;
  readonly revision: string;
  readonly source: string | undefined;
  readonly read: ReadOptions;
  readonly maxRecordBytes: number;
  readonly stdin: Readable;
  progress(bytes: number, calls: number): void;
}

const NEWLINE = 10;
const RETURN = 13;

/** Reads one file from where reading is to begin up to its end, and keeps the store in step piece by piece. */
export class FileReading {
  readonly #store: Store;
  readonly #pool: ParserPool;
  readonly #writer: StoreWriter;
  readonly #plan: ReadingPlan;
  readonly #buffers = new PieceBuffers();
  #settled: ReadCounts = NOTHING_READ;
  #tail: ReadCounts = NOTHING_READ;
  #offset = 0;
  #id = -1;

  constructor(store: Store, pool: ParserPool, writer: StoreWriter, plan: ReadingPlan) {
    this.#store = store;
    this.#pool = pool;
    this.#writer = writer;
    this.#plan = plan;
  }

  async run(): Promise<{ id: number; state: FileState }> {
    const { file, previous, read, source } = this.#plan;
    const opened = await this.#open(0);
    let { stream } = opened;
    const sniffedHead = await sniffHead(
      opened.start,
      ({ head, isWhole }) => sniff(head, isWhole, read, source),
      ({ isHint }) => !isHint,
      isFinal,
    );
    let { start } = sniffedHead;
    const { sniffed } = sniffedHead;
    const { layout, headerBytes } = sniffed;
    const { head } = start;
    const endsHeader = headerBytes === 0 || head[headerBytes - 1] === NEWLINE;
    const isResumable =
      stream.isPlain && file.path !== '-' && endsHeader && isCutAnywhere(sniffed) && !isReadInOrder(layout);
    // The file may have been cut inside its header or its first record when it was sniffed before.
    const resume = this.#plan.resume && isResumable && isSameLayout(previous!.state.layout, layout);
    let skip = headerBytes;
    let base = stream.skippedBytes + headerBytes;
    if (resume) {
      await start.rest.return?.();
      base = previous!.state.offset;
      skip = 0;
      ({ stream, start } = await this.#open(base));
    }
    this.#settled = resume
      ? previous!.state.settled
      : {
          ...NOTHING_READ,
          lines: layout.container === 'table' ? lineEndsIn(head.subarray(0, skip), sniffed) : 0,
        };
    this.#offset = isResumable ? base : 0;
    this.#begin(sniffed, resume);
    await this.#readPieces(afterHead(start, skip), sniffed, stream, isResumable, base);
    const state = this.#state(sniffed, isResumable);
    this.#store.transaction(() => this.#store.files.save(file.path, state));
    return { id: this.#id, state };
  }

  async #open(from: number): Promise<{ stream: ByteStream; start: FileHead }> {
    const { file, stdin } = this.#plan;
    const stream = file.path === '-' ? openStdin(stdin) : openFile(file, from);
    return { stream, start: await takeHead(stream.chunks) };
  }

  /** Clears what is no longer true about the file. Until it is read to its end its size is unknown, so a later run goes on. */
  #begin(sniffed: Sniffed, resume: boolean): void {
    const { path } = this.#plan.file;
    this.#store.transaction(() => {
      this.#id = this.#store.files.save(path, { ...this.#state(sniffed, resume), size: -1 });
      if (resume) this.#store.calls.removeTail(this.#id);
      else this.#store.calls.remove(this.#id);
    });
  }

  async #readPieces(
    bytes: AsyncIterable<Uint8Array>,
    sniffed: Sniffed,
    stream: ByteStream,
    isResumable: boolean,
    base: number,
  ): Promise<void> {
    const { layout } = sniffed;
    const waiting: { piece: Piece; result: ReturnType<ParserPool['parse']> }[] = [];
    const settleFirst = async (): Promise<void> => {
      const { piece, result } = waiting.shift()!;
      const { parser, parsed } = await result;
      this.#buffers.giveBack(piece.bytes);
      this.#write(piece, parser, parsed, sniffed, isResumable, base);
      this.#plan.progress(stream.bytesRead(), this.#settled.calls + this.#tail.calls);
    };
    const parse = async (piece: Piece, isLast: boolean): Promise<void> => {
      const chunk = { file: this.#plan.fileNumber, layout, bytes: piece.bytes, spans: piece.spans, isLast };
      const result = this.#pool.parse(chunk);
      // A failure is met when its turn comes; until then it must not count as unhandled.
      result.catch(() => {});
      waiting.push({ piece, result });
      if (waiting.length >= this.#pool.depth) await settleFirst();
    };
    const finish = async (): Promise<void> => {
      if (isReadInOrder(layout)) await parse(NOTHING_LEFT, true);
      while (waiting.length > 0) await settleFirst();
    };
    try {
      const pieces = splitRecords(bytes, { ...layout, ...sniffed }, this.#plan.maxRecordBytes, this.#buffers);
      for await (const piece of pieces) await parse(piece, false);
      await finish();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // Damaged compression: what came before the damage counts, the damage is said.
      await finish();
      this.#settled = addSkipped(this.#settled, 1, error.message);
      if (this.#settled.calls === 0) throw error;
    }
  }

  #write(
    piece: Piece,
    parser: number,
    parsed: ParsedChunk,
    sniffed: Sniffed,
    isResumable: boolean,
    base: number,
  ): void {
    const tooLong = `longer than ${this.#plan.maxRecordBytes} bytes (--max-record-bytes)`;
    const isTail = piece.isTail && isResumable;
    // What has not ended is met again when the file has grown, so it is counted apart.
    if (isTail) this.#tail = addSkipped(this.#tail, piece.oversized, tooLong, this.#settled.lines);
    else this.#settled = addSkipped(this.#settled, piece.oversized, tooLong);
    const firstLine = this.#settled.lines;
    this.#store.transaction(() => {
      this.#writer.write(this.#id, isTail, parser, parsed, firstLine);
      if (isTail) this.#tail = addChunk(this.#tail, parsed, firstLine);
      else {
        this.#settled = addChunk(this.#settled, parsed, firstLine);
        if (isResumable) this.#offset = base + piece.end;
      }
      if (isResumable)
        this.#store.files.save(this.#plan.file.path, { ...this.#state(sniffed, true), size: -1 });
    });
  }

  #state({ layout }: Sniffed, isResumable: boolean): FileState {
    const { file, readKey, revision } = this.#plan;
    const offset = isResumable ? this.#offset : 0;
    const prints = offset > 0 ? fingerprint(file.path, offset) : { headHash: '', endHash: '' };
    return {
      size: file.size,
      mtimeMs: file.mtimeMs,
      offset,
      ...prints,
      source: layout.source,
      why: layout.why,
      readKey,
      revision,
      settled: this.#settled,
      tail: this.#tail,
      layout,
    };
  }
}

/** After the last piece of a file whose source reads in order. */
const NOTHING_LEFT: Piece = {
  ...{ bytes: new Uint8Array(0), spans: undefined },
  ...{ isTail: false, end: 0, oversized: 0 },
};

/** Whether reading can go on at the end of any record: not inside a document, nor where long lines are joined. */
function isCutAnywhere({ layout, isCri }: Sniffed): boolean {
  return (layout.container === 'lines' || layout.container === 'table') && !isCri;
}

/** More of the file says nothing else about what is known and cannot be read. */
function isFinal(error: unknown): boolean {
  return error instanceof InputError && !(error instanceof NoFormatError);
}

/** Whether bytes read under one layout mean the same under the other. */
function isSameLayout(stored: unknown, layout: FileLayout): boolean {
  const { why: _, ...now } = layout;
  const { why: __, ...before } = stored as FileLayout;
  return isDeepStrictEqual(before, now);
}

function lineEndsIn(bytes: Uint8Array, { isCarriageReturn }: Sniffed): number {
  const end = isCarriageReturn ? RETURN : NEWLINE;
  return bytes.reduce((sum, byte) => (byte === end ? sum + 1 : sum), 0);
}
