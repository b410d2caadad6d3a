import type { VectorSearch } from '../../store/vector-search.ts';
import type { SemanticVectors } from './semantic-vectors.ts';

/** What is near to one item, the nearest first, equally near ones in the order of the log; the item itself is among them. */
export interface Neighbours {
  readonly items: Int32Array;
  readonly similarities: Float64Array;
  /** Every item within reach is listed; else only those nearer than the last one are sure to be. */
  readonly isWhole: boolean;
}

/** Neighbours kept of an item. Where there are more, the prompts are so alike that one of these is likely to be wanted. */
const KEPT = 64;
/** Smaller groups are compared one by one. */
const SEARCHED_FROM = 1024;
/** Where more than this are within the bound, the bound tells little, and all are compared. */
const MOST_FOUND = 512;
/** Pairs whose similarity is remembered: where prompts are alike, a few of them are compared with all others again and again. */
const PAIRS = 1 << 20;
/** Share of a vector's numbers that the search looks at. */
const FRONT = 1 / 4;

/**
 * Neighbours by item, worked out when first asked for and shared by all indexes over a log.
 *
 * Comparing all pairs in full takes long, so large groups are searched for what can be near at all: with a vector's front
 * p and the length r of its rest, a.b is at most p_a.p_b + r_a r_b (Cauchy and Schwarz), which is the cosine of the
 * two unit vectors (p, r). What that search finds is compared in full, so nothing is missed and nothing is approximate.
 */
export class NeighbourTable {
  readonly #vectors: SemanticVectors;
  readonly #openSearch: (dimensions: number) => VectorSearch | undefined;
  readonly #front: number;
  #search: VectorSearch | undefined;
  #isOpen = false;
  #floor = Number.POSITIVE_INFINITY;
  #lists: (Neighbours | undefined)[] = [];
  /** By a hash of the pair: the last pair that fell there, and its similarity. */
  #pairs: Float64Array | undefined;
  #similarities: Float64Array | undefined;

  constructor(vectors: SemanticVectors, openSearch: (dimensions: number) => VectorSearch | undefined) {
    this.#vectors = vectors;
    this.#openSearch = openSearch;
    this.#front = Math.ceil(vectors.dimensions * FRONT);
  }

  /** From now on neighbours are those at or above this similarity too. */
  reach(threshold: number): void {
    if (threshold >= this.#floor) return;
    this.#floor = threshold;
    this.#lists = [];
  }

  of(item: number): Neighbours {
    let list = this.#lists[item];
    if (list === undefined) {
      list = this.#compare(item);
      this.#lists[item] = list;
    }
    return list;
  }

  similarity(a: number, b: number): number {
    this.#pairs ??= new Float64Array(PAIRS).fill(-1);
    this.#similarities ??= new Float64Array(PAIRS);
    const pair = a * this.#vectors.size + b;
    const slot = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b) >>> 12;
    if (this.#pairs[slot] !== pair) {
      this.#pairs[slot] = pair;
      this.#similarities[slot] = this.#vectors.similarity(a, b);
    }
    return this.#similarities[slot]!;
  }

  #compare(item: number): Neighbours {
    const candidates = this.#candidates(item);
    const similarities = Float64Array.from(candidates, (other) => this.#vectors.similarity(item, other));
    const within = similarities.filter((similarity) => similarity >= this.#floor).sort();
    const isWhole = within.length <= KEPT;
    // Numbers alone sort far faster than numbers with their items.
    const least = isWhole ? this.#floor : within[within.length - KEPT]!;
    const kept = candidates
      .flatMap((other, i) => (similarities[i]! >= least ? [{ other, similarity: similarities[i]! }] : []))
      .sort((a, b) => b.similarity - a.similarity || a.other - b.other)
      .slice(0, KEPT);
    return {
      items: Int32Array.from(kept, ({ other }) => other),
      similarities: Float64Array.from(kept, ({ similarity }) => similarity),
      isWhole,
    };
  }

  #candidates(item: number): readonly number[] {
    const group = this.#vectors.groups[item]!;
    const members = this.#vectors.members(group);
    if (members.length < SEARCHED_FROM) return members;
    this.#open();
    return this.#search?.near(group, this.#frontOf(item), this.#floor, MOST_FOUND) ?? members;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { groups, size } = this.#vectors;
    this.#search = this.#openSearch(this.#front + 1);
    for (let item = 0; item < size; item++) {
      const group = groups[item]!;
      if (this.#vectors.members(group).length >= SEARCHED_FROM)
        this.#search?.add(item, group, this.#frontOf(item));
    }
  }

  #frontOf(item: number): Float32Array {
    const vector = this.#vectors.vector(item);
    const front = new Float32Array(this.#front + 1);
    front.set(vector.subarray(0, this.#front));
    let rest = 0;
    for (let i = this.#front; i < vector.length; i++) rest += vector[i]! * vector[i]!;
    front[this.#front] = Math.sqrt(rest);
    return front;
  }
}
