import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import type { ModelInfo } from '../../model/price.ts';

/** A log with more names and days than this is looked up anew from time to time. */
const KEPT = 1 << 16;
const DAY_MS = 86_400_000;

/** A model at a day, and what its vendor sells below it then. */
export interface KnownModel {
  /** Undefined when the book does not know the model. */
  readonly info: ModelInfo | undefined;
  readonly targets: readonly ModelInfo[];
}

/** Looks a model up once a day: a log names few models, and prices change on days. */
export class KnownModels {
  readonly #models: Models;
  readonly #targetsOf: (info: ModelInfo, call: Call) => readonly ModelInfo[];
  readonly #known = new Map<number, KnownModel>();

  constructor(models: Models, targetsOf: (info: ModelInfo, call: Call) => readonly ModelInfo[] = () => []) {
    this.#models = models;
    this.#targetsOf = targetsOf;
  }

  of(call: Call): KnownModel {
    const { model, provider, time } = call;
    const day = Number.isNaN(time) ? -1 : Math.floor(time / DAY_MS);
    const key = combine52(combine52(hash52(model), hash52(provider)), day);
    let known = this.#known.get(key);
    if (known === undefined) {
      const info = this.#models.info(model, provider, time);
      known = { info, targets: info === undefined ? [] : this.#targetsOf(info, call) };
      if (this.#known.size === KEPT) this.#known.clear();
      this.#known.set(key, known);
    }
    return known;
  }
}
