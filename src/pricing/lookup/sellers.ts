import type { Offer } from '../../model/price.ts';
import { covers, type Period } from '../table/period.ts';
import { CLAIMED } from '../table/price-row.ts';
import { providerName, readProvider } from './provider-name.ts';
import { type Directory, resolve } from './resolve.ts';
import { sameWeights } from './same-weights.ts';

/**
 * Who sells the same model: whoever lists it under the same id or alias, or under a name that is known to be the same
 * weights. Never by similarity.
 */
export class Sellers {
  readonly #directory: Directory;
  readonly #lists = new Map<Period, readonly Period[]>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** `period` is the price in force, `provider` as the log names it; `time` is UTC ms and not NaN. */
  of(period: Period, provider: string, time: number, to: string): readonly Offer[] {
    const reading = readProvider(provider);
    const seller = reading.billsItself ? reading.name : period.row.provider;
    const wanted = providerName(to);
    if (wanted === seller) return [];
    const offers: Offer[] = [];
    for (const listed of this.#listsOf(period)) {
      const { provider: at, model, price_scope } = listed.row;
      if (at === seller || (wanted !== '' && at !== wanted) || !covers(listed, time)) continue;
      if (offers.some((offer) => offer.provider === at && offer.model === model)) continue;
      offers.push({ model, provider: at, isClaim: price_scope === CLAIMED });
    }
    if (offers.length > 0 || wanted === '') return offers;
    return this.#passesOn(period, wanted, time)
      ? [{ model: period.row.model, provider: wanted, isClaim: false }]
      : [];
  }

  /** A cloud or a router without a row of its own sells the model when it bills it at its maker's list. */
  #passesOn({ row }: Period, provider: string, time: number): boolean {
    if (!readProvider(provider).billsItself) return false;
    const there = resolve(this.#directory, row.model, provider, time);
    return there.found && there.period.row.provider === row.provider && there.period.row.model === row.model;
  }

  /** Every price of the same model in any list at any time; retired ones left out. */
  #listsOf(period: Period): readonly Period[] {
    let lists = this.#lists.get(period);
    if (lists === undefined) {
      const { provider, model, aliases } = period.row;
      const { index } = this.#directory;
      const named = [model, ...aliases].flatMap((name) => index.anywhere(name));
      const grouped = sameWeights(provider, model).flatMap((key) => {
        const slash = key.indexOf('/');
        return index.listed(key.slice(0, slash), key.slice(slash + 1));
      });
      const periods = [...named, ...grouped].map((entry) => entry.period);
      lists = [...new Set(periods)].filter(({ row }) => !row.deprecated);
      this.#lists.set(period, lists);
    }
    return lists;
  }
}
