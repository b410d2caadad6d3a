import { describe, expect, test } from 'vitest';
import { ChunkParser } from '../../src/ingest/parsing/chunk-parser.ts';
import type { Chunk, FileLayout, ParsedChunk } from '../../src/ingest/parsing/parsed-chunk.ts';
import type { BatchColumn } from '../../src/model/call-batch.ts';
import { sources } from '../../src/sources/index.ts';
import { random } from '../support/random.ts';
import { type SourceFixture, sourceFixtures } from './hostile-fixtures.ts';

/** Cases per fixture; with the cut ones far more than ten thousand in all, which a test below counts. */
const MUTANTS = 400;

const fixtures = sourceFixtures();
let cases = 0;

const deep = JSON.parse('['.repeat(300) + ']'.repeat(300)) as unknown;
const HOSTILE: readonly unknown[] = [
  ...[
    null,
    true,
    '',
    'x',
    -1,
    -0.5,
    0.1,
    1e308,
    -1e308,
    2 ** 53,
    1e15,
    '-7',
    'NaN',
    '1e999',
    '9'.repeat(400),
  ],
  ...[[], {}, [[]], [null], { a: 1 }, deep, 'a'.repeat(5000), '2026-13-45T99:99:99Z', -62_135_596_800_000],
  ...['{"input_tokens":-5}', '{"', '\u0000\u001b[31m', '\ud800', '0x10', { toString: 1 }, [{ role: 5 }]],
];

/** The record with one to three of its places dropped, replaced, or given to a neighbour. */
function mutated(text: string, next: () => number): string {
  const root: unknown = JSON.parse(text);
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
    const places = placesOf(root);
    const place = places[Math.floor(next() * places.length)];
    if (place === undefined) break;
    const { holder, name } = place;
    const kind = next();
    if (kind < 0.3) delete holder[name];
    else if (kind < 0.85) holder[name] = HOSTILE[Math.floor(next() * HOSTILE.length)];
    else holder[name] = places[Math.floor(next() * places.length)]!.holder;
  }
  try {
    return JSON.stringify(root) ?? 'null';
  } catch {
    // A place given to one below it makes a circle, which no text can hold.
    return text;
  }
}

function placesOf(root: unknown): { holder: Record<string, unknown>; name: string }[] {
  const places: { holder: Record<string, unknown>; name: string }[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    for (const name of Object.keys(value)) {
      places.push({ holder: value as Record<string, unknown>, name });
      walk((value as Record<string, unknown>)[name], depth + 1);
    }
  };
  walk(root, 0);
  return places;
}

const settings = {
  ...{ read: { map: {}, epoch: Date.UTC(2026, 10, 20) }, keepText: false, isForced: false },
  families: new Map<string, string>(),
};

const layoutOf = (source: string, more: Partial<FileLayout> = {}): FileLayout => ({
  ...{
    container: 'lines',
    source,
    why: '',
    isWrapped: false,
    isPrefixed: false,
    isDocker: false,
    header: [],
    delimiter: '',
  },
  ...more,
});

async function parsedAll(layout: FileLayout, text: string): Promise<ParsedChunk[]> {
  const parser = new ChunkParser(settings);
  const chunk: Chunk = { file: 0, layout, bytes: Buffer.from(text), spans: undefined };
  const parsed = await parser.parse(chunk);
  const isOrdered = sources.find(({ id }) => id === layout.source)?.open !== undefined;
  return isOrdered
    ? [parsed, await parser.parse({ ...chunk, bytes: Buffer.alloc(0), isLast: true })]
    : [parsed];
}

const COUNTS = [
  ...['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning'],
  ...['status', 'attempt', 'maxOutputTokens', 'line'],
] as readonly BatchColumn[];
const AMOUNTS = ['latencyMs', 'timeToFirstTokenMs', 'loggedCostUsd'] as readonly BatchColumn[];

/** Every figure is a count, or an amount that is unknown or not negative; every record is one thing. */
function expectSound(parsed: readonly ParsedChunk[]): void {
  const sum = (of: (chunk: ParsedChunk) => number) => parsed.reduce((total, chunk) => total + of(chunk), 0);
  expect(sum(({ calls, skipped, other }) => calls + skipped + other)).toBe(sum(({ records }) => records));
  for (const { batches } of parsed) {
    for (const { columns, length } of batches) {
      for (let row = 0; row < length; row++) {
        for (const name of COUNTS) {
          const value = columns[name][row]!;
          if (!Number.isSafeInteger(value) || value < 0) expect.fail(`${name} is ${value}`);
        }
        for (const name of AMOUNTS) {
          const value = columns[name][row]!;
          if (value < 0 || value === Number.POSITIVE_INFINITY) expect.fail(`${name} is ${value}`);
        }
        if (columns.reasoning[row]! > columns.output[row]!) expect.fail('more reasoning than output');
      }
    }
  }
}

function seedOf(text: string): number {
  let seed = 7;
  for (const char of text) seed = (seed * 31 + char.charCodeAt(0)) | 0;
  return seed;
}

const json = fixtures.filter(({ records }) => records.length > 0);
const tables = fixtures.filter(({ rows }) => rows.length > 0);

describe.each(json.map((fixture) => [fixture.file, fixture] as const))('%s', (file, { source, records }) => {
  test(`${MUTANTS} records with values dropped, exchanged and made absurd`, async () => {
    const next = random(seedOf(file));
    const texts = Array.from({ length: MUTANTS }, () =>
      mutated(records[Math.floor(next() * records.length)]!, next),
    );
    cases += MUTANTS;
    const parsed = await parsedAll(layoutOf(source), texts.join('\n'));
    expectSound(parsed);
    expect(parsed.reduce((sum, chunk) => sum + chunk.records, 0)).toBeGreaterThanOrEqual(MUTANTS);
  });

  test('its records cut after every character', async () => {
    const longest = records.reduce((a, b) => (b.length > a.length && b.length <= 4000 ? b : a), '');
    const cut = Array.from({ length: Math.max(0, longest.length - 1) }, (_, i) => longest.slice(0, i + 1));
    cases += cut.length;
    const parsed = await parsedAll(layoutOf(source), cut.join('\n'));
    expectSound(parsed);
    // Nothing that was cut is a call.
    expect(parsed.reduce((sum, { calls }) => sum + calls, 0)).toBe(0);
  });
});

describe.each(tables.map((fixture) => [fixture.file, fixture] as const))('%s', (file, fixture) => {
  test(`${MUTANTS} rows with cells emptied, exchanged, added and made absurd`, async () => {
    const next = random(seedOf(file));
    cases += MUTANTS;
    const rows = Array.from({ length: MUTANTS }, () => mutatedRow(fixture, next));
    const layout = layoutOf(fixture.source, { container: 'table', header: fixture.rows[0]!, delimiter: ',' });
    const parsed = await parsedAll(layout, `${rows.join('\n')}\n`);
    expectSound(parsed);
    expect(parsed[0]!.records).toBeGreaterThanOrEqual(MUTANTS);
  });
});

function mutatedRow({ rows }: SourceFixture, next: () => number): string {
  const row = [...rows[1 + Math.floor(next() * (rows.length - 1))]!];
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes--) {
    const at = Math.floor(next() * row.length);
    const value = HOSTILE[Math.floor(next() * HOSTILE.length)];
    const kind = next();
    if (kind < 0.2) row[at] = '';
    else if (kind < 0.8) row[at] = typeof value === 'string' ? value : JSON.stringify(value);
    else if (kind < 0.9) row.splice(at, 1);
    else row.push('more');
  }
  return row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}

test('every source has a fixture that was fuzzed, in at least ten thousand cases', () => {
  expect(new Set(fixtures.map(({ source }) => source))).toEqual(new Set(sources.map(({ id }) => id)));
  expect(cases).toBeGreaterThanOrEqual(10_000);
});
