import { nearestName } from '../../model/nearest-name.ts';
import { PriceFileError } from '../own/price-file-error.ts';
import type { Discount, UserPrices } from '../own/user-prices.ts';
import { userRow } from '../own/user-row.ts';
import { makePeriod, type Period } from '../table/period.ts';
import { TABLE } from '../table/table.ts';
import { ANY_PROVIDER, NameIndex } from './name-index.ts';
import { isKnownProvider, readProvider } from './provider-name.ts';
import { type Directory, resolve, type UserAlias } from './resolve.ts';

export interface OpenedDirectory {
  readonly directory: Directory;
  readonly overrides: readonly string[];
}

/** Puts the user's prices before the table. Among several sources the first comes first. */
export function openDirectory(sources: readonly UserPrices[]): OpenedDirectory {
  const index = new NameIndex();
  for (const row of TABLE) index.add(row.provider, makePeriod(row, ''));

  const aliases = new Map<string, UserAlias>();
  const discounts = new Map<string, Discount>();
  const taken = new Map<string, string>();
  const overrides: string[] = [];
  for (const source of sources) {
    overrides.push(describeSource(source));
    const mine = source.prices.filter(
      (price) => !belongsTo(taken, price.provider, price.model, source.origin),
    );
    for (const price of mine) {
      const row = userRow(price, TABLE);
      index.add(price.provider === '' ? ANY_PROVIDER : price.provider, makePeriod(row, source.origin));
    }
    for (const discount of source.discounts) {
      if (!discounts.has(discount.provider)) discounts.set(discount.provider, discount);
    }
    for (const [name, alias] of source.aliases) if (!aliases.has(name)) aliases.set(name, alias);
  }

  const charged = chargedPrices(discounts);
  const directory: Directory = { index, aliases, charged };
  for (const source of sources) checkNames(directory, source);
  return { directory, overrides };
}

/** A source's price of a model hides every later source's price of it. */
function belongsTo(taken: Map<string, string>, provider: string, model: string, origin: string): boolean {
  const key = JSON.stringify([provider, model]);
  const owner = taken.get(key);
  if (owner === undefined) taken.set(key, origin);
  return owner !== undefined && owner !== origin;
}

/** List periods with the discount of whoever sends the bill, made once each. */
function chargedPrices(discounts: ReadonlyMap<string, Discount>): Directory['charged'] {
  const made = new Map<Discount, Map<Period, Period>>();
  return (period, biller) => {
    const discount = discounts.get(biller);
    if (discount === undefined) return period;
    const byPeriod = made.get(discount) ?? new Map<Period, Period>();
    made.set(discount, byPeriod);
    let result = byPeriod.get(period);
    if (result === undefined) {
      result = makePeriod(period.row, discount.origin, discount.factor);
      byPeriod.set(period, result);
    }
    return result;
  };
}

/** A discount or an alias that can never apply is a mistake in the file. */
function checkNames(directory: Directory, source: UserPrices): void {
  for (const { provider } of source.discounts) {
    if (!isKnownProvider(provider, directory.index.providers)) {
      const known = [...directory.index.providers];
      const near = nearestName(provider, known);
      const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${near}'?`;
      throw new PriceFileError(
        `${source.origin}: discounts: no prices of the provider '${provider}' are known; ${hint}`,
      );
    }
  }
  for (const [name, { model, provider }] of source.aliases) {
    if (isPriced(directory, model, provider)) continue;
    const at = provider === '' ? '' : ` at ${provider}`;
    throw new PriceFileError(
      `${source.origin}: aliases: '${name}' stands for '${model}'${at}, which has no price; name a model that has one`,
    );
  }
}

function isPriced(directory: Directory, model: string, provider: string): boolean {
  const bare = { ...directory, aliases: new Map<string, UserAlias>() };
  const result = resolve(bare, model, readProvider(provider).name, Number.POSITIVE_INFINITY);
  return result.found || result.code === 'no-price-at-date';
}

function describeSource(source: UserPrices): string {
  const parts: string[] = [];
  const { prices, discounts, aliases, origin } = source;
  if (prices.length > 0) parts.push(`own prices for ${names(prices.map((price) => price.model))}`);
  for (const { provider, percent } of discounts) parts.push(`${percent}% off the list of ${provider}`);
  if (aliases.size > 0) parts.push(`aliases ${names([...aliases.keys()])}`);
  if (source.ignored > 0) parts.push(`${source.ignored} entries without token prices left out`);
  return `${origin}: ${parts.length === 0 ? 'nothing' : parts.join('; ')}`;
}

function names(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const few = distinct.slice(0, 5).join(', ');
  return distinct.length > 5 ? `${few} and ${distinct.length - 5} more` : few;
}
