import {
  type BilledTokens,
  type Figures,
  type Money,
  type Quantiles,
  TOKEN_MEASURES,
  type Waste,
} from '../../model/measurement.ts';
import { CALL_COUNTS, TOKEN_KINDS } from './baseline-format.ts';
import type { Place } from './place.ts';

/** Names of detectors, strategies and their options. */
export function isId(name: string): boolean {
  return /^[A-Za-z][\w-]*$/.test(name);
}

/** `terms`: how many prices there are. */
export function readFigures(place: Place, terms: number): Figures {
  const calls = place.at('calls').count();
  const part = (name: string): number => {
    const count = place.at(name).count();
    return count <= calls ? count : place.at(name).fail(`at most the ${calls} calls`);
  };
  return {
    calls,
    ...named(CALL_COUNTS, part),
    unpricedTokens: place.at('unpricedTokens').count(),
    tokens: named(TOKEN_KINDS, (kind) => place.at('tokens').at(kind).count()),
    quantiles: readQuantiles(place.at('quantiles')),
    money: readMoney(place.at('money'), terms),
    waste: Object.fromEntries(
      place
        .at('waste')
        .entries(isId)
        .map(([detector, waste]) => [detector, readWaste(waste, terms)]),
    ),
    recoverable: readMoney(place.at('recoverable'), terms),
  };
}

/** A sum as it was billed; what it is at today's prices is not known yet. */
export function readMoney(place: Place, terms: number): Money {
  const bill = place
    .at('bill')
    .items()
    .map((row) => readBillRow(row, terms));
  const isAscending = bill.every((row, i) => i === 0 || row.terms > bill[i - 1]!.terms);
  if (!isAscending) place.at('bill').fail('sorted, with one row for a price');
  return { thenUsd: place.at('thenUsd').amount(), nowUsd: Number.NaN, bill };
}

function readBillRow(row: Place, terms: number): BilledTokens {
  const items = row.items();
  if (items.length !== 6) row.fail('six numbers');
  const [number, ...tokens] = items as [Place, Place, Place, Place, Place, Place];
  if (number.count() >= terms) number.fail(`one of the ${terms} terms, from 0`);
  const [input, cacheRead, cacheWrite5m, cacheWrite1h, output] = tokens;
  return {
    terms: number.count(),
    input: input.amount(),
    cacheRead: cacheRead.amount(),
    cacheWrite5m: cacheWrite5m.amount(),
    cacheWrite1h: cacheWrite1h.amount(),
    output: output.amount(),
  };
}

function readWaste(place: Place, terms: number): Waste {
  return { calls: place.at('calls').count(), money: readMoney(place.at('money'), terms) };
}

function readQuantiles(place: Place): Figures['quantiles'] {
  if (place.is(null)) return null;
  return named(TOKEN_MEASURES, (measure): Quantiles => {
    const [p50, p95] = [place.at(measure).at('p50').count(), place.at(measure).at('p95').count()];
    if (p50 > p95) place.at(measure).at('p95').fail(`at least its p50 of ${p50}`);
    return { p50, p95 };
  });
}

/** A record with a value for each name. */
export function named<K extends string, V>(names: readonly K[], of: (name: K) => V): Record<K, V> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, V>;
}
