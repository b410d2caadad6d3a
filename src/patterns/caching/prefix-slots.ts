import { combine52 } from '../../model/hash.ts';
import { NumberColumn } from '../columns/number-column.ts';

/** Dense numbers for pairs of a cache and a node of the prompt trie. Most nodes are only ever sent to one model. */
export class PrefixSlots {
  readonly #scopes = new NumberColumn(-1);
  readonly #slots = new NumberColumn(-1);
  readonly #others = new Map<number, number>();
  #count = 0;

  /** The same number for the same pair, from 0. */
  of(scope: number, node: number): number {
    const owner = this.#scopes.get(node);
    if (owner === scope) return this.#slots.get(node);
    if (owner < 0) {
      this.#scopes.set(node, scope);
      this.#slots.set(node, this.#count);
      return this.#count++;
    }
    const key = combine52(scope, node);
    let slot = this.#others.get(key);
    if (slot === undefined) {
      slot = this.#count++;
      this.#others.set(key, slot);
    }
    return slot;
  }
}
