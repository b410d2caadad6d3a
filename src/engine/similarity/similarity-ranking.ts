/** Counts how often each item was met in one look-up, without an object per item. */
export class Ranking {
  #counts = new Uint8Array(1024);
  readonly #met: number[] = [];

  meet(item: number): void {
    if (item >= this.#counts.length) {
      const larger = new Uint8Array(Math.max(item + 1, this.#counts.length * 2));
      larger.set(this.#counts);
      this.#counts = larger;
    }
    const before = this.#counts[item]!;
    if (before === 0) this.#met.push(item);
    this.#counts[item] = before + 1;
  }

  /** The `most` items met most often, the most often first, and starts anew. An item may be met 255 times at most. */
  take(most: number): number[] {
    const met = this.#met;
    const counts = this.#counts;
    let highest = 0;
    for (const item of met) highest = Math.max(highest, counts[item]!);
    const taken: number[] = [];
    for (let count = highest; count > 0 && taken.length < most; count--) {
      for (const item of met) {
        if (counts[item] === count && taken.length < most) taken.push(item);
      }
    }
    for (const item of met) counts[item] = 0;
    met.length = 0;
    return taken;
  }
}
