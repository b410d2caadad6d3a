const MOST_BUCKETS = 1 << 16;
/** A fuller bucket (one shingle repeated, or chosen hashes) is left to the library's sort, so no input is quadratic. */
const FULLEST_BUCKET = 64;
const SMALLEST = 32;

const starts = new Uint32Array(MOST_BUCKETS);
let spare = new Uint32Array(4096);

/** Working space for `count` hashes, overwritten by the next caller. */
export function workspace(count: number): Uint32Array {
  if (count > MOST_BUCKETS) return new Uint32Array(count);
  if (spare.length < count) spare = new Uint32Array(count * 2);
  return spare.subarray(0, count);
}

/**
 * The distinct values in ascending order, in memory of their own. Hashes are spread evenly, so sorting by their
 * leading bits leaves buckets of a few: linear, and about three times as fast as the library's sort.
 */
export function sortedDistinct(values: Uint32Array): Uint32Array {
  const n = values.length;
  let sorted = new Uint32Array(n);
  if (n < SMALLEST) {
    sorted.set(values);
    insertionSort(sorted);
  } else {
    const bits = Math.min(16, 31 - Math.clz32(n));
    const shift = 32 - bits;
    const buckets = 1 << bits;
    starts.fill(0, 0, buckets);
    for (let i = 0; i < n; i++) starts[values[i]! >>> shift]!++;
    let sum = 0;
    let fullest = 0;
    for (let i = 0; i < buckets; i++) {
      const count = starts[i]!;
      if (count > fullest) fullest = count;
      starts[i] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const value = values[i]!;
      sorted[starts[value >>> shift]!++] = value;
    }
    if (fullest > FULLEST_BUCKET) sorted.sort();
    else insertionSort(sorted);
  }
  let kept = n === 0 ? 0 : 1;
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[kept - 1]) sorted[kept++] = sorted[i]!;
  if (kept < n) sorted = sorted.slice(0, kept);
  return sorted;
}

function insertionSort(values: Uint32Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let at = i - 1;
    while (at >= 0 && values[at]! > value) {
      values[at + 1] = values[at]!;
      at--;
    }
    values[at + 1] = value;
  }
}
