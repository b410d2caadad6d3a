import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gemini } from '../../../src/sources/apis/gemini.ts';
import { sources } from '../../../src/sources/index.ts';
import { callOf, fixtureRecords, fixtureText, readRecord, usageRow } from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('gemini.jsonl');
const options = { map: {}, epoch: 0 };

test.each([
  [0, [21, 0, 0, 0, 72, 70]],
  [1, [400, 4600, 0, 0, 3, 0]],
  [2, undefined],
  [3, [9, 0, 0, 0, 38, 30]],
  [4, [140, 0, 0, 0, 6, 0]],
  [5, undefined],
  [6, [31, 0, 0, 0, 0, 0]],
])('line %i of the fixture', (line, usage) => {
  expect(usageRow(callOf(gemini, records[line]).usage)).toEqual(usage);
});

test('the ordinary call says all that it can', () => {
  expect(callOf(gemini, records[0])).toMatchObject({
    ...{ key: 'gemini:fxG0001', model: 'gemini-2.5-flash', provider: 'google', endpoint: 'chat' },
    ...{ status: 200, temperature: 0.3, maxOutputTokens: 64, session: 'g-1', finishReason: 'STOP' },
    time: Date.UTC(2026, 8, 12, 8),
    response: { text: 'Kiel', toolCalls: [] },
  });
});

test('a resource name is the model’s name', () => {
  expect(callOf(gemini, records[1])).toMatchObject({
    model: 'gemini-2.5-pro',
    requestedModel: 'gemini-2.5-pro',
  });
});

test('a failed call has a status by its name, and no usage', () => {
  expect(callOf(gemini, records[2])).toMatchObject({
    status: 429,
    failed: true,
    error: 'RESOURCE_EXHAUSTED',
  });
  const error = { code: 503, message: 'x', status: 'UNAVAILABLE' };
  expect(
    callOf(gemini, { request: { contents: 'x', model: 'gemini-2.5-pro' }, response: { error } }),
  ).toMatchObject({
    ...{ status: 503, failed: true, model: 'gemini-2.5-pro' },
  });
});

test('an embedding is one', () => {
  expect(callOf(gemini, records[5])).toMatchObject({ endpoint: 'embedding', model: 'gemini-embedding-001' });
});

test('provisioned throughput is tagged, other traffic is a tier', () => {
  expect(callOf(gemini, records[6])).toMatchObject({
    ...{ tags: { traffic_type: 'PROVISIONED_THROUGHPUT' }, finishReason: 'PROHIBITED_CONTENT' },
    time: Date.UTC(2026, 8, 12, 8, 6, 0, 500),
  });
  const usage = { promptTokenCount: 3, candidatesTokenCount: 1, totalTokenCount: 4 };
  const served = (trafficType: string) => callOf(gemini, { usageMetadata: { ...usage, trafficType } }).tier;
  expect(['ON_DEMAND', 'ON_DEMAND_FLEX', 'ON_DEMAND_PRIORITY', 'PROVISIONED_THROUGHPUT'].map(served)).toEqual(
    [...['standard', 'flex', 'priority', undefined]],
  );
});

test('counting tokens is no call, and a body that was cut is skipped', () => {
  expect(readRecord(gemini, records[7])).toEqual({ kind: 'other' });
  for (const { id, recognize } of sources) {
    if (id !== 'generic') expect(recognize?.(records[7], options).score ?? 0, id).toBeLessThan(0.3);
  }
  expect(readRecord(gemini, records[8]).kind).toBe('skip');
});

test('no credential gets into a call', () => {
  expect(fixtureText('gemini.jsonl')).toContain('AIzaFixtureSecret0000');
  expect(JSON.stringify(records.map((record) => readRecord(gemini, record)))).not.toContain('Secret0000');
});

test('only this source claims the fixture', () => {
  for (const record of records.slice(0, 7)) {
    for (const { id, recognize } of sources) {
      const score = recognize?.(record, options).score ?? 0;
      if (id === 'gemini') expect(score).toBeGreaterThanOrEqual(0.9);
      else expect(score, id).toBeLessThanOrEqual(0.5);
    }
  }
});

test('Gemini behind OpenAI’s shapes is none of this source’s', () => {
  const record = {
    url: 'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions',
    request: { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'x' }] },
    response: { object: 'chat.completion', choices: [{ message: { content: 'y' } }] },
  };
  expect(gemini.recognize!(record, options).score).toBe(0);
});

test('whatever is done to a record, reading it neither throws nor makes up numbers', () => {
  const paths = [
    ['response'],
    ['response', 'body'],
    ['request', 'body'],
    ['response', 'body', 'usageMetadata'],
  ];
  const change = fc.record({
    line: fc.nat(6),
    path: fc.constantFrom(...paths),
    name: fc.constantFrom(
      'candidates',
      'contents',
      'promptTokenCount',
      'totalTokenCount',
      'usageMetadata',
      'body',
      '__proto__',
      'modelVersion',
    ),
    value: fc.anything({ withBigInt: false, maxDepth: 3 }),
  });
  fc.assert(
    fc.property(change, ({ line, path, name, value }) => {
      const record = structuredClone(records[line]) as Record<string, unknown>;
      const holder = path.reduce<unknown>(
        (it, key) => (it as Record<string, unknown> | undefined)?.[key],
        record,
      );
      if (typeof holder !== 'object' || holder === null) return;
      Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
      gemini.recognize!(record, options);
      const result = readRecord(gemini, record);
      if (result.kind !== 'calls') return;
      for (const count of usageRow(result.calls[0]!.usage) ?? []) expect(count).toBeGreaterThanOrEqual(0);
      expect(result.calls[0]!.time ?? 0).not.toBeNaN();
    }),
    { numRuns: 400 },
  );
});

const sample = sharedFile('formats/samples/gemini_generate_pairs.jsonl');
describe.skipIf(sample === undefined)('recorded traffic (skipped without the shared samples)', () => {
  test('adds up to the stated totals', () => {
    const lines = readFileSync(sample!, 'utf8').trim().split('\n');
    const calls = lines.map((line) => callOf(gemini, JSON.parse(line)));
    expect(calls.map(({ usage }) => usageRow(usage))).toEqual([
      [5, 0, 0, 0, 1935, 1058],
      [5, 0, 0, 0, 1807, 1096],
    ]);
    expect(calls.map(({ usageWarning }) => usageWarning)).toEqual([undefined, undefined]);
    expect(calls[0]!.time).toBe(Date.UTC(2025, 11, 9, 12, 45, 46));
  });
});
