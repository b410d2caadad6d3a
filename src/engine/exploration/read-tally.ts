import type { ReadModel } from '../../contracts/explorer.ts';
import { type CallBatch, USAGE_BASES } from '../../model/call-batch.ts';

/** Models that are told while logs are read. Own choice: more than a screen has lines. */
const MODELS_TOLD = 100;

const UNCOUNTED = USAGE_BASES.indexOf('none');

/** What is known of the calls so far while logs are read; repeated records and calls told in parts are not sorted out yet. */
export class ReadTally {
  /** By the store's number of the model's name. */
  readonly #models = new Map<number, { calls: number; tokensIn: number; tokensOut: number }>();
  #texts: readonly string[] = [];

  add({ columns, length }: CallBatch, texts: readonly string[]): void {
    this.#texts = texts;
    const { model, isPart, usageBasis, input, cacheRead, cacheWrite5m, cacheWrite1h, output } = columns;
    for (let row = 0; row < length; row++) {
      if (isPart[row]! > 0) continue;
      const of = this.#of(model[row]!);
      of.calls++;
      if (usageBasis[row] === UNCOUNTED) continue;
      of.tokensIn += input[row]! + cacheRead[row]! + cacheWrite5m[row]! + cacheWrite1h[row]!;
      of.tokensOut += output[row]!;
    }
  }

  /** The most calls first. */
  models(): ReadModel[] {
    const named = [...this.#models].map(([number, sums]) => ({ model: this.#texts[number]!, ...sums }));
    return named.sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1)).slice(0, MODELS_TOLD);
  }

  #of(number: number): { calls: number; tokensIn: number; tokensOut: number } {
    let sums = this.#models.get(number);
    if (sums === undefined) {
      sums = { calls: 0, tokensIn: 0, tokensOut: 0 };
      this.#models.set(number, sums);
    }
    return sums;
  }
}
