import type { Report } from '../../model/report.ts';
import { MONTH_DAYS } from '../totals/month.ts';

const DAY_MS = 86_400_000;

/** Below this a projection to a month says nothing. */
const SHORTEST_DAYS = 1 / 24;

/** The span of time that a log covers. */
export class LogWindow {
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  add(time: number): void {
    if (time < this.#from) this.#from = time;
    if (time > this.#to) this.#to = time;
  }

  window(): Report['window'] {
    if (this.#from > this.#to) return { from: null, to: null, days: null };
    return {
      from: new Date(this.#from).toISOString(),
      to: new Date(this.#to).toISOString(),
      days: this.#days,
    };
  }

  /** Scaled to 30 days; null when the log has no times or covers less than an hour. */
  monthly(beforeUsd: number, afterUsd: number): Report['monthly'] {
    const days = this.#days;
    if (!(days >= SHORTEST_DAYS)) return null;
    const factor = MONTH_DAYS / days;
    const basis = "the log's own span scaled to 30 days, as if every day were like it";
    return { beforeUsd: beforeUsd * factor, afterUsd: afterUsd * factor, basis };
  }

  /** US dollars of the whole log as those of 30 days; NaN as `monthly` is null. */
  monthlyUsd(usd: number): number {
    return this.monthly(usd, usd)?.beforeUsd ?? Number.NaN;
  }

  get #days(): number {
    return (this.#to - this.#from) / DAY_MS;
  }
}
