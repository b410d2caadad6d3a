import type { Prompts } from '../../contracts/prompts.ts';
import type { SegmentFacts } from '../../model/segment.ts';

/**
 * A number per prompt node, made from its parent's number and its own segment: a sum or the latest of something along
 * the prompt. Each node is computed once however many calls share it, so a re-sent history costs nothing.
 */
export class PrefixFold {
  readonly #prompts: Prompts;
  readonly #root: number;
  readonly #step: (above: number, facts: SegmentFacts) => number;
  readonly #climbed: number[] = [];
  #values = new Float64Array(1024).fill(Number.NaN);

  constructor(prompts: Prompts, root: number, step: (above: number, facts: SegmentFacts) => number) {
    this.#prompts = prompts;
    this.#root = root;
    this.#step = step;
  }

  at(node: number): number {
    if (node < 0) return this.#root;
    if (node >= this.#values.length) this.#grow(node);
    const known = this.#values[node]!;
    return Number.isNaN(known) ? this.#climb(node) : known;
  }

  #climb(node: number): number {
    const climbed = this.#climbed;
    climbed.length = 0;
    let n = node;
    while (n >= 0 && (n >= this.#values.length || Number.isNaN(this.#values[n]))) {
      if (n >= this.#values.length) this.#grow(n);
      climbed.push(n);
      n = this.#prompts.parent(n);
    }
    let value = n < 0 ? this.#root : this.#values[n]!;
    for (let i = climbed.length - 1; i >= 0; i--) {
      const at = climbed[i]!;
      value = this.#step(value, this.#prompts.facts(this.#prompts.segment(at)));
      this.#values[at] = value;
    }
    return value;
  }

  #grow(node: number): void {
    const values = new Float64Array(2 ** Math.ceil(Math.log2(node + 2))).fill(Number.NaN);
    values.set(this.#values);
    this.#values = values;
  }
}
