import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { TokenQuantiles } from '../context/token-quantiles.ts';

/** Prompts differ by a few dozen tokens for no reason that matters; added before ratios are taken. Own choice. */
const SMOOTHING = 50;
/** What the smallest prompts of a unit have is taken for what all of them share: its instructions. Own choice. */
const SHARED = 0.05;
const USUAL = 0.75;

interface Sizes {
  readonly shared: number;
  readonly usual: number;
}

/** How much each unit is given to work on, in tokens of the prompt beyond the part that all of its calls share. */
export class PromptSizes {
  readonly #firsts = new NumberColumn(-1);
  /** Of units with two calls and more. */
  readonly #quantiles = new Map<number, TokenQuantiles>();
  readonly #known = new Map<number, Sizes>();

  add(unit: number, tokens: number): void {
    const first = this.#firsts.get(unit);
    if (first < 0) {
      this.#firsts.set(unit, tokens);
      return;
    }
    let quantiles = this.#quantiles.get(unit);
    if (quantiles === undefined) {
      quantiles = new TokenQuantiles();
      quantiles.add(first);
      this.#quantiles.set(unit, quantiles);
    }
    quantiles.add(tokens);
  }

  /** Times the third quartile of the unit that a prompt of so many tokens gives it to work on; 1 where it is no more. */
  excess(unit: number, tokens: number): number {
    const quantiles = this.#quantiles.get(unit);
    if (quantiles === undefined) return 1;
    let sizes = this.#known.get(unit);
    if (sizes === undefined) {
      sizes = { shared: quantiles.quantile(SHARED), usual: quantiles.quantile(USUAL) };
      this.#known.set(unit, sizes);
    }
    const own = Math.max(0, tokens - sizes.shared);
    return Math.max(1, (own + SMOOTHING) / (sizes.usual - sizes.shared + SMOOTHING));
  }
}
