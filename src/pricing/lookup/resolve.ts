import { covers, type Period } from '../table/period.ts';
import { CLAIMED, OFFICIAL, USER } from '../table/price-row.ts';
import { sameRates } from '../table/same-rates.ts';
import { splitRouted, withoutDate } from './model-name.ts';
import { ANY_PROVIDER, type Entry, inForce, type NameIndex } from './name-index.ts';
import { isKnownProvider, type ProviderReading, providerName, readProvider } from './provider-name.ts';
import { dateless, elsewhere, unknownProvider } from './reasons.ts';
import type { Found, MatchKind, Missed, Resolution } from './resolution.ts';

/** The user's name for a deployment. `provider` '' lets the book decide. */
export interface UserAlias {
  readonly model: string;
  readonly provider: string;
}

/** No provider has longer names; a log may hold anything. */
export const LONGEST_NAME = 300;

export interface Directory {
  readonly index: NameIndex;
  readonly aliases: ReadonlyMap<string, UserAlias>;
  /** The list period as the party that sends the bill charges it, the user's discount taken off. */
  charged(period: Period, biller: string): Period;
}

/**
 * The price in force for a model. The user's alias comes first, then the user's own price, then the lists: by exact id,
 * by alias, by either without a date suffix, and last as `provider/model`. Never by prefix, similarity or letter case.
 */
export function resolve(directory: Directory, model: string, provider: string, time: number): Resolution {
  if (model.length > LONGEST_NAME || provider.length > LONGEST_NAME) return elsewhere(model, '', []);
  const alias = directory.aliases.get(model);
  if (alias === undefined) return byName(directory, model, readProvider(provider), time);
  const result = byName(directory, alias.model, readProvider(alias.provider), time);
  return result.found ? { ...result, userAlias: model } : result;
}

function byName(directory: Directory, model: string, reading: ProviderReading, time: number): Resolution {
  const whole = byWholeName(directory, model, reading, time);
  if (whole !== undefined) return whole;
  return byRoutedName(directory, model, reading, time) ?? notFound(directory, model, reading);
}

/** `undefined` when nothing of this name is known; a miss when something is, but not at that time or not for certain. */
function byWholeName(
  directory: Directory,
  model: string,
  reading: ProviderReading,
  time: number,
): Resolution | undefined {
  const dated = byForm(directory, model, reading, time);
  if (dated !== undefined) return dated;
  const plain = withoutDate(model);
  if (plain === undefined) return undefined;
  const result = byForm(directory, plain, reading, time);
  return result?.found === true ? { ...result, how: 'date-suffix' } : result;
}

function byForm(
  directory: Directory,
  name: string,
  reading: ProviderReading,
  time: number,
): Resolution | undefined {
  const { index } = directory;
  const own = inForce(index.own(reading.name, name), time) ?? inForce(index.own(ANY_PROVIDER, name), time);
  if (own !== undefined) return found(own.period, own.byId ? 'id' : 'alias', []);
  let undated: Missed | undefined;
  for (const list of new Set([reading.name, ...reading.lists])) {
    const entries = index.listed(list, name);
    const entry = inForce(entries, time);
    if (entry !== undefined) return billed(directory, entry, reading, time);
    if (entries.length > 0) undated ??= dateless(name, entries, time);
  }
  if (reading.any) {
    const result = anywhere(directory, name, reading, time);
    if (result !== undefined) return result;
  }
  return undated;
}

/** The log names no provider: official lists first, then hosts if they agree. A mere claim is never used unasked. */
function anywhere(
  directory: Directory,
  name: string,
  reading: ProviderReading,
  time: number,
): Resolution | undefined {
  const entries = directory.index.anywhere(name).filter((entry) => {
    const scope = entry.period.row.price_scope;
    // A router passes makers' list prices on; what another host charges says nothing about its own.
    return reading.billsItself ? scope === OFFICIAL : scope !== CLAIMED;
  });
  if (entries.length === 0) return undefined;
  const now = entries.filter((entry) => covers(entry.period, time));
  if (now.length === 0) return dateless(name, entries, time);
  const own = now.filter((entry) => entry.period.row.price_scope === USER);
  const official = now.filter((entry) => entry.period.row.price_scope === OFFICIAL);
  const group = [own.filter((entry) => entry.byId), official, own, now].find((each) => each.length > 0)!;
  const first = inForce(group, time)!;
  const rivals = group.filter((entry) => entry.period.row.provider !== first.period.row.provider);
  if (rivals.some((rival) => !sameRates(rival.period.row, first.period.row))) {
    const providers = [...new Set([first, ...rivals].map((entry) => entry.period.row.provider))];
    const reason = `'${name}' has a different price at each of ${providers.join(', ')}, and the log names no provider`;
    return { found: false, code: 'ambiguous-host', reason, providers };
  }
  const result = billed(directory, first, reading, time);
  if (first.period.row.price_scope === OFFICIAL || first.period.row.price_scope === USER) return result;
  const caveat = `the log names no provider: this is the price of ${first.period.row.provider}`;
  return { ...result, caveats: [...result.caveats, caveat] };
}

/** A list price as it is billed: the user's own price for that id comes first, then the user's discount. */
function billed(directory: Directory, entry: Entry, reading: ProviderReading, time: number): Found {
  const { row } = entry.period;
  const how: MatchKind = entry.byId ? 'id' : 'alias';
  if (row.price_scope === USER) return found(entry.period, how, []);
  const biller = reading.billsItself ? reading.name : row.provider;
  const { index } = directory;
  const own =
    inForce(index.own(biller, row.model), time) ?? inForce(index.own(ANY_PROVIDER, row.model), time);
  if (own !== undefined) return found(own.period, how, []);
  const passedOn = `billed by ${biller}: priced at ${row.provider}'s list, which a region or a contract can change`;
  return found(directory.charged(entry.period, biller), how, biller === row.provider ? [] : [passedOn]);
}

function byRoutedName(
  directory: Directory,
  model: string,
  reading: ProviderReading,
  time: number,
): Resolution | undefined {
  const parts = splitRouted(model);
  if (parts === undefined) return undefined;
  const head = readProvider(parts.provider);
  const agrees = head.name === reading.name || reading.lists.includes(head.name);
  if (!(reading.any || agrees) || !isKnownProvider(head.name, directory.index.providers)) return undefined;
  // A router that bills by itself still does when its model names carry the maker.
  const inner: ProviderReading =
    reading.billsItself && !agrees
      ? { name: reading.name, lists: [head.name, ...head.lists], any: false, billsItself: true }
      : head;
  const result =
    byWholeName(directory, parts.model, inner, time) ?? byRoutedName(directory, parts.model, inner, time);
  return result?.found === true ? { ...result, routed: true } : result;
}

function notFound(directory: Directory, model: string, reading: ProviderReading): Missed {
  const { index } = directory;
  if (!isKnownProvider(reading.name, index.providers) && reading.name !== '') {
    return unknownProvider(model, reading.name);
  }
  const plain = withoutDate(model) ?? model;
  const others = [...index.anywhere(model), ...index.anywhere(plain)].map(
    (entry) => entry.period.row.provider,
  );
  return elsewhere(model, providerName(reading.name), [...new Set(others)]);
}

function found(period: Period, how: MatchKind, caveats: readonly string[]): Found {
  return { found: true, period, how, userAlias: '', routed: false, caveats };
}
