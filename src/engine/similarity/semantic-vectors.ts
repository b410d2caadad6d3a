import type { ComparablePrompts } from '../../embeddings/comparable-prompts.ts';
import { HashTable } from '../../model/hash-table.ts';

/** Numbers held in memory at most, four bytes each: 43,000 prompts of 1,536 dimensions. */
const MOST_NUMBERS = 64 << 20;
/** Single precision knows no more digits of a sum of products: what is equal to a person is equal here. */
const DIGITS = 1e6;

/** Unit vectors of prompts, numbered from 0 in the order of the log. */
export class SemanticVectors {
  readonly dimensions: number;
  readonly size: number;
  readonly groups: Int32Array;
  /** Comparable prompts without a vector. */
  readonly missing: number;
  /** Comparable prompts with a vector that memory has no room for. */
  readonly left: number;
  /** Items by group, ascending. */
  readonly #members = new Map<number, number[]>();
  readonly #numbers: Float32Array;
  readonly #nodes: Int32Array;
  readonly #items = new HashTable();

  /** `vectorOf`: of the prompt at a place in `nodes`. All vectors have `dimensions` numbers and a direction. */
  constructor(
    { nodes, groups }: Pick<ComparablePrompts, 'nodes' | 'groups'>,
    dimensions: number,
    vectorOf: (place: number) => Float32Array | undefined,
    mostNumbers = MOST_NUMBERS,
  ) {
    const room = Math.min(nodes.length, Math.floor(mostNumbers / Math.max(1, dimensions)));
    const numbers = new Float32Array(room * dimensions);
    this.#nodes = new Int32Array(room);
    this.groups = new Int32Array(room);
    let size = 0;
    let missing = 0;
    let left = 0;
    nodes.forEach((node, place) => {
      const vector = vectorOf(place);
      if (vector === undefined) missing++;
      else if (size === room) left++;
      else {
        numbers.set(unit(vector), size * dimensions);
        this.#nodes[size] = node;
        this.#items.set(node + 1, size);
        const group = groups[place]!;
        this.groups[size] = group;
        const members = this.#members.get(group);
        if (members === undefined) this.#members.set(group, [size]);
        else members.push(size);
        size++;
      }
    });
    this.dimensions = dimensions;
    this.size = size;
    this.missing = missing;
    this.left = left;
    this.#numbers = numbers;
  }

  /** -1 for a prompt without a vector. */
  itemOf(node: number): number {
    return this.#items.get(node + 1);
  }

  nodeOf(item: number): number {
    return this.#nodes[item]!;
  }

  members(group: number): readonly number[] {
    return this.#members.get(group) ?? [];
  }

  /** Valid as long as this is. */
  vector(item: number): Float32Array {
    return this.#numbers.subarray(item * this.dimensions, (item + 1) * this.dimensions);
  }

  /** Cosine of the angle between two items' vectors, to six digits. */
  similarity(a: number, b: number): number {
    const numbers = this.#numbers;
    const { dimensions } = this;
    let i = a * dimensions;
    let j = b * dimensions;
    const end = i + dimensions;
    // Four sums at once: a sum must wait for the one before it.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; i + 3 < end; i += 4, j += 4) {
      s0 += numbers[i]! * numbers[j]!;
      s1 += numbers[i + 1]! * numbers[j + 1]!;
      s2 += numbers[i + 2]! * numbers[j + 2]!;
      s3 += numbers[i + 3]! * numbers[j + 3]!;
    }
    for (; i < end; i++, j++) s0 += numbers[i]! * numbers[j]!;
    return Math.round((s0 + s1 + s2 + s3) * DIGITS) / DIGITS;
  }
}

function unit(vector: Float32Array): Float32Array {
  let square = 0;
  for (const number of vector) square += number * number;
  const length = Math.sqrt(square);
  return vector.map((number) => number / length);
}
