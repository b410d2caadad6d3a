/** What is known of a set of hashes: its members up to `limit`; a set that was never cut has no limit. */
export interface HashSet {
  /** Ascending, distinct. */
  readonly members: Uint32Array;
  /** The largest hash that could have been kept: 2^32 - 1 when the set is whole. */
  readonly limit: number;
}

/** The limit of a whole set. */
export const WHOLE = 0xffffffff;

export interface Overlap {
  readonly similarity: number;
  /** Members of the union that were compared. */
  readonly compared: number;
}

/**
 * Jaccard similarity |A and B| / |A or B|: exact for whole sets. A set that was cut to its smallest hashes is a random
 * sample, and both are compared up to the smaller limit (bottom-k sketch; Cohen and Kaplan 2007). Two empty sets give 0:
 * nothing was compared. Gives up with 0 as soon as `atLeast` is out of reach: with d members in only one of the sets
 * the similarity is (|A| + |B| - d) / (|A| + |B| + d), so d may be (|A| + |B|) (1 - atLeast) / (1 + atLeast) at most.
 */
export function jaccard(a: HashSet, b: HashSet, atLeast = 0): Overlap {
  const limit = Math.min(a.limit, b.limit);
  const left = a.members;
  const right = b.members;
  // A hair more, so that rounding never rejects a pair exactly at the threshold.
  const most = ((left.length + right.length) * (1 - atLeast)) / (1 + atLeast) + 1e-6;
  let i = 0;
  let j = 0;
  let common = 0;
  let different = 0;
  while (i < left.length && j < right.length) {
    const x = left[i]!;
    const y = right[j]!;
    if (x > limit || y > limit) break;
    if (x === y) {
      common++;
      i++;
      j++;
    } else {
      different++;
      if (different > most) return { similarity: 0, compared: common + different };
      if (x < y) i++;
      else j++;
    }
  }
  for (; i < left.length && left[i]! <= limit; i++) different++;
  for (; j < right.length && right[j]! <= limit; j++) different++;
  const union = common + different;
  return { similarity: union === 0 ? 0 : common / union, compared: union };
}

/** The members of `set` that are not in `core` (ascending, distinct). */
export function without(set: HashSet, core: Uint32Array): HashSet {
  const rest = new Uint32Array(set.members.length);
  let kept = 0;
  let j = 0;
  for (const member of set.members) {
    while (j < core.length && core[j]! < member) j++;
    if (core[j] !== member) rest[kept++] = member;
  }
  return { members: rest.slice(0, kept), limit: set.limit };
}

/** True when every member of `core` up to the set's limit is in it. */
export function holds(set: HashSet, core: Uint32Array): boolean {
  let i = 0;
  for (const member of core) {
    if (member > set.limit) break;
    while (i < set.members.length && set.members[i]! < member) i++;
    if (set.members[i] !== member) return false;
  }
  return true;
}
