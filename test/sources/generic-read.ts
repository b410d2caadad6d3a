import { parse } from 'csv-parse/sync';
import { type ReadOptions, UnmappedColumnsError } from '../../src/contracts/source.ts';
import type { CallRecord } from '../../src/model/call-record.ts';
import { generic } from '../../src/sources/generic.ts';

export const options: ReadOptions = { map: {}, epoch: 0 };
export const tokens = (input: number, output: number, cacheRead = 0, cacheWrite5m = 0) => ({
  ...{ input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0, reasoning: 0 },
});

/** The calls of a small table, and the reasons of what was skipped. */
export function table(
  text: string,
  given: Partial<ReadOptions> = {},
): { calls: CallRecord[]; skipped: string[] } {
  const [header, ...rows] = parse(text, { relax_column_count: true }) as string[][];
  const read = generic.openTable!(header!, { ...options, ...given });
  const results = rows.map((row) => read(row));
  return {
    calls: results.flatMap((result) => (result.kind === 'calls' ? result.calls : [])),
    skipped: results.flatMap((result) => (result.kind === 'skip' ? [result.reason] : [])),
  };
}

export const json = (record: unknown, given: Partial<ReadOptions> = {}) =>
  generic.read!(record, { ...options, ...given });
export const callOf = (record: unknown, given: Partial<ReadOptions> = {}) => {
  const result = json(record, given);
  if (result.kind !== 'calls') throw new Error(JSON.stringify(result));
  return result.calls[0]!;
};
export const header = (line: string, given: Partial<ReadOptions> = {}) =>
  generic.recognizeHeader!(line.split(','), { ...options, ...given });

/** The message of the error that opening the table throws. */
export function refusal(line: string, given: Partial<ReadOptions> = {}): string {
  try {
    generic.openTable!(line.split(','), { ...options, ...given });
  } catch (error) {
    if (error instanceof UnmappedColumnsError) return error.message;
    throw error;
  }
  return '';
}
