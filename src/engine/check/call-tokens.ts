import { type Quantiles, TOKEN_MEASURES, type TokenMeasure } from '../../model/measurement.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { NumberColumn } from './number-column.ts';

export type TokenQuantiles = Readonly<Record<TokenMeasure, Quantiles>>;

const OF: Readonly<Record<TokenMeasure, (usage: TokenCounts) => number>> = {
  input: promptTokens,
  output: ({ output }) => output,
  reasoning: ({ reasoning }) => reasoning,
};

/** The tokens of every call, for their quantiles: twelve bytes a call, and four for each grouping. */
export class CallTokens {
  readonly #tokens = TOKEN_MEASURES.map((measure) => ({ measure, values: new NumberColumn() }));
  readonly #groups: readonly NumberColumn[];

  constructor(groupings: number) {
    this.#groups = Array.from({ length: groupings }, () => new NumberColumn());
  }

  /** `groups`: the number of the call's group in each grouping. */
  add(usage: TokenCounts, groups: readonly number[]): void {
    for (const { measure, values } of this.#tokens) values.push(OF[measure](usage));
    for (let g = 0; g < groups.length; g++) this.#groups[g]!.push(groups[g]!);
  }

  /** Of all calls; null without any. */
  all(): TokenQuantiles | null {
    const { length } = this.#tokens[0]!.values;
    return length === 0 ? null : this.#quantiles(Uint32Array.from({ length }, (_, i) => i));
  }

  /** By the number of a group of one grouping; null for a group without such calls. */
  byGroup(grouping: number, groups: number): readonly (TokenQuantiles | null)[] {
    const groupOf = this.#groups[grouping]!;
    // Calls sorted by their group, by counting.
    const ends = new Uint32Array(groups + 1);
    for (let i = 0; i < groupOf.length; i++) ends[groupOf.at(i) + 1]!++;
    for (let g = 0; g < groups; g++) ends[g + 1]! += ends[g]!;
    const next = ends.slice();
    const calls = new Uint32Array(groupOf.length);
    for (let i = 0; i < groupOf.length; i++) calls[next[groupOf.at(i)]!++] = i;
    return Array.from({ length: groups }, (_, g) => {
      const own = calls.subarray(ends[g], ends[g + 1]);
      return own.length === 0 ? null : this.#quantiles(own);
    });
  }

  #quantiles(calls: Uint32Array): TokenQuantiles {
    const found = this.#tokens.map(({ measure, values }) => {
      const sorted = Float64Array.from(calls, (call) => values.at(call)).sort();
      return [measure, { p50: nearestRank(sorted, 50), p95: nearestRank(sorted, 95) }] as const;
    });
    return Object.fromEntries(found) as TokenQuantiles;
  }
}

/** The smallest value that at least so many percent of the values do not exceed. */
function nearestRank(sorted: Float64Array, percent: number): number {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1]!;
}
