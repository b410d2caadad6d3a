import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import type { CallRows } from '../../store/call-rows.ts';
import { type CallSurroundings, CallWindow } from '../../store/call-window.ts';
import { RepeatFinder } from './repeat-finder.ts';
import { timeOrder } from './time-order.ts';

/** Bytes of batches kept at hand: enough for many files that run side by side, little beside the program's budget. */
const BYTES_AT_HAND = 96 << 20;

/** What the order and the repeats depend on. */
const ORDER_COLUMNS = ['time', 'key', 'keyCheck', 'usageBasis', 'output'] as const;

/**
 * The calls of some files as one log: repeated records dropped, in time order (calls without a time follow the one
 * before them in their file; equal times keep the order of files and lines). Neither the order of the files given nor the
 * cutting into batches changes it. Holds four bytes a call; the calls themselves stay in the store.
 */
export class CallLog {
  readonly #rows: CallRows;
  readonly #window: CallWindow;
  readonly #batchIds: number[] = [];
  readonly #batchFiles: number[] = [];
  /** Number of the first row of each batch, and of the row after the last. */
  readonly #starts: number[] = [0];
  readonly #order: Uint32Array;
  readonly #repeated = new Map<number, number>();
  #atHand = new Map<number, StoredBatch>();
  #bytesAtHand = 0;
  #lastBatch = 0;

  /** `files`: the store's file numbers in the order that breaks ties. */
  constructor(rows: CallRows, files: readonly number[], around: CallSurroundings) {
    this.#rows = rows;
    this.#window = new CallWindow(around);
    for (const file of files) {
      for (const batch of rows.batchesOf(file)) {
        this.#batchIds.push(batch);
        this.#batchFiles.push(file);
      }
    }
    this.#order = this.#readOrder();
  }

  get size(): number {
    return this.#order.length;
  }

  /** Records of a file that another record of these files already told, and told as completely. */
  repeatedIn(file: number): number {
    return this.#repeated.get(file) ?? 0;
  }

  /** One window serves all calls: what it shows is valid until the next call is asked for. */
  at(index: number): CallWindow {
    const row = this.#order[index]!;
    const batch = this.#batchOf(row);
    return this.#window.move(index, this.#open(batch), row - this.#starts[batch]!);
  }

  *[Symbol.iterator](): Generator<CallWindow> {
    for (let index = 0; index < this.#order.length; index++) yield this.at(index);
  }

  /** Prompts that calls were made with. */
  promptNodes(): Set<number> {
    const nodes = new Set<number>();
    this.#batchIds.forEach((_, b) => {
      const batch = this.#open(b);
      const rows =
        batch.columns[COLUMN_NUMBER.prompt] === undefined ? Math.min(1, batch.length) : batch.length;
      for (let row = 0; row < rows; row++) nodes.add(batch.at(COLUMN_NUMBER.prompt, row));
    });
    nodes.delete(-1);
    return nodes;
  }

  #readOrder(): Uint32Array {
    const repeats = new RepeatFinder();
    const times: Float64Array[] = [];
    let file = -1;
    let lastTime = Number.NEGATIVE_INFINITY;
    this.#batchIds.forEach((id, b) => {
      const batch = this.#rows.read(id, ORDER_COLUMNS);
      const start = this.#starts[b]!;
      this.#starts.push(start + batch.length);
      repeats.add(batch, start);
      if (this.#batchFiles[b] !== file) lastTime = Number.NEGATIVE_INFINITY;
      file = this.#batchFiles[b]!;
      const batchTimes = timesOf(batch, lastTime);
      lastTime = batchTimes.at(-1) ?? lastTime;
      times.push(batchTimes);
    });
    const dropped = repeats.dropped(this.#starts.at(-1)!);
    if (dropped !== undefined) this.#countRepeated(dropped);
    return timeOrder(times, this.#starts, dropped);
  }

  #countRepeated(dropped: Uint8Array): void {
    this.#batchFiles.forEach((file, b) => {
      let count = 0;
      for (let row = this.#starts[b]!; row < this.#starts[b + 1]!; row++) count += dropped[row]!;
      if (count > 0) this.#repeated.set(file, this.repeatedIn(file) + count);
    });
  }

  #batchOf(row: number): number {
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

  #open(b: number): StoredBatch {
    let batch = this.#atHand.get(b);
    if (batch === undefined) {
      batch = this.#rows.read(this.#batchIds[b]!);
      if (this.#bytesAtHand > BYTES_AT_HAND) {
        this.#atHand = new Map();
        this.#bytesAtHand = 0;
      }
      this.#atHand.set(b, batch);
      this.#bytesAtHand += batch.bytes;
    }
    return batch;
  }
}

/** A call without a time belongs right after the one before it in its file, which had the time `before` the batch. */
function timesOf(batch: StoredBatch, before: number): Float64Array {
  const times = new Float64Array(batch.length);
  let last = before;
  for (let row = 0; row < batch.length; row++) {
    const time = batch.at(COLUMN_NUMBER.time, row);
    if (!Number.isNaN(time)) last = time;
    times[row] = last;
  }
  return times;
}
