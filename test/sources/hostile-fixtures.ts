import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { JsonSpans } from '../../src/ingest/cutting/json-spans.ts';
import { sources } from '../../src/sources/index.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

/** One fixture of one source. */
export interface SourceFixture {
  readonly file: string;
  readonly source: string;
  /** Of JSON: the records' texts. Of a table: its rows, the header first. */
  readonly records: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Every fixture, named `<source>.<ending>` or `<source>-<what>.<ending>`; the demo's is none. */
export function sourceFixtures(): SourceFixture[] {
  const ids = sources.map(({ id }) => id).sort((a, b) => b.length - a.length);
  return readdirSync(FIXTURES)
    .filter((file) => /\.(jsonl|json|csv)$/.test(file))
    .flatMap((file): SourceFixture[] => {
      const source = ids.find((id) => file.startsWith(`${id}.`) || file.startsWith(`${id}-`));
      if (source === undefined) return [];
      const text = readFileSync(join(FIXTURES, file), 'utf8');
      return file.endsWith('.csv')
        ? [{ file, source, records: [], rows: parse(text, { relax_column_count: true }) as string[][] }]
        : [{ file, source, records: recordsOf(text), rows: [] }];
    });
}

/** The JSON values of a file, however they are laid out. */
function recordsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const { spans } = new JsonSpans(text.trimStart().startsWith('[')).scan(bytes, 0, -1);
  const records: string[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    try {
      records.push(JSON.stringify(JSON.parse(bytes.toString('utf8', spans[i], spans[i + 1]))));
    } catch {
      // The record that the fixture has broken on purpose.
    }
  }
  return records;
}
