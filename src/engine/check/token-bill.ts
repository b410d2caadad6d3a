import type { BilledTokens } from '../../model/measurement.ts';
import { BILLED_KINDS } from '../../model/usage.ts';

/** Adds up tokens by the terms that they are priced by. */
export class TokenBill {
  readonly #sums = new Map<number, Float64Array>();

  /** `tokens` by BILLED_KINDS; `share` of them counts. */
  add(terms: number, tokens: ArrayLike<number>, share = 1): void {
    let sums = this.#sums.get(terms);
    if (sums === undefined) {
      sums = new Float64Array(BILLED_KINDS.length);
      this.#sums.set(terms, sums);
    }
    for (let k = 0; k < sums.length; k++) sums[k]! += tokens[k]! * share;
  }

  /** `place`: what the terms are called in the result. */
  billed(place: (terms: number) => number): BilledTokens[] {
    const rows = [...this.#sums].map(([terms, sums]) => {
      const [input, cacheRead, cacheWrite5m, cacheWrite1h, output] = sums as unknown as Five;
      return { terms: place(terms), input, cacheRead, cacheWrite5m, cacheWrite1h, output };
    });
    return rows.sort((a, b) => a.terms - b.terms);
  }
}

type Five = readonly [number, number, number, number, number];
