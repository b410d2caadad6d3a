import type {
  BilledTokens,
  Figures,
  MeasuredGroup,
  MeasuredGroups,
  Measurement,
  Money,
} from '../../model/measurement.ts';
import { TOKEN_MEASURES } from '../../model/measurement.ts';
import type { RateTerms } from '../../model/price.ts';
import {
  BASELINE_KIND,
  BASELINE_VERSION,
  CALL_COUNTS,
  MOST_GROUPS,
  READ_COUNTS,
  TOKEN_KINDS,
} from './baseline-format.ts';
import { baselineWhere } from './baseline-where.ts';
import { baselineKey } from './hashed-key.ts';
import { reviewableJson } from './reviewable-json.ts';
import { sketchText } from './sketch-text.ts';

/** How a baseline is written. */
export interface BaselineOptions {
  /** Name of the check. */
  readonly name: string;
  /** Hashes the keys of all groups but models, days and statuses; those of users always are. */
  readonly hashKeys: boolean;
}

/** Levels of lines below the fields of the file: a group has one line, so that a diff shows which ones changed. */
const LEVELS = { where: 1, terms: 1, detectors: 1, strategies: 1, total: 2, groups: 3 };

/**
 * The text of a baseline file: JSON (schema/baseline-1.json), the same bytes for the same measurement in whatever order it has its
 * parts. Sums only: no text of prompts, no names of users, no time of writing, no paths.
 */
export function baselineText(measurement: Measurement, options: BaselineOptions): string {
  const { tool, priceBook, timezone, window, read, total, groups } = measurement;
  const { terms, placeOf } = sortedTerms(measurement.terms);
  const fields = {
    kind: BASELINE_KIND,
    schemaVersion: BASELINE_VERSION,
    name: options.name,
    tool,
    priceBook: { version: priceBook.version, overrides: priceBook.overrides.map(withoutFolder) },
    timezone,
    window: { from: window.from, to: window.to },
    hasHashedKeys: options.hashKeys,
    where: baselineWhere(measurement.where, options.hashKeys),
    read: picked(read, READ_COUNTS),
    terms,
    detectors: sortedRecord(measurement.detectors, ({ status, reason, options }) => ({
      status,
      reason: reasonOf(status, reason),
      options: sortedRecord(options, (value) => value),
    })),
    strategies: sortedRecord(measurement.strategies, ({ status, reason, options, savedUsd }) => ({
      status,
      reason: reasonOf(status, reason),
      options: sortedRecord(options, (value) => value),
      savedUsd,
    })),
    total: figuresFields(total, placeOf),
    groups: sortedRecord(groups, (of, by) => groupsFields(by, of, placeOf, options.hashKeys)),
  };
  return reviewableJson(fields, LEVELS);
}

type PlaceOf = readonly number[];

function sortedTerms(terms: readonly RateTerms[]): {
  readonly terms: readonly RateTerms[];
  readonly placeOf: PlaceOf;
} {
  const rows = terms.map(({ model, provider, tier, above, peak, isReasoning }, number) => {
    const row = { model, provider, tier, above, peak: [...peak].sort(byText), isReasoning };
    return { row, number, text: JSON.stringify(row) };
  });
  rows.sort((a, b) => byText(a.text, b.text));
  const placeOf: number[] = [];
  rows.forEach(({ number }, place) => {
    placeOf[number] = place;
  });
  return { terms: rows.map(({ row }) => row), placeOf };
}

function groupsFields(by: string, groups: MeasuredGroups, placeOf: PlaceOf, hashKeys: boolean) {
  const { named, money, list, leftOut } = groups;
  const all = list.map((group) => ({ group, key: baselineKey(by, group.key, hashKeys) }));
  all.sort((a, b) => byCost(a.group, b.group) || byText(a.key, b.key));
  const kept = all.slice(0, MOST_GROUPS).sort((a, b) => byText(a.key, b.key));
  return {
    named,
    money: moneyFields(money, placeOf),
    leftOut: leftOut + all.length - kept.length,
    list: kept.map(({ group, key }) => ({
      key,
      ...figuresFields(group, placeOf),
      ...(group.sketch !== undefined && { sketch: sketchText(group.sketch) }),
    })),
  };
}

function byCost(a: MeasuredGroup, b: MeasuredGroup): number {
  return b.money.thenUsd - a.money.thenUsd || b.calls - a.calls;
}

function figuresFields(figures: Figures, placeOf: PlaceOf) {
  const { calls, unpricedTokens, tokens, quantiles, money, waste, recoverable } = figures;
  return {
    calls,
    ...picked(figures, CALL_COUNTS),
    unpricedTokens,
    tokens: picked(tokens, TOKEN_KINDS),
    quantiles:
      quantiles &&
      Object.fromEntries(
        TOKEN_MEASURES.map((measure) => [measure, picked(quantiles[measure], ['p50', 'p95'])]),
      ),
    money: moneyFields(money, placeOf),
    waste: sortedRecord(waste, ({ calls, money }) => ({ calls, money: moneyFields(money, placeOf) })),
    recoverable: moneyFields(recoverable, placeOf),
  };
}

function moneyFields({ thenUsd, bill }: Money, placeOf: PlaceOf) {
  return { thenUsd, bill: bill.map((row) => billRow(row, placeOf)).sort(([a], [b]) => a - b) };
}

/** A row of numbers in the order of the fields: a bill has one for every price. */
function billRow(row: BilledTokens, placeOf: PlaceOf) {
  const { terms, input, cacheRead, cacheWrite5m, cacheWrite1h, output } = row;
  return [placeOf[terms]!, input, cacheRead, cacheWrite5m, cacheWrite1h, output] as const;
}

/** The message of a failure may say anything. */
function reasonOf(status: string, reason: string | null): string | null {
  return status === 'failed' ? 'it failed' : reason;
}

/** `../finance/prices.json: 15% off the list of openai` without its folder. */
function withoutFolder(override: string): string {
  return override.replace(/^.*?(?=: |$)/s, (origin) => origin.replace(/^.*[\\/]/s, ''));
}

function picked<T, K extends keyof T>(value: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, value[name]])) as Pick<T, K>;
}

function sortedRecord<T, U>(
  record: Readonly<Record<string, T | undefined>>,
  of: (value: T, name: string) => U,
): Readonly<Record<string, U>> {
  const entries = Object.entries(record).sort(([a], [b]) => byText(a, b));
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, of(value, name)]])),
  );
}

/** By UTF-16 units, which no locale changes. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
