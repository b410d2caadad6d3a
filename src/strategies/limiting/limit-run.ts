import type { Calendar } from '../../contracts/calendar.ts';
import type { Change } from '../../contracts/strategy.ts';
import type { Call, ServiceTier } from '../../model/call.ts';
import { billedTokens, type TokenCounts } from '../../model/usage.ts';
import { failureCause } from '../../patterns/attempts/failure-cause.ts';
import { modelAsked } from '../../patterns/attempts/request-identity.ts';
import { Delays, isDelay } from '../../patterns/columns/delays.ts';
import { LimitedDays } from './limited-days.ts';
import { Limiter, type Limits } from './limiter.ts';
import { Traffic } from './traffic.ts';

export const SCOPES = ['global', 'model', 'user'] as const;

const AVOIDED: Change = { drop: true, group: 'rate limit errors avoided' };
const DELAYED: Change = { risk: 'delayed', group: 'kept: calls that are sent later' };

/** The limit at work on the calls of a log. Calls must come in time order. */
export class LimitRun {
  readonly #limits: Limits;
  readonly #scope: string;
  readonly #calendar: Calendar;
  readonly #limiters = new Map<string, Limiter>();
  #origin = Number.NaN;
  #now = 0;
  readonly delays = new Delays();
  readonly traffic = new Traffic();
  readonly days = new LimitedDays();
  longestQueue = 0;
  rateLimited = 0;
  avoided = 0;
  untimed = 0;
  /** Calls of the batch API, which have limits of their own. */
  batched = 0;

  constructor(limits: Limits, scope: string, calendar: Calendar) {
    this.#limits = limits;
    this.#scope = scope;
    this.#calendar = calendar;
  }

  step(call: Call, usage: TokenCounts, tier: ServiceTier): Change | undefined {
    const { time } = call;
    if (tier === 'batch') {
      this.batched++;
      return undefined;
    }
    if (Number.isNaN(time)) {
      this.untimed++;
      return undefined;
    }
    // Small numbers keep the fractions of a millisecond that times since 1970 have no room for.
    if (Number.isNaN(this.#origin)) this.#origin = time;
    this.#now = Math.max(this.#now, time - this.#origin);
    this.traffic.add(time);
    const limiter = this.#limiter(call);
    const tokens = billedTokens(usage);
    const delay = limiter.delay(this.#now, tokens);
    if (call.failed && failureCause(call) === 'rate limit') {
      this.rateLimited++;
      if (isDelay(delay)) return this.#avoid(time);
    }
    this.longestQueue = Math.max(this.longestQueue, limiter.send(this.#now, tokens, delay));
    if (!this.delays.add(delay)) return undefined;
    this.days.delayed(this.#calendar.day(time), delay);
    return DELAYED;
  }

  /** It comes while the bucket is empty, so that it would wait its turn; it takes none, as the retry of it that the log has takes one. */
  #avoid(time: number): Change {
    this.avoided++;
    this.days.avoided(this.#calendar.day(time));
    return AVOIDED;
  }

  #limiter(call: Call): Limiter {
    const name = this.#scope === 'user' ? call.user : this.#scope === 'model' ? modelAsked(call) : '';
    let limiter = this.#limiters.get(name);
    if (limiter === undefined) {
      limiter = new Limiter(this.#limits);
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }
}
