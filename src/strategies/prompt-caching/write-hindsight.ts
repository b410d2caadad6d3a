import type { Prompts } from '../../contracts/prompts.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { PrefixWatcher } from './seen-prefixes.ts';

/** Finds, from all calls, up to where each should have written to the cache: the longest prefix that enough later calls read. */
export class WriteHindsight implements PrefixWatcher {
  readonly #prompts: Prompts;
  /** By slot: the call that began it, and how often it was read since. */
  readonly #starters = new NumberColumn(-1);
  readonly #reads = new NumberColumn();
  readonly #targets = new NumberColumn(-1);
  #call = 0;
  #enough = 1;

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Call before the use of the prompt. `worth`: reads that make up for one write. */
  watch(call: number, worth: number): void {
    this.#call = call;
    // The small constant undoes rounding in rates that make it a whole number.
    this.#enough = Math.max(1, Math.ceil(worth - 1e-9));
  }

  read(slot: number, node: number): void {
    const starter = this.#starters.get(slot);
    if (starter < 0) return;
    this.#reads.add(slot, 1);
    if (this.#reads.get(slot) !== this.#enough) return;
    const target = this.#targets.get(starter);
    const isLonger = this.#prompts.tokens(node) > this.#prompts.tokens(target);
    if (target < 0 || isLonger) this.#targets.set(starter, node);
  }

  fresh(slot: number): void {
    this.#starters.set(slot, this.#call);
    this.#reads.set(slot, 0);
  }

  /** Ends what this call should have written; -1 for nothing. */
  target(call: number): number {
    return this.#targets.get(call);
  }
}
