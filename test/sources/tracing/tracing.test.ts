import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { sources } from '../../../src/sources/index.ts';
import { langfuse } from '../../../src/sources/tracing/langfuse.ts';
import { langsmith } from '../../../src/sources/tracing/langsmith.ts';
import { otel } from '../../../src/sources/tracing/otel.ts';
import { fixtureRecords, readRecord } from '../../support/read-source.ts';

const options = { map: {}, epoch: 0 };
const own = [otel, langfuse, langsmith];

describe.each(own)('$id', (source) => {
  const records = fixtureRecords(`${source.id}.jsonl`);

  test('is the surest of all sources of every record of its fixture', () => {
    for (const record of records) {
      const scores = sources
        .filter(({ id }) => id !== source.id)
        .map(({ recognize }) => recognize?.(record, options).score ?? 0);
      expect(source.recognize!(record, options).score).toBeGreaterThan(Math.max(...scores));
    }
  });

  test('no change of a record makes it throw or count what is no count', () => {
    const paths = records.flatMap((record, at) => pathsOf(record).map((path) => ({ at, path })));
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        -1,
        1.5,
        2 ** 60,
        '1e3',
        '',
        'NaN',
        'constructor',
        '__proto__',
        '9'.repeat(30),
        null,
        true,
        [],
        {},
        [[]],
        {
          __proto__: null,
        },
      ),
    );
    const change = fc.tuple(fc.constantFrom(...paths), junk);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const record = structuredClone(records[changes[0]![0].at]);
        for (const [{ path }, value] of changes) put(record, path, value);
        source.recognize!(record, options);
        const result = readRecord(source, record);
        if (result.kind === 'calls') result.calls.forEach(check);
      }),
      { numRuns: 300 },
    );
  });
});

/** Every number of a call is undefined or sound, every step of a trace has its ids. */
function check(call: CallRecord): void {
  const { usage, time, latencyMs, timeToFirstTokenMs, loggedCostUsd, status, maxOutputTokens } = call;
  for (const count of Object.values(usage ?? {})) {
    expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  }
  expect(usage === undefined || usage.reasoning <= usage.output).toBe(true);
  for (const number of [time, latencyMs, timeToFirstTokenMs, loggedCostUsd, status, maxOutputTokens]) {
    expect(number === undefined || (Number.isFinite(number) && number >= 0)).toBe(true);
  }
  for (const text of [call.id, call.key, call.model, call.provider, call.user, call.session, call.feature]) {
    expect(text === undefined || (typeof text === 'string' && text.length < 300)).toBe(true);
  }
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

function put(record: unknown, path: readonly string[], value: unknown): void {
  let holder = record as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    const next = holder[name];
    if (typeof next !== 'object' || next === null) return;
    holder = next as Record<string, unknown>;
  }
  holder[path.at(-1)!] = value;
}
