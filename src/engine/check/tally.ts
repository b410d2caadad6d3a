import type { Call } from '../../model/call.ts';
import type { BilledTokens, Figures, Money, Waste } from '../../model/measurement.ts';
import { BILLED_KINDS } from '../../model/usage.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { TotalsCounter } from '../totals/totals.ts';
import type { TokenQuantiles } from './call-columns.ts';
import { TokenBill } from './token-bill.ts';

/** Turns what was added up into money. */
export interface Pricing {
  placeOf(terms: number): number;
  nowUsd(bill: readonly BilledTokens[]): number;
}

/** A sum of money and the tokens that it is for. */
export class MoneyTally {
  readonly #usd = new CompensatedSum();
  readonly #bill = new TokenBill();

  /** `tokens` by BILLED_KINDS; `usd` is for `share` of them. */
  add(usd: number, terms: number, tokens: ArrayLike<number>, share = 1): void {
    this.#usd.add(usd);
    this.#bill.add(terms, tokens, share);
  }

  addCall({ usage }: Call, costUsd: number, terms: number): void {
    this.add(
      costUsd,
      terms,
      BILLED_KINDS.map((kind) => usage[kind]),
    );
  }

  money({ placeOf, nowUsd }: Pricing): Money {
    const bill = this.#bill.billed(placeOf);
    return { thenUsd: this.#usd.value, nowUsd: nowUsd(bill), bill };
  }
}

interface WasteTally {
  readonly money: MoneyTally;
  calls: number;
  lastCall: number;
}

/** Adds up what some calls come to. */
export class Tally {
  readonly #totals = new TotalsCounter();
  readonly #money = new MoneyTally();
  readonly #recoverable = new MoneyTally();
  /** By number of the detector. */
  readonly #waste = new Map<number, WasteTally>();
  #counted = 0;

  /** `terms` -1: it costs nothing, or what it costs is not known. */
  add(call: Call, costUsd: number, terms: number): void {
    this.#totals.add(call, costUsd);
    if (call.usageBasis !== 'none') this.#counted++;
    if (terms >= 0) this.#money.addCall(call, costUsd, terms);
  }

  /** Of one detector call by call. */
  addWaste(
    detector: number,
    call: number,
    usd: number,
    terms: number,
    tokens: readonly number[],
    share: number,
  ): void {
    let waste = this.#waste.get(detector);
    if (waste === undefined) {
      waste = { money: new MoneyTally(), calls: 0, lastCall: -1 };
      this.#waste.set(detector, waste);
    }
    if (waste.lastCall !== call) waste.calls++;
    waste.lastCall = call;
    if (terms >= 0) waste.money.add(usd, terms, tokens, share);
  }

  addRecoverable(usd: number, terms: number, tokens: readonly number[], share: number): void {
    if (terms >= 0) this.#recoverable.add(usd, terms, tokens, share);
  }

  /** `detectors`: ids by number. */
  figures(pricing: Pricing, detectors: readonly string[], quantiles: TokenQuantiles | null): Figures {
    const { calls, failedCalls, unpricedCalls, unpricedTokens, estimatedCalls, tokens } =
      this.#totals.totals();
    return {
      ...{ calls, failedCalls, unpricedCalls, unpricedTokens, estimatedCalls, tokens },
      countedCalls: this.#counted,
      quantiles,
      money: this.#money.money(pricing),
      waste: Object.fromEntries(
        [...this.#waste].map(([detector, { calls: wasted, money }]): [string, Waste] => [
          detectors[detector]!,
          { calls: wasted, money: money.money(pricing) },
        ]),
      ),
      recoverable: this.#recoverable.money(pricing),
    };
  }
}
