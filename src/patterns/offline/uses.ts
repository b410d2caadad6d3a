import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { Names } from '../columns/names.ts';
import { NumberColumn } from '../columns/number-column.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Who sends the calls: a job by its name, a program, or nobody that the log names. */
export const SENDERS = ['job', 'service', 'unnamed'] as const;
export type Sender = (typeof SENDERS)[number];

/** More hours a day, on average, are the work of people or a service that is always on; own choice. */
const MOST_HOURS_A_DAY = 4;
/** Active in more of the log's hours than this, the log does not show that it ever rests; own choice. */
const MOST_OF_THE_LOG = 0.25;

/** Uses of a model (feature or template, model, sender) as columns: templates may be many. */
export class Uses {
  readonly #numbers = new Map<number, number>();
  readonly #features = new Names();
  readonly #models = new Names();
  readonly #providers = new Names();
  readonly #feature = new NumberColumn();
  readonly #template = new NumberColumn();
  readonly #model = new NumberColumn();
  readonly #provider = new NumberColumn();
  readonly #sender = new NumberColumn();
  readonly #isWeak = new NumberColumn();
  readonly #hours = new NumberColumn();
  readonly #days = new NumberColumn();
  readonly #lastHour = new NumberColumn(Number.NEGATIVE_INFINITY);
  readonly #lastDay = new NumberColumn(Number.NEGATIVE_INFINITY);

  /** The call's use, and that it was active at the call's time. Calls must come in time order. */
  number(call: Call, template: number, model: string, sender: Sender, isWeak: boolean): number {
    const name = this.#features.id(call.feature);
    const modelId = this.#models.id(model);
    const kind = SENDERS.indexOf(sender) * 2 + (isWeak ? 1 : 0);
    const key = combine52(combine52(name, template), combine52(hash52(call.provider), modelId * 6 + kind));
    let use = this.#numbers.get(key);
    if (use === undefined) {
      use = this.#feature.push(name);
      this.#numbers.set(key, use);
      this.#template.set(use, template);
      this.#model.set(use, modelId);
      this.#provider.set(use, this.#providers.id(call.provider));
      this.#sender.set(use, SENDERS.indexOf(sender));
      this.#isWeak.set(use, isWeak ? 1 : 0);
    }
    this.#count(this.#hours, this.#lastHour, use, Math.floor(call.time / HOUR_MS));
    this.#count(this.#days, this.#lastDay, use, Math.floor(call.time / DAY_MS));
    return use;
  }

  of(use: number) {
    return {
      feature: this.#features.name(this.#feature.get(use)),
      template: this.#template.get(use),
      model: this.#models.name(this.#model.get(use)),
      provider: this.#providers.name(this.#provider.get(use)),
      sender: SENDERS[this.#sender.get(use)]!,
      isWeak: this.#isWeak.get(use) === 1,
    };
  }

  isJob(use: number): boolean {
    return this.#sender.get(use) === SENDERS.indexOf('job');
  }

  /** Whether it rests most of the day, and the log of `span` milliseconds is long enough to show it. */
  isOccasional(use: number, span: number): boolean {
    const hours = this.#hours.get(use);
    return hours <= MOST_HOURS_A_DAY * this.#days.get(use) && hours * HOUR_MS <= MOST_OF_THE_LOG * span;
  }

  #count(counts: NumberColumn, last: NumberColumn, use: number, value: number): void {
    if (last.get(use) === value) return;
    last.set(use, value);
    counts.add(use, 1);
  }
}
