import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import { FATE, type LogRows } from './log-rows.ts';

/** Times of rows by batch, NaN for rows without one. */
export type RowTimes = readonly Float64Array[];

export function timesOf(batch: StoredBatch): Float64Array {
  const times = new Float64Array(batch.length);
  for (let row = 0; row < batch.length; row++) times[row] = batch.at(COLUMN_NUMBER.time, row);
  return times;
}

/** Gives calls without a time that of the first of their parts that has one. */
export function borrowTimes(times: RowTimes, rows: LogRows, fates: Uint8Array, lenders: Uint32Array): void {
  const timeOf = (row: number): number => {
    const b = rows.batchOf(row);
    return times[b]![row - rows.starts[b]!]!;
  };
  for (let row = 0; row < rows.size; row++) {
    if (fates[row] !== FATE.call || lenders[row] === 0 || !Number.isNaN(timeOf(row))) continue;
    let time = Number.NaN;
    for (let part = lenders[row]!; part > 0 && Number.isNaN(time); part = lenders[part - 1]!)
      time = timeOf(part - 1);
    const b = rows.batchOf(row);
    times[b]![row - rows.starts[b]!] = time;
  }
}

/** A call without a time belongs right after the one before it in its file: it gets that one's time. */
export function fillTimes(times: RowTimes, rows: LogRows, fates: Uint8Array | undefined): void {
  let file = -1;
  let last = Number.NEGATIVE_INFINITY;
  times.forEach((batch, b) => {
    const start = rows.starts[b]!;
    if (rows.fileOfBatch(b) !== file) last = Number.NEGATIVE_INFINITY;
    file = rows.fileOfBatch(b);
    for (let row = 0; row < batch.length; row++) {
      const isPart = fates !== undefined && fates[start + row] === FATE.part;
      if (!Number.isNaN(batch[row]!) && !isPart) last = batch[row]!;
      batch[row] = last;
    }
  });
}
