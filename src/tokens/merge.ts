import { NO_RANK, type Vocabulary } from './vocabulary.ts';

/** Up to this many bytes looking for the lowest rank anew after each merge is faster than keeping a heap. */
const SHORT = 96;

const starts = new Int32Array(SHORT + 1);
const ranks = new Int32Array(SHORT + 1);

/**
 * Longer pieces are merged in parts of this many bytes, which bounds the memory (28 bytes for each byte). A cut changed
 * the count by -2 to 3 tokens in random pieces; js-tiktoken's time is quadratic, so it has no count of such a piece.
 */
const LONGEST = 1 << 21;

/**
 * The number of tokens that byte-pair encoding makes of `bytes[from..to)`: while two neighbours together are a token,
 * the two of lowest rank are merged, the leftmost among equals. Time is n log n for any bytes.
 */
export function mergedTokens(vocabulary: Vocabulary, bytes: Uint8Array, from: number, to: number): number {
  if (to - from <= SHORT) return mergeShort(vocabulary, bytes, from, to);
  let tokens = 0;
  for (let start = from; start < to; start += LONGEST) {
    tokens += mergeLong(vocabulary, bytes, start, Math.min(to, start + LONGEST));
  }
  return tokens;
}

function mergeShort(vocabulary: Vocabulary, bytes: Uint8Array, from: number, to: number): number {
  let parts = to - from;
  for (let i = 0; i <= parts; i++) starts[i] = from + i;
  for (let i = 0; i < parts - 1; i++) ranks[i] = vocabulary.rank(bytes, from + i, from + i + 2);
  for (;;) {
    let lowest = NO_RANK;
    let at = -1;
    for (let i = 0; i < parts - 1; i++) {
      if (ranks[i]! < lowest) {
        lowest = ranks[i]!;
        at = i;
      }
    }
    if (at < 0) return parts;
    starts.copyWithin(at + 1, at + 2, parts + 1);
    ranks.copyWithin(at, at + 1, parts - 1);
    parts--;
    if (at < parts - 1) ranks[at] = vocabulary.rank(bytes, starts[at]!, starts[at + 2]!);
    if (at > 0) ranks[at - 1] = vocabulary.rank(bytes, starts[at - 1]!, starts[at + 1]!);
  }
}

/** Factor that puts a rank above every position in one sortable number, exact below 2^53. */
const RANK_UNIT = 2 ** 32;

function mergeLong(vocabulary: Vocabulary, bytes: Uint8Array, from: number, to: number): number {
  const size = to - from;
  // A part is known by the position of its first byte. `rank[i]` is that of part i with the part after it.
  const next = new Int32Array(size + 1);
  const previous = new Int32Array(size + 1);
  const rank = new Int32Array(size + 1).fill(NO_RANK);
  // Each merge takes one entry off and puts two on at most.
  const heap = new MinHeap(2 * size);
  for (let i = 0; i < size; i++) {
    next[i] = i + 1;
    previous[i + 1] = i;
    if (i + 1 < size) look(i, i + 2);
  }
  let parts = size;
  while (heap.size > 0) {
    const entry = heap.pop();
    const at = entry % RANK_UNIT;
    // An entry is stale when its part or the one after it has been merged since.
    if (rank[at] !== (entry - at) / RANK_UNIT) continue;
    const gone = next[at]!;
    const after = next[gone]!;
    rank[gone] = NO_RANK;
    next[at] = after;
    previous[after] = at;
    parts--;
    rank[at] = NO_RANK;
    if (after < size) look(at, next[after]!);
    if (at > 0) {
      rank[previous[at]!] = NO_RANK;
      look(previous[at]!, after);
    }
  }
  return parts;

  function look(start: number, end: number): void {
    if (end - start > vocabulary.longest) return;
    const found = vocabulary.rank(bytes, from + start, from + end);
    if (found === NO_RANK) return;
    rank[start] = found;
    heap.push(found * RANK_UNIT + start);
  }
}

class MinHeap {
  size = 0;
  readonly #keys: Float64Array;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
  }

  push(key: number): void {
    const keys = this.#keys;
    let i = this.size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[i] = keys[parent]!;
      i = parent;
    }
    keys[i] = key;
  }

  pop(): number {
    const keys = this.#keys;
    const lowest = keys[0]!;
    const key = keys[--this.size]!;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[i] = keys[child]!;
      i = child;
    }
    keys[i] = key;
    return lowest;
  }
}
