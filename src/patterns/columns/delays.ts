import type { Metric } from '../../model/replayed.ts';

/** Delays below a microsecond are what binary fractions leave of none. */
const DUST_MS = 1e-3;

/** Whether this is a delay at all, in milliseconds. */
export function isDelay(ms: number): boolean {
  return ms > DUST_MS;
}

/** Milliseconds that calls were delayed by: exact quantiles, with eight bytes for each call that was delayed at all. */
export class Delays {
  #values = new Float64Array(64);
  #delayed = 0;
  #calls = 0;
  #isSorted = true;

  /** Whether the call is delayed by it. */
  add(delay: number): boolean {
    this.#calls++;
    if (!isDelay(delay)) return false;
    if (this.#delayed === this.#values.length) {
      const larger = new Float64Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#delayed++] = delay;
    this.#isSorted = false;
    return true;
  }

  get calls(): number {
    return this.#calls;
  }

  /** How many of the calls were delayed. */
  get delayed(): number {
    return this.#delayed;
  }

  /**
   * The nearest-rank quantile over all calls, those without a delay included, and `waiting` more that are delayed longer than
   * all of them, nobody knows how long. Null when it is not known.
   */
  quantile(share: number, waiting = 0): number | null {
    if (!this.#isSorted) this.#values.subarray(0, this.#delayed).sort();
    this.#isSorted = true;
    const rank = Math.max(1, Math.ceil(share * (this.#calls + waiting)));
    if (rank > this.#calls) return null;
    const place = rank - 1 - (this.#calls - this.#delayed);
    return place < 0 ? 0 : this.#values[place]!;
  }

  /** `what` is delayed, e.g. "Added delay". */
  metrics(what: string, waiting = 0): Metric[] {
    const at = (key: string, label: string, share: number): Metric => {
      return { key, label: `${what}, ${label}`, kind: 'ms', value: this.quantile(share, waiting) };
    };
    return [
      at('delayP50', 'median', 0.5),
      at('delayP95', '95th percentile', 0.95),
      at('delayP99', '99th percentile', 0.99),
      at('delayMax', 'longest', 1),
    ];
  }
}
