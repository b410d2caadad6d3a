import type { Calendar } from '../../contracts/calendar.ts';
import type { Change } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { billedTokens, type TokenCounts } from '../../model/usage.ts';
import { Clock } from '../../patterns/calendar/clock.ts';
import { Delays } from '../../patterns/columns/delays.ts';
import { Budget, type BudgetLimits } from './budget.ts';
import { BudgetDays } from './budget-days.ts';
import { HeldCalls } from './held-calls.ts';

const REFUSED: Change = { drop: true, risk: 'refused', group: 'refused: demand that is not served' };
const HELD: Change = { risk: 'delayed', group: 'kept: calls that wait for room' };

export interface BudgetRules extends BudgetLimits {
  /** Calls without room are refused, not held back. */
  readonly refuses: boolean;
  /** Users and features whose calls are never held back. */
  readonly first: ReadonlySet<string>;
}

/** The budgets at work on the calls of a log. Calls must come in time order. */
export class BudgetRun {
  readonly #rules: BudgetRules;
  readonly #held = new HeldCalls();
  #now = Number.NEGATIVE_INFINITY;
  readonly budget: Budget;
  readonly days: BudgetDays;
  /** Of the calls that were sent. */
  readonly delays = new Delays();
  refused = 0;
  refusedTokens = 0;
  /** US dollars of refused calls with a known price. */
  refusedUsd = 0;
  /** Calls that went ahead of their turn although there was no room. */
  overriding = 0;
  unpriced = 0;
  unmeasured = 0;
  untimed = 0;

  constructor(rules: BudgetRules, calendar: Calendar) {
    const clock = new Clock(calendar);
    this.#rules = rules;
    this.budget = new Budget(clock, rules);
    this.days = new BudgetDays(clock);
  }

  get longestQueue(): number {
    return this.#held.longest;
  }

  get waiting(): number {
    return this.#held.size;
  }

  /** `usd` NaN: unknown. */
  step(call: Call, usage: TokenCounts, usd: number): Change | undefined {
    if (Number.isNaN(call.time)) {
      this.untimed++;
      return undefined;
    }
    if (Number.isNaN(usd)) this.unpriced++;
    if (call.usageBasis === 'none' && !call.failed) this.unmeasured++;
    const tokens = billedTokens(usage);
    const knownUsd = Number.isNaN(usd) ? 0 : usd;
    this.#now = Math.max(this.#now, call.time);
    this.#release(this.#now);
    this.budget.turnTo(this.#now);
    const { hasRoom } = this.budget;
    const isFirst = this.#rules.first.has(call.feature) || this.#rules.first.has(call.user);
    if (hasRoom || isFirst) {
      if (!hasRoom) this.overriding++;
      this.#send(tokens, knownUsd, 0);
      return undefined;
    }
    this.days.over(this.budget);
    if (!this.#rules.refuses) {
      this.#held.add(this.#now, tokens, knownUsd);
      return HELD;
    }
    this.refused++;
    this.refusedTokens += tokens;
    this.refusedUsd += knownUsd;
    return REFUSED;
  }

  /**
   * Sends what waits at the beginnings of windows up to `time`: a new window always has room for one call at least. While
   * calls still wait there is no room, so that nobody overtakes them.
   */
  #release(time: number): void {
    while (this.#held.size > 0) {
      if (!this.budget.hasRoom) {
        const next = this.budget.nextRoom();
        if (next > time) return;
        this.budget.turnTo(next);
      }
      const { time: came, tokens, usd } = this.#held.take();
      this.#send(tokens, usd, this.budget.time - came);
    }
  }

  #send(tokens: number, usd: number, delay: number): void {
    this.budget.take(tokens, usd);
    this.days.used(this.budget, tokens, usd);
    this.delays.add(delay);
  }
}
