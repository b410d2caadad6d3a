import { combine52 } from '../../model/hash.ts';

/** Texts with the same frequent passages: a template is made of whole shapes. */
export interface Shape {
  /** Entries of the outline that enough texts share, ascending. */
  readonly passages: readonly number[];
  /** Conversations that begin with them. */
  weight: number;
}

/** Counters for passages that are not told apart exactly: one that is rare for sure is dropped before it costs memory. */
const MOST_COUNTER_BITS = 24;
/** About as many as a text has passages. */
const COUNTERS_PER_TEXT = 32;
const FULL = 255;

/**
 * Sorts texts by the passages they share with others, in two rounds: `count` every text, then `add` every text. Memory is
 * bounded by the shapes, however many texts there are.
 */
export class Shapes {
  readonly #counts: Uint8Array;
  readonly #least: number;
  readonly #numbers = new Map<number, number>();
  readonly shapes: Shape[] = [];

  /** Passages of fewer than `least` of the `texts` are taken for what varies. */
  constructor(least: number, texts: number) {
    const wanted = Math.ceil(Math.log2(COUNTERS_PER_TEXT * Math.max(texts, 1)));
    this.#counts = new Uint8Array(2 ** Math.min(MOST_COUNTER_BITS, wanted));
    this.#least = least;
  }

  count(outline: Uint32Array, weight: number): void {
    for (const passage of outline) {
      const slot = this.#slotOf(passage);
      this.#counts[slot] = Math.min(FULL, this.#counts[slot]! + weight);
    }
  }

  /** Number of the text's shape; `scope` keeps texts of different surroundings apart. */
  add(scope: number, outline: Uint32Array, weight: number): number {
    const passages: number[] = [];
    for (const passage of outline) {
      if (this.#counts[this.#slotOf(passage)]! >= this.#least) passages.push(passage);
    }
    passages.sort((a, b) => a - b);
    let key = combine52(scope + 1, passages.length);
    for (const passage of passages) key = combine52(key, passage);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.shapes.push({ passages, weight: 0 }) - 1;
      this.#numbers.set(key, number);
    }
    const shape = this.shapes[number]!;
    shape.weight += weight;
    return number;
  }

  #slotOf(passage: number): number {
    return (Math.imul(passage ^ (passage >>> 15), 0x9e3779b1) >>> 8) & (this.#counts.length - 1);
  }
}
