import type { Call } from '../../model/call.ts';
import type { StrategyResult } from '../../model/report.ts';
import { riskCounts } from './replay-lane.ts';
import { CompensatedSum } from './replay-sum.ts';

/** Other prices than those that the calls were billed at. */
export interface Reprice {
  /** Which prices, e.g. "prices of 2027-01-01". */
  readonly title: string;
  readonly options: StrategyResult['options'];
  /** US dollars at these prices, NaN when unknown. */
  costOf(call: Call): number;
}

/** The first step of a scenario with prices of its own. A call without a price there keeps the one it has, and is counted. */
export class Repricing {
  readonly #reprice: Reprice;
  readonly #saved = new CompensatedSum();
  #changed = 0;
  #unpriced = 0;

  constructor(reprice: Reprice) {
    this.#reprice = reprice;
  }

  /** What the call costs from here on, in US dollars. */
  step(call: Call, costUsd: number): number {
    const usd = this.#reprice.costOf(call);
    if (Number.isNaN(usd)) {
      this.#unpriced++;
      return costUsd;
    }
    if (usd === costUsd) return usd;
    this.#saved.add(costUsd - usd);
    this.#changed++;
    return usd;
  }

  result(totalUsd: number): StrategyResult {
    const afterUsd = totalUsd - this.#saved.value;
    const savedUsd = totalUsd - afterUsd;
    return {
      strategy: 'prices',
      title: this.#reprice.title,
      status: this.#changed > 0 ? 'found' : 'clean',
      reason: null,
      basis: 'measured',
      order: 1,
      beforeUsd: totalUsd,
      afterUsd,
      savedUsd,
      aloneSavedUsd: savedUsd,
      ownCostUsd: 0,
      callsChanged: this.#changed,
      options: this.#reprice.options,
      optionsSet: Object.keys(this.#reprice.options),
      assumptions: [
        'the same calls at other prices; strategies after it start from these prices, also alone',
        ...(this.#unpriced > 0 ? [`${this.#unpriced} calls have no price there and keep theirs`] : []),
      ],
      sweep: [],
      groups: [],
      range: null,
      risks: riskCounts([]),
      metrics: [],
      views: [],
    };
  }
}
