import { isPeak, type PeakHours } from './peak-hours.ts';
import type { Stretch } from './timeline.ts';

/** A log with more names than this starts the memory anew: names come from logs, whose number has no bound. */
const MOST_NAMES = 20_000;

/**
 * Whether calls are made in the peak hours of their model, by one rule for all days: where two logs are compared, calls of the
 * same hour are then priced alike, also those from before there were peak prices or when other days had them.
 */
export class PeakOverTime {
  readonly #stretches: (model: string, provider: string) => readonly Stretch[];
  readonly #date: number;
  readonly #known = new Map<string, PeakHours | undefined>();

  /** `date`: UTC ms of what is today for the book. */
  constructor(stretches: (model: string, provider: string) => readonly Stretch[], date: number) {
    this.#stretches = stretches;
    this.#date = date;
  }

  /** By the latest hours that a price of the model has today or had, else by those that one will have. */
  isPeak(model: string, provider: string, time: number): boolean {
    const hours = this.#hoursOf(model, provider);
    return hours !== undefined && isPeak(hours, time);
  }

  #hoursOf(model: string, provider: string): PeakHours | undefined {
    const name = `${provider}\0${model}`;
    if (!this.#known.has(name)) {
      if (this.#known.size >= MOST_NAMES) this.#known.clear();
      const withHours = this.#stretches(model, provider).filter(({ period }) => period?.peak !== undefined);
      const ruling = withHours.findLast(({ from }) => from <= this.#date) ?? withHours[0];
      this.#known.set(name, ruling?.period?.peak);
    }
    return this.#known.get(name);
  }
}
