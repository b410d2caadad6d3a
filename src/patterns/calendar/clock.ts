import type { Calendar } from '../../contracts/calendar.ts';

export const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Hours and days of the report's zone as numbers that never repeat, also where clocks are put back. */
export class Clock {
  readonly #calendar: Calendar;
  /** Zones differ from UTC by whole quarters of an hour, so one look-up is good for a quarter. */
  #quarter = Number.NaN;
  #dayName = '';
  #day = Number.NaN;
  #shift = 0;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  /** Days since 1970-01-01 by the zone's date; `time` is not NaN. */
  day(time: number): number {
    const quarter = Math.floor(time / QUARTER_MS);
    if (quarter !== this.#quarter) this.#turnTo(quarter, this.#calendar.day(time));
    return this.#day;
  }

  /** UTC ms at which the zone's hour that holds `time` begins. */
  hour(time: number): number {
    this.day(time);
    return Math.floor((time - this.#shift) / HOUR_MS) * HOUR_MS + this.#shift;
  }

  /** `YYYY-MM-DD` and the hour, as the zone's clocks show them. */
  label(time: number): string {
    return `${this.#calendar.day(time)} ${String(this.#calendar.hour(time)).padStart(2, '0')}:00`;
  }

  #turnTo(quarter: number, day: string): void {
    this.#quarter = quarter;
    if (day === this.#dayName) return;
    this.#dayName = day;
    this.#day = Date.parse(`${day}T00:00:00Z`) / DAY_MS;
    this.#shift = this.#shiftAt(quarter);
  }

  /** How far the zone's hours begin after UTC's. */
  #shiftAt(quarter: number): number {
    for (let at = quarter; at > quarter - 4; at--) {
      if (this.#calendar.hour(at * QUARTER_MS) !== this.#calendar.hour((at - 1) * QUARTER_MS)) {
        return (((at * QUARTER_MS) % HOUR_MS) + HOUR_MS) % HOUR_MS;
      }
    }
    return this.#shift;
  }
}

/** `YYYY-MM-DD` of a day number. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
