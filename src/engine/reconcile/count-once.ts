import type { LedgerEntry, LedgerSpan } from '../../contracts/ledger.ts';
import { billedTokens } from '../../model/usage.ts';
import { isAlike } from './causes.ts';

/** One export as read: which ledger it is, what it covers and what it says. */
export interface LedgerSums {
  readonly ledger: string;
  readonly spans: readonly LedgerSpan[];
  /** What was exported at once; several where exports were put one after the other into a file. */
  readonly parts: readonly (readonly LedgerEntry[])[];
}

/** A bucket's sum as one part of an export tells it: a group of its rows under one identity. */
interface Told {
  readonly export: number;
  readonly part: readonly LedgerEntry[];
  readonly entries: LedgerEntry[];
  readonly identity: string;
  isRepeated: boolean;
}

export interface CountedEntries {
  readonly entries: readonly LedgerEntry[];
  /** Entries left out because they say what another already said, by export. */
  readonly repeated: readonly number[];
}

/**
 * Entries of all exports, each use once. Rows of one part never repeat each other: where they look the same, they differ by a
 * column that is not read. Of several parts that tell of one bucket
 * - under one identity (FORMATS 0.5: bucket start and all columns that are grouped by) the larger sum counts, since a day
 *   that was exported before it was over says less than the same day later;
 * - grouped by other columns the larger counts too, and the first where they agree: a page that is not grouped holds what
 *   a grouped one says.
 * A bucket within a longer one of its ledger is left out.
 */
export function countOnce(exports: readonly LedgerSums[]): CountedEntries {
  const bySubject = new Map<string, Map<string, Told[]>>();
  exports.forEach(({ ledger, parts }, index) => {
    for (const part of parts) {
      const ofPart = new Map<string, Told>();
      for (const entry of part) {
        const subject = subjectOf(ledger, entry);
        const span = `${entry.from} ${entry.to}`;
        const identity = identityOf(entry);
        const key = `${subject} ${span} ${identity}`;
        let told = ofPart.get(key);
        if (told === undefined) {
          told = { export: index, part, entries: [], identity, isRepeated: false };
          ofPart.set(key, told);
          listAt(
            listAt(bySubject, subject, () => new Map<string, Told[]>()),
            span,
            () => [],
          ).push(told);
        }
        told.entries.push(entry);
      }
    }
  });
  const all: Told[] = [];
  const dimensions = new Map<readonly LedgerEntry[], ReadonlySet<string>>();
  for (const spans of bySubject.values()) {
    const buckets = [...spans.values()];
    leaveFiner(buckets);
    for (const told of buckets) {
      leaveEarlier(told);
      leaveOtherGroupings(told, dimensions);
      all.push(...told);
    }
  }
  const repeated = exports.map(() => 0);
  for (const { export: index, entries, isRepeated } of all)
    if (isRepeated) repeated[index]! += entries.length;
  return { entries: all.flatMap(({ entries, isRepeated }) => (isRepeated ? [] : entries)), repeated };
}

function listAt<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** What only one ledger's figures of one kind can repeat. The kind of use (embeddings, images) is not what a use is grouped by. */
function subjectOf(ledger: string, { provider, requests, tokens, costUsd, item }: LedgerEntry): string {
  const figures = [requests, tokens, costUsd].map((value) => value !== undefined);
  return JSON.stringify([ledger, provider, figures, costUsd === undefined ? item : undefined]);
}

function identityOf(entry: LedgerEntry): string {
  return JSON.stringify([
    ...valuesOf(entry).sort(([a], [b]) => (a < b ? -1 : 1)),
    // DeepSeek has a row per kind of token under one name.
    entry.tokens === undefined
      ? []
      : Object.entries(entry.tokens).flatMap(([name, n]) => (n > 0 ? [name] : [])),
  ]);
}

/** What an entry is grouped by. */
function valuesOf({ model, tier, item, costUsd, tags = {} }: LedgerEntry): (readonly [string, string])[] {
  const own = { model, tier, item: costUsd === undefined ? undefined : item };
  return Object.entries({ ...own, ...tags }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}

function sizeOf(told: readonly Told[]): number {
  return told
    .flatMap(({ entries }) => entries)
    .reduce(
      (sum, { requests = 0, tokens, costUsd = 0 }) =>
        sum + requests + (tokens === undefined ? 0 : billedTokens(tokens)) + costUsd,
      0,
    );
}

/** Leaves out what lies in a longer bucket. */
function leaveFiner(buckets: readonly Told[][]): void {
  const span = (told: Told[]) => told[0]!.entries[0]!;
  const sorted = [...buckets].sort((a, b) => span(a).from - span(b).from || span(b).to - span(a).to);
  let end = Number.NEGATIVE_INFINITY;
  for (const told of sorted) {
    const { to } = span(told);
    if (to <= end) for (const each of told) each.isRepeated = true;
    else end = to;
  }
}

/** Of what several parts tell under one identity, leaves out all but the largest. */
function leaveEarlier(bucket: readonly Told[]): void {
  const best = new Map<string, Told>();
  for (const told of bucket) {
    const before = best.get(told.identity);
    const isBetter = before === undefined || sizeOf([told]) > sizeOf([before]);
    if (before !== undefined) (isBetter ? before : told).isRepeated = true;
    if (isBetter) best.set(told.identity, told);
  }
}

/** Of parts that group one bucket by other columns, leaves out the smaller sum of what both tell of. */
function leaveOtherGroupings(
  bucket: readonly Told[],
  dimensions: Map<readonly LedgerEntry[], ReadonlySet<string>>,
): void {
  const parts = [...new Set(bucket.map(({ part }) => part))];
  for (const [i, part] of parts.entries()) {
    for (const other of parts.slice(i + 1)) {
      const ofPart = bucket.filter((told) => told.part === part);
      const ofOther = bucket.filter((told) => told.part === other);
      const names = new Set(ofPart.map(({ identity }) => identity));
      // With one sum in common they are grouped alike.
      if (ofOther.some(({ identity }) => names.has(identity))) continue;
      const [mine, theirs] = [part, other].map((it) => dimensionsOf(it, dimensions));
      if (mine!.size === theirs!.size && [...mine!].every((name) => theirs!.has(name))) continue;
      const common = [...mine!].filter((name) => theirs!.has(name));
      const left = byValues(ofOther, common);
      for (const [key, told] of byValues(ofPart, common)) {
        const same = left.get(key);
        if (same === undefined) continue;
        const [size, otherSize] = [sizeOf(told), sizeOf(same)];
        const isOtherCoarser = theirs!.size <= mine!.size;
        const keepsMine = isAlike(size, otherSize) ? isOtherCoarser : size > otherSize;
        for (const each of keepsMine ? same : told) each.isRepeated = true;
      }
    }
  }
}

function dimensionsOf(
  part: readonly LedgerEntry[],
  known: Map<readonly LedgerEntry[], ReadonlySet<string>>,
): ReadonlySet<string> {
  let names = known.get(part);
  if (names === undefined) {
    names = new Set(part.flatMap((entry) => valuesOf(entry).map(([name]) => name)));
    known.set(part, names);
  }
  return names;
}

/** What is still counted, by its values of some columns. */
function byValues(bucket: readonly Told[], names: readonly string[]): Map<string, Told[]> {
  const found = new Map<string, Told[]>();
  for (const told of bucket) {
    if (told.isRepeated) continue;
    const values = new Map(valuesOf(told.entries[0]!));
    listAt(found, JSON.stringify(names.map((name) => values.get(name))), () => []).push(told);
  }
  return found;
}
