import type { Call } from '../../model/call.ts';
import type { Group, Totals } from '../../model/report.ts';
import { billedTokens } from '../../model/usage.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';

/** Adds up calls. An unpriced call's tokens are counted apart; its money is unknown, not 0. */
export class TotalsCounter {
  #calls = 0;
  #failed = 0;
  #estimated = 0;
  #unpriced = 0;
  #unpricedTokens = 0;
  #input = 0;
  #cacheRead = 0;
  #cacheWrite5m = 0;
  #cacheWrite1h = 0;
  #output = 0;
  #reasoning = 0;
  readonly #cost = new CompensatedSum();
  readonly #logged = new CompensatedSum();
  #hasLogged = false;

  /** `costUsd` NaN: unpriced. */
  add(call: Call, costUsd: number): void {
    const { usage } = call;
    this.#calls++;
    if (call.failed) this.#failed++;
    if (call.usageBasis === 'estimated') this.#estimated++;
    if (!Number.isNaN(costUsd)) this.#cost.add(costUsd);
    else {
      this.#unpriced++;
      this.#unpricedTokens += billedTokens(usage);
    }
    this.#input += usage.input;
    this.#cacheRead += usage.cacheRead;
    this.#cacheWrite5m += usage.cacheWrite5m;
    this.#cacheWrite1h += usage.cacheWrite1h;
    this.#output += usage.output;
    this.#reasoning += usage.reasoning;
    const logged = call.loggedCostUsd;
    if (!Number.isNaN(logged)) {
      this.#hasLogged = true;
      this.#logged.add(logged);
    }
  }

  get costUsd(): number {
    return this.#cost.value;
  }

  get calls(): number {
    return this.#calls;
  }

  totals(): Totals {
    return {
      calls: this.#calls,
      failedCalls: this.#failed,
      estimatedCalls: this.#estimated,
      unpricedCalls: this.#unpriced,
      unpricedTokens: this.#unpricedTokens,
      tokens: {
        input: this.#input,
        cacheRead: this.#cacheRead,
        cacheWrite5m: this.#cacheWrite5m,
        cacheWrite1h: this.#cacheWrite1h,
        output: this.#output,
        reasoning: this.#reasoning,
      },
      costUsd: this.#cost.value,
      loggedCostUsd: this.#hasLogged ? this.#logged.value : null,
    };
  }
}

/** The sum of some groups, for what a cut list leaves out. */
export function sumTotals(parts: readonly Totals[]): Totals {
  const sum = (of: (totals: Totals) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const logged = parts.filter(({ loggedCostUsd }) => loggedCostUsd !== null);
  return {
    calls: sum((part) => part.calls),
    failedCalls: sum((part) => part.failedCalls),
    estimatedCalls: sum((part) => part.estimatedCalls),
    unpricedCalls: sum((part) => part.unpricedCalls),
    unpricedTokens: sum((part) => part.unpricedTokens),
    tokens: {
      input: sum((part) => part.tokens.input),
      cacheRead: sum((part) => part.tokens.cacheRead),
      cacheWrite5m: sum((part) => part.tokens.cacheWrite5m),
      cacheWrite1h: sum((part) => part.tokens.cacheWrite1h),
      output: sum((part) => part.tokens.output),
      reasoning: sum((part) => part.tokens.reasoning),
    },
    costUsd: sum((part) => part.costUsd),
    loggedCostUsd:
      logged.length === 0 ? null : logged.reduce((total, part) => total + (part.loggedCostUsd ?? 0), 0),
  };
}

/** `part / whole`, 0 when there is no whole. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

export type NamedTotals = Omit<Group, 'share'>;
