import type { Report } from '../../model/report.ts';

const DAY_MS = 86_400_000;

/** A month for projections; CLAIMS and the providers' own examples use 30 days. */
const MONTH_DAYS = 30;

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

  get #days(): number {
    return (this.#to - this.#from) / DAY_MS;
  }
}
