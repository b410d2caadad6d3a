import type { Resolution } from '../lookup/resolution.ts';
import { type Directory, LONGEST_NAME, resolve } from '../lookup/resolve.ts';
import type { Period } from './period.ts';

/** A log with more names than this starts the memory anew: names come from logs, whose number has no bound. */
const MOST_NAMES = 20_000;

type Slots = (Resolution | undefined)[];

/** A time in which one price is in force, or none is known. UTC ms, `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly period: Period | undefined;
}

/**
 * Remembers how names resolve. Between two neighbouring dates on which any price starts or ends nothing can change,
 * so one answer per name and stretch of time is enough.
 */
export class Timeline {
  readonly #directory: Directory;
  /** Dates at which a price starts or ends, ascending. */
  readonly #bounds: readonly number[];
  #byProvider = new Map<string, Map<string, Slots>>();
  #names = 0;
  #model = '';
  #provider = '';
  #slots: Slots = [];
  #stretch = 0;
  #from = Number.NaN;
  #to = Number.NaN;

  constructor(directory: Directory, periods: readonly Period[]) {
    this.#directory = directory;
    const dates = periods.flatMap((period) => [period.from, period.to]);
    this.#bounds = [...new Set(dates.filter((date) => Number.isFinite(date)))].sort((a, b) => a - b);
    this.#slots = this.#slotsOf('', '');
  }

  /** `time` is UTC ms and not NaN. */
  resolve(model: string, provider: string, time: number): Resolution {
    if (model !== this.#model || provider !== this.#provider) {
      this.#slots = this.#slotsOf(model, provider);
      this.#model = model;
      this.#provider = provider;
    }
    if (!(time >= this.#from && time < this.#to)) this.#seek(time);
    const known = this.#slots[this.#stretch];
    if (known !== undefined) return known;
    const resolution = resolve(this.#directory, model, provider, time);
    this.#slots[this.#stretch] = resolution;
    return resolution;
  }

  /** How the name resolves over all time, the earliest first; stretches that resolve alike are one. */
  stretches(model: string, provider: string): readonly Stretch[] {
    const stretches: Stretch[] = [];
    const starts = [Number.NEGATIVE_INFINITY, ...this.#bounds];
    starts.forEach((from, at) => {
      const to = starts[at + 1] ?? Number.POSITIVE_INFINITY;
      const resolution = this.resolve(model, provider, at === 0 ? to - 1 : from);
      const last = stretches.at(-1);
      const period = resolution.found ? resolution.period : undefined;
      if (last !== undefined && last.period === period) stretches[stretches.length - 1] = { ...last, to };
      else stretches.push({ from, to, period });
    });
    return stretches;
  }

  #slotsOf(model: string, provider: string): Slots {
    if (model.length > LONGEST_NAME || provider.length > LONGEST_NAME) return [];
    let byModel = this.#byProvider.get(provider);
    let slots = byModel?.get(model);
    if (slots !== undefined) return slots;
    if (this.#names >= MOST_NAMES) {
      this.#byProvider = new Map();
      this.#names = 0;
      byModel = undefined;
    }
    if (byModel === undefined) {
      byModel = new Map();
      this.#byProvider.set(provider, byModel);
    }
    slots = [];
    byModel.set(model, slots);
    this.#names++;
    return slots;
  }

  /** Finds the stretch that holds `time`: number n lies between the bounds n-1 and n. */
  #seek(time: number): void {
    let low = 0;
    let high = this.#bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#bounds[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    this.#stretch = low;
    this.#from = this.#bounds[low - 1] ?? Number.NEGATIVE_INFINITY;
    this.#to = this.#bounds[low] ?? Number.POSITIVE_INFINITY;
  }
}
