import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ReadOptions, ReadResult, Source } from '../../src/contracts/source.ts';
import type { CallRecord } from '../../src/model/call-record.ts';
import type { TokenCounts } from '../../src/model/usage.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const OPTIONS: ReadOptions = { map: {}, epoch: 0 };

export function fixtureText(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

/** The records of a JSONL fixture; a line that is not JSON is undefined. */
export function fixtureRecords(name: string): unknown[] {
  return fixtureText(name)
    .trimEnd()
    .split('\n')
    .map((line) => {
      try {
        return JSON.parse(line) as unknown;
      } catch {
        return undefined;
      }
    });
}

export function readRecord(source: Source, record: unknown, options: Partial<ReadOptions> = {}): ReadResult {
  return source.read!(record, { ...OPTIONS, ...options });
}

/** The one call of a record. Throws when there is none or more. */
export function callOf(source: Source, record: unknown, options: Partial<ReadOptions> = {}): CallRecord {
  const result = readRecord(source, record, options);
  if (result.kind !== 'calls' || result.calls.length !== 1) throw new Error(JSON.stringify(result));
  return result.calls[0]!;
}

/** What a source that reads in order makes of all records: one result each, and what it says at the end. */
export function readInOrder(
  source: Source,
  records: readonly unknown[],
  options: Partial<ReadOptions> = {},
): { results: ReadResult[]; end: readonly CallRecord[] } {
  const reader = source.open!({ ...OPTIONS, ...options });
  const results = records.map((record) => reader.read(record));
  return { results, end: reader.end() };
}

/** What a source makes of the rows of a table with a header. */
export function readTable(source: Source, text: string, options: Partial<ReadOptions> = {}): ReadResult[] {
  const [header, ...rows] = parse(text, { relax_column_count: true, bom: true }) as string[][];
  const read = source.openTable!(header!, { ...OPTIONS, ...options });
  return rows.map((row) => read(row));
}

export function callsOf(results: readonly ReadResult[]): CallRecord[] {
  return results.flatMap((result) => (result.kind === 'calls' ? result.calls : []));
}

/** Counts in the order input, cache read, cache write for 5 minutes, for an hour, output, reasoning. */
export function usageRow(usage: TokenCounts | undefined): number[] | undefined {
  if (usage === undefined) return undefined;
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = usage;
  return [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning];
}
