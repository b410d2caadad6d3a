import { SHINGLES_KEPT } from '../../model/segment.ts';
import { sortedDistinct, workspace } from './sketch-sort.ts';

/**
 * 12 permutations, each with its three smallest values as one band. Two sets of similarity s agree on the three
 * smallest of a permutation with a probability of about s^3 (the three smallest of the union must be common), so they
 * share at least one band with 1 - (1 - s^3)^12: 0.9999998 at 0.9, 0.9998 at 0.8, 0.993 at 0.7. This is banded MinHash
 * (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4), its rows drawn without replacement, at a
 * third of the hashing. Sets below four members match only when equal.
 */
export const BANDS = 12;

const MULTIPLIERS = new Int32Array(BANDS);
const MASKS = new Int32Array(BANDS);
for (let i = 0, state = 0x9e3779b9; i < BANDS; i++) {
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
  MASKS[i] = state;
  state = Math.imul(state ^ (state >>> 13), 0x297a2d39) + 0x6d2b79f5;
  MULTIPLIERS[i] = state | 1;
}

const LARGEST = 0x7fffffff;

/** Bands of a set of hashes; empty for the empty set. */
export function bandsOf(set: Uint32Array): Uint32Array {
  if (set.length === 0) return new Uint32Array(0);
  const bands = new Uint32Array(BANDS);
  const n = set.length;
  const values = new Int32Array(set.buffer, set.byteOffset, n);
  for (let i = 0; i < BANDS; i++) {
    const multiplier = MULTIPLIERS[i]!;
    const mask = MASKS[i]!;
    let a = LARGEST;
    let b = LARGEST;
    let c = LARGEST;
    for (let k = 0; k < n; k++) {
      const value = Math.imul(values[k]! ^ mask, multiplier);
      if (value >= c) continue;
      if (value >= b) c = value;
      else {
        c = b;
        if (value >= a) b = value;
        else {
          b = a;
          a = value;
        }
      }
    }
    let band = Math.imul(a ^ 0x27d4eb2f, 0x85ebca6b);
    band = Math.imul(band ^ (band >>> 13) ^ b, 0xc2b2ae35);
    band = Math.imul(band ^ (band >>> 16) ^ c, 0x85ebca6b);
    bands[i] = band ^ (band >>> 16);
  }
  return bands;
}

/** Sorted distinct hashes of the three-word shingles, uncut; a text of one or two words is one shingle. */
export function shinglesOf(words: Int32Array, count: number): Uint32Array {
  if (count === 0) return new Uint32Array(0);
  const all = workspace(Math.max(1, count - 2));
  let first = words[0]!;
  let second = count > 1 ? words[1]! : 0;
  if (count < 3) all[0] = shingle(first, second, 0);
  for (let i = 2; i < count; i++) {
    const third = words[i]!;
    all[i - 2] = shingle(first, second, third);
    first = second;
    second = third;
  }
  return sortedDistinct(all);
}

function shingle(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 14) ^ c, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}

/** The smallest SHINGLES_KEPT of a sorted set; the rest of its memory can go. */
export function cut(set: Uint32Array): Uint32Array {
  return set.length > SHINGLES_KEPT ? set.slice(0, SHINGLES_KEPT) : set;
}
