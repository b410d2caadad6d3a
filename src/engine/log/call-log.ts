import type { Call } from '../../model/call.ts';
import { COLUMN_NUMBER } from '../../store/batch-codec.ts';
import type { CallRows } from '../../store/call-rows.ts';
import { type CallFields, type CallSurroundings, CallWindow } from '../../store/call-window.ts';
import { borrowTimes, fillTimes, type RowTimes, timesOf } from './call-times.ts';
import { type JoinedParts, joinParts, markParts } from './join-parts.ts';
import { JoinedBatches } from './joined-batches.ts';
import { FATE, isEmpty, type LogFile, LogRows } from './log-rows.ts';
import { markNested } from './nested-calls.ts';
import { RepeatFinder } from './repeat-finder.ts';
import { timeOrder } from './time-order.ts';

/** How many of a file's records that tell of calls are no calls of the log. */
export interface DroppedRecords {
  /** Another record of these files already told the call, and told it as completely. */
  readonly repeated: number;
  /** A call above or below it in its trace told what it used. */
  readonly nested: number;
}

/** What a reader of the report should know about how records became calls. */
export interface LogNotes {
  readonly nested: number;
  /** Parts of calls that were not joined, because they may belong to one of several. */
  readonly ambiguousParts: number;
  /** Requests whose answer is in none of the files. */
  readonly unanswered: number;
}

/**
 * The calls of some files as one log: repeated records and steps that repeat other calls dropped, what several records
 * tell of one call joined, in time order (calls without a time follow the one before them in their file; equal times keep
 * the order of files and lines). Neither the order of the files given nor the cutting into batches changes it. Holds four
 * bytes a call, and some more where records are joined or traces nested; the calls themselves stay in the store.
 */
export class CallLog {
  readonly #rows: LogRows;
  readonly #window: CallWindow;
  #order: Uint32Array;
  readonly #fates: Uint8Array | undefined;
  readonly #parts: JoinedParts | undefined;
  readonly #joined: JoinedBatches | undefined;
  readonly #dropped = new Map<number, DroppedRecords>();
  /** By row, 1 for a call that a filter left out; undefined: none is. */
  #leftOut: Uint8Array | undefined;

  /** `files`: in the order that breaks ties. */
  constructor(rows: CallRows, files: readonly LogFile[], around: CallSurroundings) {
    this.#rows = new LogRows(rows, files);
    this.#window = new CallWindow(around);
    const { times, repeats, hasParts, hasParents } = firstLook(this.#rows);
    let fates = repeats.fates(this.#rows.size);
    if (hasParts || hasParents) fates ??= new Uint8Array(this.#rows.size);
    if (hasParts && markParts(this.#rows, fates!)) {
      this.#parts = joinParts(this.#rows, fates!);
      borrowTimes(times, this.#rows, fates!, this.#parts.lenders);
      this.#joined = new JoinedBatches(this.#rows, fates!, this.#parts.lenders);
    }
    if (hasParents) markNested(this.#rows, fates!, this.#parts?.lenders);
    fillTimes(times, this.#rows, fates);
    this.#fates = fates;
    this.#order = timeOrder(times, this.#rows.starts, fates);
    if (fates !== undefined) this.#countDropped(files, fates);
  }

  get size(): number {
    return this.#order.length;
  }

  /** Position of a call's file among those given. */
  fileAt(index: number): number {
    return this.#rows.fileOf(this.#order[index]!);
  }

  /** For a log that is visited again and again: up to so many bytes of what it reads are kept. */
  keepAtHand(bytes: number): void {
    this.#rows.keepAtHand(bytes);
  }

  /** By the store's number of the file. */
  droppedIn(file: number): DroppedRecords {
    return this.#dropped.get(file) ?? { repeated: 0, nested: 0 };
  }

  get notes(): LogNotes {
    return {
      nested: [...this.#dropped.values()].reduce((sum, { nested }) => sum + nested, 0),
      ambiguousParts: this.#parts?.ambiguous ?? 0,
      unanswered: this.#parts?.unanswered ?? 0,
    };
  }

  /** One window serves all calls: what it shows is valid until the next call is asked for. */
  at(index: number): CallWindow {
    const row = this.#order[index]!;
    const b = this.#rows.batchOf(row);
    return this.#window.move(index, this.#open(b), row - this.#rows.starts[b]!);
  }

  *[Symbol.iterator](): Generator<CallWindow> {
    for (let index = 0; index < this.#order.length; index++) yield this.at(index);
  }

  /** Leaves the other calls out. What records became calls, and what was dropped before, stays as it is. */
  keepOnly(isWanted: (call: Call) => boolean): void {
    const order = this.#order;
    const leftOut = new Uint8Array(this.#rows.size);
    let size = 0;
    for (const call of this) {
      const row = order[call.index]!;
      if (isWanted(call)) order[size++] = row;
      else leftOut[row] = 1;
    }
    this.#order = order.subarray(0, size);
    this.#leftOut = leftOut;
  }

  /** Prompts that calls were made with; `of` `all`: also those that were left out. */
  promptNodes(of: 'kept' | 'all' = 'kept'): Set<number> {
    const leftOut = of === 'kept' ? this.#leftOut : undefined;
    const nodes = new Set<number>();
    const { starts } = this.#rows;
    for (let b = 0; b + 1 < starts.length; b++) {
      const batch = this.#open(b);
      const start = starts[b]!;
      const isConstant =
        this.#fates === undefined &&
        leftOut === undefined &&
        this.#rows.open(b).columns[COLUMN_NUMBER.prompt] === undefined;
      const end = isConstant ? Math.min(start + 1, starts[b + 1]!) : starts[b + 1]!;
      for (let row = start; row < end; row++) {
        if (leftOut?.[row] === 1) continue;
        if (this.#fates === undefined || this.#fates[row] === FATE.call)
          nodes.add(batch.at(COLUMN_NUMBER.prompt, row - start));
      }
    }
    nodes.delete(-1);
    return nodes;
  }

  #open(b: number): CallFields {
    return this.#joined === undefined ? this.#rows.open(b) : this.#joined.open(b);
  }

  #countDropped(files: readonly LogFile[], fates: Uint8Array): void {
    for (let row = 0; row < fates.length; row++) {
      const fate = fates[row]!;
      if (fate !== FATE.repeated && fate !== FATE.nested) continue;
      const { id } = files[this.#rows.fileOf(row)]!;
      const { repeated, nested } = this.droppedIn(id);
      const isRepeated = fate === FATE.repeated;
      this.#dropped.set(id, {
        repeated: repeated + (isRepeated ? 1 : 0),
        nested: nested + (isRepeated ? 0 : 1),
      });
    }
  }
}

interface FirstLook {
  readonly times: RowTimes;
  readonly repeats: RepeatFinder;
  readonly hasParts: boolean;
  readonly hasParents: boolean;
}

/** What the order and the repeats depend on, and whether there is more to look at. */
function firstLook(rows: LogRows): FirstLook {
  const repeats = new RepeatFinder();
  const times: Float64Array[] = [];
  let hasParts = false;
  let hasParents = false;
  rows.visit(['time', 'key', 'keyCheck', 'usageBasis', 'output', 'isPart', 'parentSpan'], (batch, start) => {
    repeats.add(batch, start);
    times.push(timesOf(batch));
    hasParts ||= !isEmpty(batch, 'isPart');
    hasParents ||= !isEmpty(batch, 'parentSpan');
  });
  return { times, repeats, hasParts, hasParents };
}
