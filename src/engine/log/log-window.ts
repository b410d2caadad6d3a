import type { Report } from '../../model/report.ts';
import { MONTH_DAYS } from '../totals/month.ts';

const DAY_MS = 86_400_000;

/** Below this a projection to a month says nothing. */
const SHORTEST_DAYS = 1 / 24;

const AS_EVERY_DAY = 'scaled to 30 days, as if every day were like it';

/** UTC milliseconds; `from` is above `to` when there is none. */
export interface LogSpan {
  readonly from: number;
  readonly to: number;
}

/** The span of time that a log covers. */
export class LogWindow {
  readonly #whole: LogSpan | undefined;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  /**
   * `whole`: the span of a log of which some of the calls are looked at. It is what a month is told from: what was used on
   * one day of thirty costs no thirty times as much a month.
   */
  constructor(whole?: LogSpan) {
    this.#whole = whole;
  }

  add(time: number): void {
    if (time < this.#from) this.#from = time;
    if (time > this.#to) this.#to = time;
  }

  get span(): LogSpan {
    return { from: this.#from, to: this.#to };
  }

  window(): Report['window'] {
    if (this.#from > this.#to) return { from: null, to: null, days: null };
    return {
      from: new Date(this.#from).toISOString(),
      to: new Date(this.#to).toISOString(),
      days: (this.#to - this.#from) / DAY_MS,
    };
  }

  /** Of the whole log; NaN when the calls have no times. */
  get wholeDays(): number {
    if (this.#from > this.#to) return Number.NaN;
    const { from, to } = this.#whole ?? this.span;
    return (to - from) / DAY_MS;
  }

  /** Scaled to 30 days; null when the log has no times or covers less than an hour. */
  monthly(beforeUsd: number, afterUsd: number): Report['monthly'] {
    const days = this.wholeDays;
    if (!(days >= SHORTEST_DAYS)) return null;
    const factor = MONTH_DAYS / days;
    const span =
      this.#whole === undefined
        ? "the log's own span"
        : 'the span of the log, with the calls that --filter leaves out,';
    return {
      beforeUsd: beforeUsd * factor,
      afterUsd: afterUsd * factor,
      basis: `${span} ${AS_EVERY_DAY}`,
    };
  }

  /** US dollars of the whole log as those of 30 days; NaN as `monthly` is null. */
  monthlyUsd(usd: number): number {
    return this.monthly(usd, usd)?.beforeUsd ?? Number.NaN;
  }
}
