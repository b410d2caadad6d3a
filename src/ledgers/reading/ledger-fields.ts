import type { LedgerEntry, LedgerResult, LedgerSpan } from '../../contracts/ledger.ts';
import type { Recognition } from '../../contracts/source.ts';
import type { ServiceTier } from '../../model/call.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { countAt } from '../../sources/record/logged-count.ts';
import { decimalOf, firstText, isObject, type JsonObject } from '../../sources/record/record-access.ts';
import { safeText } from '../../sources/record/record-secrets.ts';
import { parseTime } from '../../sources/record/timestamps.ts';

export const NOT_MINE: Recognition = { score: 0, why: '' };
const DAY_MS = 86_400_000;

export function skip(reason: string): LedgerResult {
  return { kind: 'skip', reason };
}

/** The span between two logged times; undefined when either is none or they are not in order. */
export function spanOf(from: unknown, to: unknown): LedgerSpan | undefined {
  const span = { from: parseTime(from), to: parseTime(to) };
  return span.from < span.to ? span : undefined;
}

/** `20260901`, as DeepSeek's older exports write dates. */
const COMPACT = /^(\d{4})(\d\d)(\d\d)$/;

/** The UTC day that a date names. */
export function dayOf(date: unknown): LedgerSpan | undefined {
  const time = typeof date === 'string' ? parseTime(date.trim().replace(COMPACT, '$1-$2-$3')) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  const from = Math.floor(time / DAY_MS) * DAY_MS;
  return { from, to: from + DAY_MS };
}

/** A page of buckets, or one bucket, as the objects whose `results` are the sums. */
function bucketsOf(record: unknown): readonly JsonObject[] {
  if (!isObject(record)) return [];
  if (Array.isArray(record.results)) return [record];
  return Array.isArray(record.data)
    ? record.data.filter((item): item is JsonObject => isObject(item) && Array.isArray(item.results))
    : [];
}

/** The sums of all buckets of a record that `matches` accepts, to recognise it by; also of the first page of empty ones. */
export function resultsOf(record: unknown): readonly JsonObject[] {
  return bucketsOf(record).flatMap(({ results }) => (results as unknown[]).filter(isObject));
}

/** Reads every sum of every bucket; a bucket without a span spoils the record. */
export function readBuckets(
  record: unknown,
  spanOfBucket: (bucket: JsonObject) => LedgerSpan | undefined,
  read: (result: JsonObject, span: LedgerSpan) => LedgerEntry | string,
): LedgerResult {
  const buckets = bucketsOf(record);
  if (buckets.length === 0) return skip('no bucket of results');
  const spans: LedgerSpan[] = [];
  const entries: LedgerEntry[] = [];
  for (const bucket of buckets) {
    const span = spanOfBucket(bucket);
    if (span === undefined) return skip('a bucket without start and end');
    spans.push(span);
    for (const result of bucket.results as unknown[]) {
      const entry = isObject(result) ? read(result, span) : 'a result that is no object';
      if (typeof entry === 'string') return skip(entry);
      entries.push(entry);
    }
  }
  return { kind: 'entries', spans, entries };
}

/** One row of a table: an entry of its span. */
export function oneEntry(entry: LedgerEntry | string): LedgerResult {
  if (typeof entry === 'string') return skip(entry);
  return { kind: 'entries', spans: [{ from: entry.from, to: entry.to }], entries: [entry] };
}

/** Counts of one sum; a text says which of them is none. Absent is 0, since exports leave out what was not used. */
export function countsOf<Name extends string>(
  holder: JsonObject,
  names: Readonly<Record<Name, string>>,
): Record<Name, number> | string {
  const notes: string[] = [];
  const counts = {} as Record<Name, number>;
  for (const name of Object.keys(names) as Name[]) counts[name] = countAt(holder, names[name], notes) ?? 0;
  return notes.length > 0 ? notes.join('; ') : counts;
}

export function tokensOf(counts: Partial<TokenCounts>): TokenCounts {
  return { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0, ...counts };
}

/** A name of the export's, without what might be a secret; undefined when it is empty. */
export function nameAt(holder: JsonObject, ...names: readonly string[]): string | undefined {
  return safeText(firstText(holder, names));
}

/** The named fields that say something, as tags. */
export function tagsAt(holder: JsonObject, names: readonly string[]): { tags?: Record<string, string> } {
  const tags = names.flatMap((name) => {
    const value = nameAt(holder, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return tags.length === 0 ? {} : { tags: Object.fromEntries(tags) };
}

/** Dollars, from a number or decimal text, also with a dollar sign; below zero is a credit. */
export function dollarsOf(value: unknown): number | undefined {
  return decimalOf(typeof value === 'string' ? value.trim().replace(/^(-?)\$/, '$1') : value);
}

/** The tier a vendor names, its batch flag first. */
export function tierOf(batch: unknown, tier: unknown): ServiceTier | undefined {
  if (batch === true || (typeof batch === 'string' && batch.toLowerCase() === 'true')) return 'batch';
  switch (typeof tier === 'string' ? tier.toLowerCase() : undefined) {
    case 'batch':
    case 'flex':
    case 'priority':
      return (tier as string).toLowerCase() as ServiceTier;
    case 'default':
    case 'standard':
      return 'standard';
    default:
      return undefined;
  }
}
