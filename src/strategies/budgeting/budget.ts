import type { Clock } from '../../patterns/calendar/clock.ts';

/** What may be used in an hour and in a day of the report's zone; 0 for no limit. */
export interface BudgetLimits {
  readonly hourlyTokens: number;
  readonly dailyTokens: number;
  readonly hourlyUsd: number;
  readonly dailyUsd: number;
}

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
/** No day is longer, wherever clocks are put back. */
const LONGEST_DAY = 27 * 4;
/** Money is added up in binary fractions: by this share it may fall short of a limit that it reaches. */
const DUST = 1e-9;

/**
 * What is left of hourly and daily budgets. There is room as long as what was used is below every limit (the second
 * article's `available`): what a call will use is not known before its answer, so the last one may use more than was left.
 */
export class Budget {
  readonly #clock: Clock;
  readonly #limits: BudgetLimits;
  #time = Number.NaN;
  #hour = Number.NaN;
  #day = Number.NaN;
  #hourTokens = 0;
  #hourUsd = 0;
  #dayTokens = 0;
  #dayUsd = 0;
  /** When the day is over; NaN until somebody asks. */
  #dayEnds = Number.NaN;

  constructor(clock: Clock, limits: BudgetLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** UTC ms; NaN before the first call. */
  get time(): number {
    return this.#time;
  }

  /** Number of the day. */
  get day(): number {
    return this.#day;
  }

  /** UTC ms at which the hour began. */
  get hour(): number {
    return this.#hour;
  }

  get dayTokens(): number {
    return this.#dayTokens;
  }

  /** Times must not go back. */
  turnTo(time: number): void {
    this.#time = time;
    const hour = this.#clock.hour(time);
    const day = this.#clock.day(time);
    if (hour !== this.#hour) {
      this.#hourTokens = 0;
      this.#hourUsd = 0;
    }
    if (day !== this.#day) {
      this.#dayTokens = 0;
      this.#dayUsd = 0;
      this.#dayEnds = Number.NaN;
    }
    this.#hour = hour;
    this.#day = day;
  }

  take(tokens: number, usd: number): void {
    this.#hourTokens += tokens;
    this.#hourUsd += usd;
    this.#dayTokens += tokens;
    this.#dayUsd += usd;
  }

  get hasRoom(): boolean {
    return (
      this.#hasDayRoom &&
      isBelow(this.#hourTokens, this.#limits.hourlyTokens) &&
      isBelow(this.#hourUsd, this.#limits.hourlyUsd)
    );
  }

  /** When there is room again, in UTC ms: at the next hour, or at the next day if the day's budget is used up. */
  nextRoom(): number {
    if (this.#hasDayRoom) return this.#hour + HOUR_MS;
    if (Number.isNaN(this.#dayEnds)) this.#dayEnds = this.#nextDay();
    return this.#dayEnds;
  }

  get #hasDayRoom(): boolean {
    return isBelow(this.#dayTokens, this.#limits.dailyTokens) && isBelow(this.#dayUsd, this.#limits.dailyUsd);
  }

  /** The first quarter of an hour of the next day; days begin at one in every zone. */
  #nextDay(): number {
    let before = Math.floor(this.#time / QUARTER_MS);
    let after = before + LONGEST_DAY;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.#clock.day(middle * QUARTER_MS) === this.#day) before = middle;
      else after = middle;
    }
    return after * QUARTER_MS;
  }
}

function isBelow(used: number, limit: number): boolean {
  return limit === 0 || used < limit * (1 - DUST);
}
