import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { sources } from '../../../src/sources/index.ts';
import { callsOf, fixtureRecords, fixtureText, readRecord } from '../../support/read-source.ts';

const options = { map: {}, epoch: 0 };
const IDS = ['litellm', 'helicone', 'openrouter', 'portkey', 'cloudflare', 'vercel-gateway', 'kong'];
const gateways = sources.filter(({ id }) => IDS.includes(id));
/** What is in a gateway's fixture to show that it is not the gateway's. */
const FOREIGN = new Set([JSON.stringify(fixtureRecords('litellm.jsonl')[7])]);

const recordsOf = (id: string) =>
  fixtureRecords(`${id}.jsonl`)
    .map((record, i) => [`line ${i + 1}`, record] as const)
    .filter(([, record]) => !FOREIGN.has(JSON.stringify(record)));

/** The sources that want a record most, each with its score. */
function claims(record: unknown): { ids: string[]; score: number } {
  const scores = sources.map(({ id, recognize }) => [id, recognize?.(record, options).score ?? 0] as const);
  const score = Math.max(...scores.map(([, it]) => it));
  return { ids: scores.filter(([, it]) => it === score).map(([id]) => id), score };
}

describe.each(gateways.map((source) => [source.id, source] as const))('%s', (id, source) => {
  test.each(recordsOf(id))('%s is claimed by it alone', (line, record) => {
    // The one line of Kong without an AI plugin is only known not to be a call.
    const isPlain = id === 'kong' && (line === 'line 7' || line === 'line 8');
    expect(claims(record)).toEqual({ ids: [id], score: isPlain ? 0.9 : 0.99 });
  });

  test('no other format’s records are claimed', () => {
    const names = readdirSync(join(import.meta.dirname, '../../../fixtures')).filter((it) =>
      it.endsWith('.jsonl'),
    );
    for (const name of names.filter((it) => it !== `${id}.jsonl`)) {
      for (const record of fixtureRecords(name).slice(0, 100)) {
        expect([name, source.recognize!(record, options).score]).toEqual([name, 0]);
      }
    }
  });

  test('values of any type neither throw nor give counts that are none', () => {
    const records = recordsOf(id).map(([, record]) => record);
    const value = fc.oneof(
      fc.constantFrom(null, true, -1, 1.5, 1e300, '', 'x', '-7', '1e9', '{"a":', '[[', [], {}, [null], {
        id: 1,
      }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...records),
        fc.array(fc.tuple(fc.nat(), value), { maxLength: 4 }),
        (record, changes) => {
          const changed = structuredClone(record);
          for (const [at, put] of changes) mutate(changed, at, put);
          source.recognize!(changed, options);
          for (const call of callsOf([readRecord(source, changed)])) expectSound(call);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('names that objects are born with, and depth', () => {
    const [, record] = recordsOf(id)[0]!;
    let deep: unknown = 1;
    for (let i = 0; i < 5000; i++) deep = { metadata: deep };
    const hostile = JSON.parse('{"__proto__":{"failed":true},"constructor":1,"toString":{"a":1}}') as object;
    for (const extra of [hostile, { metadata: deep, ai: deep, request: deep }, { data: hostile }]) {
      const merged = { ...(record as object), ...extra };
      for (const call of callsOf([readRecord(source, merged)])) expectSound(call);
    }
    expect(({} as { failed?: boolean }).failed).toBeUndefined();
  });
});

test.each(['litellm', 'helicone', 'openrouter'])('the header of %s.csv is claimed by it alone', (id) => {
  const header = fixtureText(`${id}.csv`).split('\n', 1)[0]!.split(',');
  const scores = sources
    .map((source) => [source.id, source.recognizeHeader?.(header, options).score ?? 0] as const)
    .filter(([, score]) => score > 0.5);
  expect(scores).toEqual([[id, 0.99]]);
});

/** Puts a value in the place of one of a record's own, counted through all its objects. */
function mutate(record: unknown, at: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (it: unknown): void => {
    if (typeof it !== 'object' || it === null) return;
    for (const name of Object.keys(it)) {
      places.push([it as Record<string, unknown>, name]);
      walk((it as Record<string, unknown>)[name]);
    }
  };
  walk(record);
  const place = places[at % places.length];
  if (place !== undefined) place[0][place[1]] = structuredClone(value);
}

function expectSound(call: CallRecord): void {
  for (const count of Object.values(call.usage ?? {})) {
    expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
  }
  expect(call.usage === undefined || call.usage.reasoning <= call.usage.output).toBe(true);
  const { time, latencyMs, timeToFirstTokenMs, loggedCostUsd, attempt, status } = call;
  for (const number of [time, latencyMs, timeToFirstTokenMs, loggedCostUsd, attempt, status]) {
    expect(number === undefined || (Number.isFinite(number) && number >= 0)).toBe(true);
  }
  const { id, key, model, provider, user, feature, session, trace, error } = call;
  for (const text of [id, key, model, provider, user, feature, session, trace, error]) {
    expect(text === undefined || (typeof text === 'string' && text.length < 400)).toBe(true);
  }
}
