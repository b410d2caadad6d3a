import type { StrategyContext } from '../../contracts/strategy.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { type AnswerLengths, isWhole } from './answer-lengths.ts';

/** Which uses of a log a limit pays for, worked out beforehand from all its calls as they were billed. */
export class PayingLimits {
  readonly #limits = new NumberColumn(Number.NaN);
  readonly #cutUsd = new NumberColumn();
  readonly #againUsd = new NumberColumn();
  readonly #least: number;

  /** `least`: the share of the cut calls that may be asked again before nothing is saved, from which a use gets its limit. */
  constructor(
    { models, calls }: StrategyContext,
    lengths: AnswerLengths,
    quantile: number,
    least: number,
    isNamed: (call: Parameters<typeof isWhole>[0]) => boolean,
  ) {
    this.#least = least;
    for (const call of calls()) {
      if (!isWhole(call) || !isNamed(call)) continue;
      const use = lengths.use(call);
      if (Number.isNaN(this.#limits.get(use))) this.#limits.set(use, lengths.quantile(use, quantile));
      const limit = this.#limits.get(use);
      const { model, provider, time, tier, usage } = call;
      if (!(usage.output > limit)) continue;
      const wholeUsd = models.cost(call);
      const cutUsd =
        wholeUsd - models.cost({ model, provider, time, tier, usage: { ...usage, output: limit } });
      if (Number.isNaN(cutUsd)) continue;
      this.#cutUsd.add(use, cutUsd);
      this.#againUsd.add(use, wholeUsd);
    }
  }

  /** Not for a use in which the quantile cuts nothing: there is nothing to judge by. */
  pays(use: number): boolean {
    const againUsd = this.#againUsd.get(use);
    return againUsd > 0 && this.#cutUsd.get(use) >= this.#least * againUsd;
  }

  /** Uses in which the limit would cut answers, how many of these it pays for, and the highest break-even of the others. */
  sum(): { readonly cut: number; readonly paying: number; readonly bestOther: number | null } {
    let cut = 0;
    let paying = 0;
    let bestOther: number | null = null;
    for (let use = 0; use < this.#againUsd.length; use++) {
      if (!(this.#againUsd.get(use) > 0)) continue;
      cut++;
      if (this.pays(use)) paying++;
      else bestOther = Math.max(bestOther ?? 0, this.#cutUsd.get(use) / this.#againUsd.get(use));
    }
    return { cut, paying, bestOther };
  }
}
