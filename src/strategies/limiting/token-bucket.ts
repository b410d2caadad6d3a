import { MINUTE_MS } from '../../patterns/calendar/clock.ts';

/**
 * A token bucket as one number: when it would be full again. Equal to counting tokens (ITU-T I.371, the generic cell rate
 * algorithm), without the rounding of a counter that is refilled call by call.
 */
export class TokenBucket {
  readonly #interval: number;
  readonly #burst: number;
  #full = Number.NEGATIVE_INFINITY;

  /** `burst`: what a full bucket holds. */
  constructor(perMinute: number, burst: number) {
    this.#interval = MINUTE_MS / perMinute;
    this.#burst = burst;
  }

  /** From when on it holds `units`, in the ms that `take` counts in; more than it can hold wait until it is full. */
  earliest(units: number): number {
    return this.#full - (this.#burst - Math.min(units, this.#burst)) * this.#interval;
  }

  take(time: number, units: number): void {
    this.#full = Math.max(this.#full, time) + Math.min(units, this.#burst) * this.#interval;
  }
}
