import { covers, type Period } from '../table/period.ts';
import { USER } from '../table/price-row.ts';

/** A period under one of its names. */
export interface Entry {
  readonly period: Period;
  readonly byId: boolean;
}

type Names = Map<string, Entry[]>;

/** The provider of the user's prices that hold whoever sends the bill. */
export const ANY_PROVIDER = '*';

/** Periods by provider and exact name. The user's own prices are kept apart from the lists. */
export class NameIndex {
  readonly providers = new Set<string>();
  readonly #lists = new Map<string, Names>();
  readonly #own = new Map<string, Names>();
  readonly #anywhere: Names = new Map();

  /** `provider` is the one that bills by this period: the row's, or `ANY_PROVIDER`. */
  add(provider: string, period: Period): void {
    const layer = period.row.price_scope === USER ? this.#own : this.#lists;
    if (provider !== ANY_PROVIDER) this.providers.add(provider);
    const names = layer.get(provider) ?? new Map<string, Entry[]>();
    layer.set(provider, names);
    for (const name of new Set([period.row.model, ...period.row.aliases])) {
      const entry = { period, byId: name === period.row.model };
      push(names, name, entry);
      push(this.#anywhere, name, entry);
    }
  }

  listed(provider: string, name: string): readonly Entry[] {
    return this.#lists.get(provider)?.get(name) ?? [];
  }

  own(provider: string, name: string): readonly Entry[] {
    return this.#own.get(provider)?.get(name) ?? [];
  }

  anywhere(name: string): readonly Entry[] {
    return this.#anywhere.get(name) ?? [];
  }

  /** Every period, lists first, in the order in which they were added. */
  periods(): Period[] {
    const periods = new Set<Period>();
    for (const layer of [this.#lists, this.#own]) {
      for (const names of layer.values()) {
        for (const entries of names.values()) for (const entry of entries) periods.add(entry.period);
      }
    }
    return [...periods];
  }
}

/** The entry in force at `time`; an id comes before an alias. */
export function inForce(entries: readonly Entry[], time: number): Entry | undefined {
  let alias: Entry | undefined;
  for (const entry of entries) {
    if (!covers(entry.period, time)) continue;
    if (entry.byId) return entry;
    alias ??= entry;
  }
  return alias;
}

function push(names: Names, name: string, entry: Entry): void {
  const entries = names.get(name);
  if (entries === undefined) names.set(name, [entry]);
  else entries.push(entry);
}
