import type { FindingSink } from '../../contracts/detector.ts';
import { PROMPT_ZONES, type Span, type ZoneTokens } from '../../model/prompt-zones.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** Claims that wait for the end of the log, which decides what is certain. */
export class PendingClaims {
  readonly #calls = new NumberColumn();
  readonly #groups = new NumberColumn();
  readonly #saved = new NumberColumn();
  /** Where in the prompt the tokens stand. */
  readonly #from = new NumberColumn();
  readonly #to = new NumberColumn();
  readonly #zones = PROMPT_ZONES.map((zone) => ({ zone, tokens: new NumberColumn() }));

  /** No tokens: the call belongs to the group and was not billed for it. */
  add(group: number, callIndex: number, tokens?: ZoneTokens, saved = 1, span?: Span): void {
    const row = this.#calls.push(callIndex);
    this.#groups.set(row, group);
    this.#saved.set(row, saved);
    if (span !== undefined) {
      this.#from.set(row, span.from);
      this.#to.set(row, span.to);
    }
    for (const column of this.#zones) {
      const count = tokens?.[column.zone] ?? 0;
      if (count > 0) column.tokens.set(row, count);
    }
  }

  /** `sinkGroups` holds the sink's number of each group; without one its claims are dropped. */
  hand(sink: FindingSink, sinkGroups: readonly (number | undefined)[]): void {
    for (let row = 0; row < this.#calls.length; row++) {
      const group = sinkGroups[this.#groups.get(row)];
      if (group === undefined) continue;
      const waste: { -readonly [K in keyof TokenCounts]?: number } = {};
      for (const { zone, tokens } of this.#zones) if (tokens.get(row) > 0) waste[zone] = tokens.get(row);
      const [from, to] = [this.#from.get(row), this.#to.get(row)];
      sink.add(group, this.#calls.get(row), waste, this.#saved.get(row), to > from ? [{ from, to }] : []);
    }
  }
}
