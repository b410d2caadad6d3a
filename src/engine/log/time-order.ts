import { FATE } from './log-rows.ts';

/**
 * Row numbers of the calls in time order. Equal times keep the order of the rows. `times` holds one array a batch,
 * `starts` the number of each batch's first row (and the end). A log that is in order already costs one look; otherwise
 * the batches, sorted within, are merged.
 */
export function timeOrder(
  times: readonly Float64Array[],
  starts: readonly number[],
  fates: Uint8Array | undefined,
): Uint32Array {
  const total = starts.at(-1) ?? 0;
  const order = new Uint32Array(total);
  let size = 0;
  const put = (row: number): void => {
    if (fates === undefined || fates[row] === FATE.call) order[size++] = row;
  };
  if (isOrdered(times)) for (let row = 0; row < total; row++) put(row);
  else merge(times, starts, put);
  return order.subarray(0, size);
}

function isOrdered(times: readonly Float64Array[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const batch of times) {
    for (const time of batch) {
      if (time < last) return false;
      last = time;
    }
  }
  return true;
}

interface Cursor {
  readonly times: Float64Array;
  /** Rows of the batch in time order. */
  readonly rows: Uint32Array;
  readonly start: number;
  at: number;
}

function merge(times: readonly Float64Array[], starts: readonly number[], put: (row: number) => void): void {
  const heap: Cursor[] = [];
  times.forEach((batch, b) => {
    if (batch.length > 0) heap.push({ times: batch, rows: sortedRows(batch), start: starts[b]!, at: 0 });
  });
  const isBefore = (a: Cursor, b: Cursor): boolean => {
    const [rowA, rowB] = [a.rows[a.at]!, b.rows[b.at]!];
    const [timeA, timeB] = [a.times[rowA]!, b.times[rowB]!];
    return timeA < timeB || (timeA === timeB && a.start + rowA < b.start + rowB);
  };
  const sink = (from: number): void => {
    const cursor = heap[from]!;
    let at = from;
    for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, cursor)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = cursor;
  };
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(i);
  while (heap.length > 0) {
    const first = heap[0]!;
    put(first.start + first.rows[first.at]!);
    if (++first.at === first.rows.length) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    sink(0);
  }
}

function sortedRows(times: Float64Array): Uint32Array {
  const rows = Uint32Array.from(times, (_, row) => row);
  return isOrdered([times])
    ? rows
    : rows.sort((a, b) => (times[a]! === times[b]! ? a - b : times[a]! - times[b]!));
}
