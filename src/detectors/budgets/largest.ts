/** Keeps the largest of many by a figure, at most `most` of them; `add` costs constant time on average. */
export class Largest<T extends { readonly excess: number }> {
  readonly #most: number;
  #kept: T[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(item: T): void {
    this.#kept.push(item);
    if (this.#kept.length >= 2 * this.#most) this.#cut();
  }

  /** The largest first. */
  all(): readonly T[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept.sort((a, b) => b.excess - a.excess);
    this.#kept.length = Math.min(this.#kept.length, this.#most);
  }
}
