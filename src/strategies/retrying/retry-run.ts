import type { Change } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { type AttemptChains, endOf } from '../../patterns/attempts/attempt-chains.ts';
import { modelAsked } from '../../patterns/attempts/request-identity.ts';
import { Delays } from '../../patterns/columns/delays.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { type BackoffRule, backoffMs } from './backoff.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { isRetryable } from './retryable.ts';

export interface RetryRules extends BackoffRule {
  readonly maxAttempts: number;
  /** 0 for no breaker. */
  readonly breakerFailures: number;
  /** Milliseconds. */
  readonly breakerOpen: number;
  /** What a retry meets. */
  readonly outcome: string;
}

/**
 * A retry meets what the log's last attempt before its time met, so that attempts between are spared; or its attempts meet
 * one after the other what those of the log met, whenever they are sent, so that waiting spares none.
 */
export const OUTCOMES = ['time', 'order'] as const;

const TOO_EARLY: Change = { drop: true, group: 'sent before the wait was over' };
const BEYOND: Change = { drop: true, group: 'beyond the most attempts' };
const HOPELESS: Change = { drop: true, group: 'cannot succeed' };
const BROKEN: Change = { drop: true, group: 'while the breaker is open' };
const DELAYED: Change = { risk: 'delayed', group: 'kept: answers that come later' };
const REFUSED: Change = { risk: 'refused', group: 'kept: answers that the open breaker would refuse' };
const GIVEN_UP: Change = { risk: 'refused', group: 'kept: answers after the policy gave up' };

/** The policy at work on the attempts of a log. Calls must come in time order. */
export class RetryRun {
  readonly #chains: AttemptChains;
  readonly #rules: RetryRules;
  /** By chain: attempts that the policy made. */
  readonly #made = new NumberColumn();
  /** By chain: when the next attempt may start (UTC ms). */
  readonly #allowed = new NumberColumn(Number.NEGATIVE_INFINITY);
  /** By chain: the change that every further failure gets; 0 as long as there may be another attempt. */
  readonly #given = new NumberColumn();
  /** By provider and the model that was asked for. */
  readonly #breakers = new Map<string, Map<string, CircuitBreaker>>();
  /** Of the latest call; the next one is mostly of the same model. */
  #latest:
    | { readonly provider: string; readonly model: string; readonly breaker: CircuitBreaker }
    | undefined;
  #now = Number.NEGATIVE_INFINITY;
  /** Of the answers that came after a failed attempt. */
  readonly delays = new Delays();
  notMade = 0;
  answersLate = 0;
  answersRefused = 0;
  untimed = 0;
  /** Failed attempts without a latency. */
  unmeasured = 0;

  constructor(chains: AttemptChains, rules: RetryRules) {
    this.#chains = chains;
    this.#rules = rules;
  }

  step(call: Call): Change | undefined {
    if (Number.isNaN(call.time)) {
      this.untimed++;
      return undefined;
    }
    this.#now = Math.max(this.#now, call.time);
    const chain = this.#chains.of(call.index);
    const change = call.failed ? this.#fail(call, chain) : this.#succeed(call, chain);
    if (change?.drop === true) this.notMade++;
    return change;
  }

  get timesOpened(): number {
    let opened = 0;
    for (const models of this.#breakers.values()) {
      for (const breaker of models.values()) opened += breaker.opened;
    }
    return opened;
  }

  #fail(call: Call, chain: number): Change | undefined {
    if (chain > 0) {
      if (!(call.latencyMs >= 0)) this.unmeasured++;
      if (this.#given.get(chain) === HAS_REACHED_MOST) return BEYOND;
      if (this.#given.get(chain) === CANNOT_SUCCEED) return HOPELESS;
      if (this.#isSpared(call, chain)) return TOO_EARLY;
    }
    const isHopeless = !isRetryable(call);
    const breaker = this.#breaker(call);
    if (breaker?.admits(this.#now) === false) return BROKEN;
    // Who is told that the request is wrong has reached a provider that works.
    breaker?.sent(endOf(call), !isHopeless);
    if (chain > 0) {
      const later = Math.max(0, this.#allowed.get(chain) - call.time);
      this.#note(chain, endOf(call) + later, isHopeless);
    }
    return undefined;
  }

  /**
   * Whether a later attempt of the log stands for the retry. The retry comes when the wait is over; what the log shows to
   * have failed before stands for it, only later, unless another attempt follows before that time. Where no attempt ever
   * succeeded, the policy would have made as many as it may.
   */
  #isSpared({ index }: Call, chain: number): boolean {
    if (this.#rules.outcome === 'order' || !this.#chains.isAnswered(chain)) return false;
    return this.#chains.nextAfter(index) <= this.#allowed.get(chain);
  }

  #note(chain: number, end: number, isHopeless: boolean): void {
    const made = this.#made.get(chain) + 1;
    this.#made.set(chain, made);
    this.#allowed.set(chain, end + backoffMs(this.#rules, made));
    if (isHopeless) this.#given.set(chain, CANNOT_SUCCEED);
    else if (made >= this.#rules.maxAttempts) this.#given.set(chain, HAS_REACHED_MOST);
  }

  /** No answer is sold as a saving: what the policy would have sent later, or not at all, is kept and counted. */
  #succeed(call: Call, chain: number): Change | undefined {
    const breaker = this.#breaker(call);
    if (breaker?.admits(this.#now) === false) {
      this.answersRefused++;
      return REFUSED;
    }
    breaker?.sent(endOf(call), false);
    if (chain === 0) return undefined;
    if (this.#given.get(chain) !== 0) {
      this.answersLate++;
      return GIVEN_UP;
    }
    return this.delays.add(Math.max(0, this.#allowed.get(chain) - call.time)) ? DELAYED : undefined;
  }

  #breaker(call: Call): CircuitBreaker | undefined {
    const { breakerFailures, breakerOpen } = this.#rules;
    if (breakerFailures === 0) return undefined;
    const { provider } = call;
    const model = modelAsked(call);
    if (this.#latest?.model === model && this.#latest.provider === provider) return this.#latest.breaker;
    let models = this.#breakers.get(provider);
    if (models === undefined) {
      models = new Map();
      this.#breakers.set(provider, models);
    }
    let breaker = models.get(model);
    if (breaker === undefined) {
      breaker = new CircuitBreaker(breakerFailures, breakerOpen);
      models.set(model, breaker);
    }
    this.#latest = { provider, model, breaker };
    return breaker;
  }
}

const HAS_REACHED_MOST = 1;
const CANNOT_SUCCEED = 2;
