import { dirname } from 'node:path';
import type { BatchColumn } from '../../model/call-batch.ts';
import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import type { CallRows } from '../../store/call-rows.ts';

/** Bytes of batches kept at hand: enough for many files that run side by side, little beside the program's budget. */
export const BYTES_AT_HAND = 96 << 20;

/** A file of the store. */
export interface LogFile {
  readonly id: number;
  readonly path: string;
}

/** What a row is to the log. `part`: it tells of a call told elsewhere, or is a step of a trace that is no call. */
export const FATE = { call: 0, repeated: 1, part: 2, nested: 3 } as const;

/** The rows of some files, numbered through in the order of the files and their lines. They stay in the store. */
export class LogRows {
  readonly #rows: CallRows;
  readonly #batchIds: number[] = [];
  /** Position of each batch's file in the files given. */
  readonly #batchFiles: number[] = [];
  readonly #folders: number[] = [];
  #starts: number[] = [0];
  #atHand = new Map<number, StoredBatch>();
  #bytesAtHand = 0;
  #mostBytes = BYTES_AT_HAND;
  #lastBatch = 0;
  #lastOpened: StoredBatch | undefined;
  #lastOpenedNumber = -1;

  constructor(rows: CallRows, files: readonly LogFile[]) {
    this.#rows = rows;
    const folders = new Map<string, number>();
    files.forEach(({ id, path }, file) => {
      const folder = dirname(path);
      if (!folders.has(folder)) folders.set(folder, folders.size);
      this.#folders.push(folders.get(folder)!);
      for (const batch of rows.batchesOf(id)) {
        this.#batchIds.push(batch);
        this.#batchFiles.push(file);
      }
    });
  }

  /** Number of the first row of each batch, and of the row after the last; known once all batches were visited. */
  get starts(): readonly number[] {
    return this.#starts;
  }

  get size(): number {
    return this.#starts.at(-1)!;
  }

  /** Visits all batches in order with only these columns decoded. `file`: position among the files given. */
  visit(
    columns: readonly BatchColumn[],
    see: (batch: StoredBatch, start: number, file: number) => void,
  ): void {
    const starts = [0];
    this.#batchIds.forEach((id, b) => {
      const batch = this.#rows.read(id, columns);
      const start = starts[b]!;
      starts.push(start + batch.length);
      see(batch, start, this.#batchFiles[b]!);
    });
    this.#starts = starts;
  }

  batchOf(row: number): number {
    const last = this.#lastBatch;
    if (row >= this.#starts[last]! && row < this.#starts[last + 1]!) return last;
    let low = 0;
    let high = this.#batchIds.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    this.#lastBatch = low;
    return low;
  }

  /** Position of a row's file among the files given. */
  fileOf(row: number): number {
    return this.fileOfBatch(this.batchOf(row));
  }

  fileOfBatch(b: number): number {
    return this.#batchFiles[b]!;
  }

  /** Equal for files of one folder. */
  folderOf(row: number): number {
    return this.#folders[this.fileOf(row)]!;
  }

  /** For a log that is visited again and again: up to so many bytes of its batches are kept. */
  keepAtHand(bytes: number): void {
    this.#mostBytes = bytes;
  }

  /** A batch with all of its columns. */
  open(b: number): StoredBatch {
    // Asked for every call, and mostly for the batch of the call before.
    if (b === this.#lastOpenedNumber) return this.#lastOpened!;
    this.#lastOpened = this.#openAtHand(b);
    this.#lastOpenedNumber = b;
    return this.#lastOpened;
  }

  #openAtHand(b: number): StoredBatch {
    let batch = this.#atHand.get(b);
    if (batch === undefined) {
      batch = this.#rows.read(this.#batchIds[b]!);
      if (this.#bytesAtHand > this.#mostBytes) {
        this.#atHand = new Map();
        this.#bytesAtHand = 0;
      }
      this.#atHand.set(b, batch);
      this.#bytesAtHand += batch.bytes;
    }
    return batch;
  }
}

/** True when all rows of a batch have 0 in a column, which is what most logs have in most, or the batch lacks it. */
export function isEmpty(batch: StoredBatch, column: BatchColumn): boolean {
  const number = COLUMN_NUMBER[column];
  return batch.columns[number] === undefined && !(Math.abs(batch.constants[number]!) > 0);
}
