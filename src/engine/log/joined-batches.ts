import { BATCH_COLUMNS } from '../../model/call-batch.ts';
import type { CallFields } from '../../store/call-window.ts';
import { JoinedCall, type RowOfBatch } from './joined-call.ts';
import { BYTES_AT_HAND, FATE, type LogRows } from './log-rows.ts';

/** A batch whose calls show what their parts lend them. */
class JoinedBatch implements CallFields {
  readonly #own: CallFields;
  /** Columns in which some call borrows. */
  readonly #borrowed: (Float64Array | undefined)[] = [];
  readonly #ids = new Map<number, string>();
  readonly #length: number;

  constructor(own: CallFields, length: number) {
    this.#own = own;
    this.#length = length;
  }

  at(column: number, row: number): number {
    const values = this.#borrowed[column];
    return values === undefined ? this.#own.at(column, row) : values[row]!;
  }

  id(row: number): string {
    return this.#ids.get(row) ?? this.#own.id(row);
  }

  borrow(row: number, call: JoinedCall): void {
    for (let column = 0; column < BATCH_COLUMNS.length; column++) {
      const value = call.at(column);
      if (Object.is(value, this.at(column, row))) continue;
      this.#borrowed[column] ??= this.#copyOf(column);
      this.#borrowed[column]![row] = value;
    }
    const id = call.id();
    if (id !== this.#own.id(row)) this.#ids.set(row, id);
  }

  /** Size in memory beside the batch's own. */
  get bytes(): number {
    return this.#borrowed.reduce((sum, values) => sum + (values?.byteLength ?? 0), 0);
  }

  #copyOf(column: number): Float64Array {
    const values = new Float64Array(this.#length);
    for (let row = 0; row < values.length; row++) values[row] = this.#own.at(column, row);
    return values;
  }
}

/** The batches of a log in which calls borrow from parts. */
export class JoinedBatches {
  readonly #rows: LogRows;
  readonly #fates: Uint8Array;
  /** As in `JoinedParts`. */
  readonly #lenders: Uint32Array;
  readonly #call = new JoinedCall();
  #atHand = new Map<number, CallFields>();
  #bytesAtHand = 0;

  constructor(rows: LogRows, fates: Uint8Array, lenders: Uint32Array) {
    this.#rows = rows;
    this.#fates = fates;
    this.#lenders = lenders;
  }

  open(b: number): CallFields {
    let joined = this.#atHand.get(b);
    if (joined === undefined) {
      const own = this.#rows.open(b);
      const batch = new JoinedBatch(own, own.length);
      for (const call of this.#borrowersOf(b)) batch.borrow(call - this.#rows.starts[b]!, this.#show(call));
      if (this.#bytesAtHand > BYTES_AT_HAND / 2) {
        this.#atHand = new Map();
        this.#bytesAtHand = 0;
      }
      joined = batch;
      this.#atHand.set(b, joined);
      this.#bytesAtHand += own.bytes + batch.bytes;
    }
    return joined;
  }

  /** Rows of the calls of a batch that borrow, in the order of their parts, so that each batch of parts is opened once. */
  #borrowersOf(b: number): Uint32Array {
    const { starts } = this.#rows;
    const lenders = this.#lenders;
    const calls: number[] = [];
    for (let row = starts[b]!; row < starts[b + 1]!; row++)
      if (this.#fates[row] === FATE.call && lenders[row] !== 0) calls.push(row);
    return Uint32Array.from(calls).sort((x, y) => lenders[x]! - lenders[y]!);
  }

  #show(call: number): JoinedCall {
    const rows: RowOfBatch[] = [];
    for (let next = call + 1; next > 0; next = this.#lenders[next - 1]!) {
      const b = this.#rows.batchOf(next - 1);
      rows.push({ batch: this.#rows.open(b), row: next - 1 - this.#rows.starts[b]! });
    }
    return this.#call.show(rows);
  }
}
