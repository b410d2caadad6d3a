const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

/**
 * Names the calendar day of an instant in one time zone, `YYYY-MM-DD`. Zones differ from UTC by whole quarters of an hour
 * and change only at them, so one look-up per quarter of an hour is enough.
 */
export class DayCutter {
  /** Undefined for UTC, whose days need no look-up. */
  readonly #format: Intl.DateTimeFormat | undefined;
  readonly #days = new Map<number, string>();
  #lastQuarter = Number.NaN;
  #lastDay = '';

  /** `timezone`: an IANA name; throws RangeError for an unknown one. */
  constructor(timezone: string) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    if (timezone !== 'UTC') this.#format = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, ...parts });
  }

  /** '' for an unknown time. */
  dayOf(time: number): string {
    if (Number.isNaN(time)) return '';
    const quarter = Math.floor(time / QUARTER_MS);
    if (quarter === this.#lastQuarter) return this.#lastDay;
    let day = this.#days.get(quarter);
    if (day === undefined) {
      const start = quarter * QUARTER_MS;
      day = this.#format?.format(start) ?? new Date(start).toISOString().slice(0, 10);
      this.#days.set(quarter, day);
    }
    this.#lastQuarter = quarter;
    this.#lastDay = day;
    return day;
  }
}
