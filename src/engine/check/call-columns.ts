import { type Quantiles, TOKEN_MEASURES, type TokenMeasure } from '../../model/measurement.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { NumberColumn } from './number-column.ts';

export type TokenQuantiles = Readonly<Record<TokenMeasure, Quantiles>>;

/** Stands for tokens that are not known; what is known is stored one higher. */
const UNKNOWN = 0;

const TOKENS_OF: Readonly<Record<TokenMeasure, (usage: TokenCounts) => number>> = {
  input: promptTokens,
  output: ({ output }) => output,
  reasoning: ({ reasoning }) => reasoning,
};

/** What is asked of calls again after they were seen, by their index: sixteen bytes a call, and four for each grouping. */
export class CallColumns {
  readonly #terms = new NumberColumn();
  readonly #tokens = TOKEN_MEASURES.map((measure) => ({ measure, values: new NumberColumn() }));
  readonly #groups: readonly NumberColumn[];

  constructor(groupings: number) {
    this.#groups = Array.from({ length: groupings }, () => new NumberColumn());
  }

  /** Calls come in their order. `terms` -1: none; `usage` undefined: not known; `groups`: the call's group in each grouping. */
  add(terms: number, usage: TokenCounts | undefined, groups: readonly number[]): void {
    this.#terms.push(terms + 1);
    for (const { measure, values } of this.#tokens)
      values.push(usage === undefined ? UNKNOWN : TOKENS_OF[measure](usage) + 1);
    for (let g = 0; g < groups.length; g++) this.#groups[g]!.push(groups[g]!);
  }

  termsOf(call: number): number {
    return this.#terms.at(call) - 1;
  }

  groupOf(grouping: number, call: number): number {
    return this.#groups[grouping]!.at(call);
  }

  /** Of all calls whose tokens are known; null without any. */
  quantiles(): TokenQuantiles | null {
    return this.#quantilesOf(Uint32Array.from({ length: this.#terms.length }, (_, call) => call));
  }

  /** The same by the number of a group of one grouping. */
  quantilesByGroup(grouping: number, groups: number): readonly (TokenQuantiles | null)[] {
    const groupOf = this.#groups[grouping]!;
    // Calls sorted by their group, by counting.
    const ends = new Uint32Array(groups + 1);
    for (let call = 0; call < groupOf.length; call++) ends[groupOf.at(call) + 1]!++;
    for (let g = 0; g < groups; g++) ends[g + 1]! += ends[g]!;
    const next = ends.slice();
    const calls = new Uint32Array(groupOf.length);
    for (let call = 0; call < groupOf.length; call++) calls[next[groupOf.at(call)]!++] = call;
    return Array.from({ length: groups }, (_, g) => this.#quantilesOf(calls.subarray(ends[g], ends[g + 1])));
  }

  #quantilesOf(calls: Uint32Array): TokenQuantiles | null {
    const found = this.#tokens.map(({ measure, values }) => {
      const sorted = values.sortedAt(calls, UNKNOWN);
      return [measure, { p50: nearestRank(sorted, 50), p95: nearestRank(sorted, 95) }] as const;
    });
    const [[, { p50 }]] = found as [(typeof found)[number]];
    return Number.isNaN(p50) ? null : (Object.fromEntries(found) as TokenQuantiles);
  }
}

/** Tokens that at least so many percent of the calls do not exceed, from what is stored of them; NaN without any. */
function nearestRank(sorted: Uint32Array | Float64Array, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1]! - 1;
}
