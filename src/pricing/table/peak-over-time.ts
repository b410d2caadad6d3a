import { isPeak, type PeakHours } from './peak-hours.ts';
import type { Period } from './period.ts';
import type { Stretch } from './timeline.ts';

/** A log with more names than this starts the memory anew: names come from logs, whose number has no bound. */
const MOST_NAMES = 20_000;

/**
 * Whether calls are made in peak hours, also where the price in force has none: one with peak hours may follow on it, and calls
 * from before it are priced with it too when two logs are compared.
 */
export class PeakOverTime {
  readonly #stretches: (model: string, provider: string) => readonly Stretch[];
  readonly #known = new Map<string, PeakHours | undefined>();

  constructor(stretches: (model: string, provider: string) => readonly Stretch[]) {
    this.#stretches = stretches;
  }

  /** By the hours of the price in force, `period`, else by those of the first price of the model that has any. */
  isPeak(model: string, provider: string, period: Period, time: number): boolean {
    const hours = period.peak ?? this.#hoursOf(model, provider);
    return hours !== undefined && isPeak(hours, time);
  }

  #hoursOf(model: string, provider: string): PeakHours | undefined {
    const name = `${provider}\0${model}`;
    if (!this.#known.has(name)) {
      if (this.#known.size >= MOST_NAMES) this.#known.clear();
      const withHours = this.#stretches(model, provider).find(({ period }) => period?.peak !== undefined);
      this.#known.set(name, withHours?.period?.peak);
    }
    return this.#known.get(name);
  }
}
