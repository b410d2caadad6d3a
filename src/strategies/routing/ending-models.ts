import type { Models } from '../../contracts/models.ts';

/** The longest projection: an end beyond it touches no figure. */
const YEAR_MS = 365 * 86_400_000;

/** Remembers where calls were sent, to say which of these models are retired or soon will be. */
export class EndingModels {
  readonly #models: Models;
  /** Model -> provider, as the price book was asked. */
  readonly #sentTo = new Map<string, string>();

  constructor(models: Models) {
    this.#models = models;
  }

  add({ model, provider }: { readonly model: string; readonly provider: string }): void {
    if (!this.#sentTo.has(model)) this.#sentTo.set(model, provider);
  }

  notes(): readonly string[] {
    const said: string[] = [];
    for (const [model, provider] of this.#sentTo) {
      const end = this.#models.retirement(model, provider);
      if (end === undefined) continue;
      const { retires, replacement, asOf } = end;
      const instead = replacement === '' ? '' : `; its provider names ${replacement} instead`;
      if (Number.isNaN(retires)) said.push(`${model} is deprecated, its last day is not known${instead}`);
      else if (retires <= asOf)
        said.push(
          `${model} is retired since ${day(retires)}: no new call can go there, so its saving is none to be had${instead}`,
        );
      else if (retires - asOf <= YEAR_MS)
        said.push(`${model} ends on ${day(retires)}: projections beyond that day do not hold${instead}`);
    }
    return said;
  }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
