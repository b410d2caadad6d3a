import { isPeak, type PeakHours } from './peak-hours.ts';
import type { Stretch } from './timeline.ts';

/** A log with more names than this starts the memory anew: names come from logs, whose number has no bound. */
const MOST_NAMES = 20_000;

const NO_RULES: readonly PeakHours[] = [];
const NO_NAMES: readonly string[] = [];

/**
 * The peak hours that a call is in by every rule that its model has or had. Where two logs are compared, calls of the same hour
 * are then priced alike by the rule of the day that they are priced at, also those from before that rule.
 */
export class PeakOverTime {
  readonly #stretches: (model: string, provider: string) => readonly Stretch[];
  readonly #known = new Map<string, readonly PeakHours[]>();
  /** Neighbours in a log often share their model. */
  #last = { model: '', provider: '', rules: NO_RULES };

  constructor(stretches: (model: string, provider: string) => readonly Stretch[]) {
    this.#stretches = stretches;
  }

  /** Names of the rules, in their order. */
  rulesAt(model: string, provider: string, time: number): readonly string[] {
    let { rules } = this.#last;
    if (model !== this.#last.model || provider !== this.#last.provider) {
      rules = this.#rulesOf(model, provider);
      this.#last = { model, provider, rules };
    }
    if (rules.length === 0) return NO_NAMES;
    return rules.filter((hours) => isPeak(hours, time)).map(({ name }) => name);
  }

  #rulesOf(model: string, provider: string): readonly PeakHours[] {
    const key = `${provider}\0${model}`;
    let rules = this.#known.get(key);
    if (rules === undefined) {
      const all = this.#stretches(model, provider).flatMap(({ period }) => period?.peak ?? []);
      rules = [...new Map(all.map((hours) => [hours.name, hours])).values()];
      if (this.#known.size >= MOST_NAMES) this.#known.clear();
      this.#known.set(key, rules);
    }
    return rules;
  }
}
