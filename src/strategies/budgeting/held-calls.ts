/** Calls that wait for the next window, the first that came first, in parallel lists. */
export class HeldCalls {
  #times: number[] = [];
  #tokens: number[] = [];
  #usd: number[] = [];
  #head = 0;
  /** The most that ever waited at once. */
  longest = 0;

  get size(): number {
    return this.#times.length - this.#head;
  }

  /** `time` in UTC ms, `usd` in US dollars. */
  add(time: number, tokens: number, usd: number): void {
    this.#times.push(time);
    this.#tokens.push(tokens);
    this.#usd.push(usd);
    this.longest = Math.max(this.longest, this.size);
  }

  /** Removes the first one; there must be one. */
  take(): { readonly time: number; readonly tokens: number; readonly usd: number } {
    const at = this.#head++;
    const first = { time: this.#times[at]!, tokens: this.#tokens[at]!, usd: this.#usd[at]! };
    if (2 * this.#head >= this.#times.length) {
      this.#times = this.#times.slice(this.#head);
      this.#tokens = this.#tokens.slice(this.#head);
      this.#usd = this.#usd.slice(this.#head);
      this.#head = 0;
    }
    return first;
  }
}
