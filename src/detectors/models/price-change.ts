import type { ColumnValue } from '../../model/column.ts';
import type { PricePeriod } from '../../model/price.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Sums of money that differ by less than this share are equal: they are added up in binary fractions. */
const DUST = 1e-9;

const RATES = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;

/** A model with more than one price over time. */
export class ChangingModel {
  /** Provider and id. */
  readonly id: string;
  readonly name: string;
  readonly periods: readonly PricePeriod[];
  /** The change at the start of each period; undefined where no price ends there. */
  readonly changes: readonly (PriceChange | undefined)[];
  #last = 0;

  constructor(id: string, name: string, periods: readonly PricePeriod[]) {
    this.id = id;
    this.name = name;
    this.periods = periods;
    this.changes = periods.map((after, at) => {
      const before = periods[at - 1];
      return before?.to === after.from ? new PriceChange(this, after.from, before, after) : undefined;
    });
  }

  /** Number of the period that holds the time, -1 when none does. Calls come in the order of time, so the last one is tried first. */
  periodAt(time: number): number {
    const { periods } = this;
    const isIn = ({ from, to }: PricePeriod) => time >= from && time < to;
    if (!isIn(periods[this.#last]!)) {
      const at = periods.findIndex(isIn);
      if (at < 0) return -1;
      this.#last = at;
    }
    return this.#last;
  }

  changeAt(period: number): PriceChange | undefined {
    return this.changes[period];
  }
}

/** The day on which one price of a model ends and the next begins, with the calls at either. */
export class PriceChange {
  readonly model: ChangingModel;
  /** UTC ms. */
  readonly time: number;
  readonly before: PricePeriod;
  readonly after: PricePeriod;
  callsBefore = 0;
  callsAfter = 0;
  #oldUsd = 0;
  #newUsd = 0;
  #unpriced = 0;
  #isEstimated = false;

  constructor(model: ChangingModel, time: number, before: PricePeriod, after: PricePeriod) {
    this.model = model;
    this.time = time;
    this.before = before;
    this.after = after;
  }

  /** A call and what it costs at either price, in US dollars; NaN unknown. */
  add(side: 'before' | 'after', oldUsd: number, newUsd: number): void {
    if (side === 'before') this.callsBefore++;
    else this.callsAfter++;
    if (Number.isNaN(oldUsd) || Number.isNaN(newUsd)) {
      this.#unpriced++;
      return;
    }
    this.#oldUsd += oldUsd;
    this.#newUsd += newUsd;
  }

  /** Says that the tokens of a call were counted from its text. */
  addEstimate(): void {
    this.#isEstimated = true;
  }

  get isEstimated(): boolean {
    return this.#isEstimated;
  }

  /** False where the list says the same of these calls before and after, e.g. when only the rates of another tier changed. */
  get matters(): boolean {
    const isListed = RATES.some((rate) => !Object.is(this.before[rate], this.after[rate]));
    return isListed || Math.abs(this.#newUsd - this.#oldUsd) > DUST * Math.max(this.#oldUsd, this.#newUsd);
  }

  /** What happens to the price, for these calls where they tell. */
  get direction(): 'rises' | 'falls' | 'changes' {
    const known = this.#newUsd !== this.#oldUsd;
    const [old, now] = known ? [this.#oldUsd, this.#newUsd] : [this.before.input, this.after.input];
    return now > old ? 'rises' : now < old ? 'falls' : 'changes';
  }

  columns(): Record<string, ColumnValue> {
    const { before, after, callsBefore, callsAfter } = this;
    const isPriced = this.#unpriced < callsBefore + callsAfter;
    return {
      callsBefore,
      callsAfter,
      oldInput: orNull(before.input),
      newInput: orNull(after.input),
      oldOutput: orNull(before.output),
      newOutput: orNull(after.output),
      oldCacheRead: orNull(before.cacheRead),
      newCacheRead: orNull(after.cacheRead),
      oldUsd: isPriced ? this.#oldUsd : null,
      newUsd: isPriced ? this.#newUsd : null,
      changeUsd: isPriced ? this.#newUsd - this.#oldUsd : null,
      unpriced: this.#unpriced,
    };
  }
}

/**
 * The time nearest to `time` within the period at the same hour and day of the week, which peak prices go by; at the same
 * hour where the period is shorter than a week, else its start.
 */
export function sameTimeIn(time: number, { from, to }: Pick<PricePeriod, 'from' | 'to'>): number {
  for (const step of [WEEK_MS, DAY_MS]) {
    if (time < from) {
      const moved = time + Math.ceil((from - time) / step) * step;
      if (moved < to) return moved;
    } else if (time >= to) {
      const moved = time - (Math.floor((time - to) / step) + 1) * step;
      if (moved >= from) return moved;
    } else return time;
  }
  return from;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
