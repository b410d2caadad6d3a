import { HashTable } from '../../model/hash-table.ts';

/** Numbers distinct hashes (whole numbers from 1) from 0, in the order in which they come. */
export class HashNumbers {
  readonly #numbers = new HashTable();

  get size(): number {
    return this.#numbers.size;
  }

  /** The number of a hash; a new one gets the next. */
  number(hash: number): number {
    const known = this.#numbers.get(hash);
    if (known >= 0) return known;
    const next = this.#numbers.size;
    this.#numbers.set(hash, next);
    return next;
  }

  /** -1 for a hash that has no number. */
  find(hash: number): number {
    return this.#numbers.get(hash);
  }
}
