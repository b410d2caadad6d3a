import { MINUTE_MS } from '../../patterns/calendar/clock.ts';

/** How many calls come per minute. Times (UTC ms) must not go back. */
export class Traffic {
  #calls = 0;
  #from = Number.NaN;
  #to = Number.NaN;
  #minute = Number.NaN;
  #inMinute = 0;
  #peak = 0;

  add(time: number): void {
    if (this.#calls === 0) this.#from = time;
    this.#to = time;
    this.#calls++;
    const minute = Math.floor(time / MINUTE_MS);
    if (minute !== this.#minute) this.#inMinute = 0;
    this.#minute = minute;
    this.#inMinute++;
    this.#peak = Math.max(this.#peak, this.#inMinute);
  }

  /** From the first call to the last; null when that is no time. */
  get averagePerMinute(): number | null {
    const span = this.#to - this.#from;
    return span > 0 ? ((this.#calls - 1) / span) * MINUTE_MS : null;
  }

  /** Calls in the busiest minute of the clock. */
  get peakPerMinute(): number {
    return this.#peak;
  }
}
