import type { Prompts } from '../../contracts/prompts.ts';

/** Prompts of more segments count as equally long. */
const LONGEST = 4096;

/**
 * Where each prompt's conversation begins: all turns of one conversation share the system prompts, the tools and the first
 * message. By node: the node that ends the first message, or the prompt itself when it has none.
 */
export class Beginnings {
  readonly #of: Int32Array;
  /**
   * By the node of a beginning, how many conversations have it: the most prompts of one length that no other prompt continues.
   * One for a conversation, even where old turns are left out of later calls; many for examples that stand before ever
   * other questions. 0 for other nodes.
   */
  readonly weights: Uint32Array;
  /** By the node of a beginning, the prompts that have it. */
  readonly prompts: Uint32Array;
  /** Nodes that are a beginning, ascending. */
  readonly nodes: readonly number[];

  constructor(prompts: Prompts, used: Iterable<number>) {
    const nodes = [...used];
    let size = 0;
    for (const node of nodes) size = Math.max(size, node + 1);
    // A parent stands before its children.
    this.#of = new Int32Array(size);
    for (let node = 0; node < size; node++) {
      const lead = prompts.template(node);
      const parent = prompts.parent(node);
      this.#of[node] = lead === node || parent === lead ? node : this.#of[parent]!;
    }
    this.weights = new Uint32Array(size);
    this.prompts = new Uint32Array(size);
    const depths = new Uint32Array(size);
    for (let node = 0; node < size; node++) depths[node] = 1 + (depths[prompts.parent(node)] ?? 0);
    const isUsed = new Uint8Array(size);
    for (const node of nodes) {
      isUsed[node] = 1;
      this.prompts[this.#of[node]!]!++;
    }
    const isContinued = new Uint8Array(size);
    const ofLength = new Map<number, number>();
    const begun: number[] = [];
    for (let node = size - 1; node >= 0; node--) {
      const parent = prompts.parent(node);
      if (parent >= 0 && (isUsed[node] === 1 || isContinued[node] === 1)) isContinued[parent] = 1;
      if (isUsed[node] === 1 && isContinued[node] === 0) this.#countEnd(node, depths[node]!, ofLength);
      if (this.#of[node] === node && (isUsed[node] === 1 || isContinued[node] === 1)) begun.push(node);
    }
    this.nodes = begun.reverse();
  }

  #countEnd(end: number, depth: number, ofLength: Map<number, number>): void {
    const begun = this.#of[end]!;
    let count = 1;
    if (end !== begun) {
      const key = begun * LONGEST + Math.min(depth, LONGEST - 1);
      count = (ofLength.get(key) ?? 0) + 1;
      ofLength.set(key, count);
    }
    this.weights[begun] = Math.max(this.weights[begun]!, count);
  }

  /** -1 for a prompt that was not among those it was built of. */
  of(node: number): number {
    return this.#of[node] ?? -1;
  }
}
