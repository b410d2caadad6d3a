import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { TokenQuantiles } from '../context/token-quantiles.ts';

export interface LengthRules {
  readonly factor: number;
  readonly minExcess: number;
}

/** How long the answers of one unit are, in tokens without reasoning. */
export interface UsualLength {
  readonly median: number;
  /** 95th percentile of the usual answers. */
  readonly p95: number;
  readonly longest: number;
  /** Answers above this are unusual; Infinity where lengths spread too widely for any to be. */
  readonly limit: number;
}

/** Answers of a few tokens differ by large factors and little money: this many are added before ratios are taken. Own choice. */
const SMOOTHING = 20;
/** Times the third quartile is the first from which a unit has no usual length: chats and code. Own choice. */
const WIDE = 3;
/** Tukey's far fence, 3 quartile distances, taken on logarithms and narrowed to 2, since lengths are skewed to begin with. Own choice. */
const FENCE = 2;

/** Learns how long the answers of each unit usually are. */
export class UsualLengths {
  readonly #firsts = new NumberColumn(-1);
  /** Of units with two answers and more. */
  readonly #lengths = new Map<number, TokenQuantiles>();
  readonly #longest = new NumberColumn();

  add(unit: number, length: number): void {
    this.#longest.set(unit, Math.max(length, this.#longest.get(unit)));
    const first = this.#firsts.get(unit);
    if (first < 0) {
      this.#firsts.set(unit, length);
      return;
    }
    let lengths = this.#lengths.get(unit);
    if (lengths === undefined) {
      lengths = new TokenQuantiles();
      lengths.add(first);
      this.#lengths.set(unit, lengths);
    }
    lengths.add(length);
  }

  /** Answers that were added. */
  count(unit: number): number {
    return this.#lengths.get(unit)?.count ?? (this.#firsts.get(unit) < 0 ? 0 : 1);
  }

  /** Undefined for a unit of fewer than two answers. */
  usual(unit: number, { factor, minExcess }: LengthRules): UsualLength | undefined {
    const lengths = this.#lengths.get(unit);
    if (lengths === undefined) return undefined;
    const median = lengths.quantile(0.5);
    const low = lengths.quantile(0.25) + SMOOTHING;
    const high = lengths.quantile(0.75) + SMOOTHING;
    const fence = high * (high / low) ** FENCE - SMOOTHING;
    const limit =
      high > WIDE * low
        ? Number.POSITIVE_INFINITY
        : Math.max(Math.floor(fence), median * factor, median + minExcess - 1);
    return { median, p95: lengths.quantile(0.95, limit), longest: this.#longest.get(unit), limit };
  }
}
