import { describe, expect, test } from 'vitest';
import { portkey } from '../../../src/sources/gateways/portkey.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('portkey.jsonl');
const call = (line: number) => callOf(portkey, records[line - 1]);
const record = (line: number) => records[line - 1] as Record<string, unknown>;

describe('usage', () => {
  test.each([
    ['a raw log’s body', 1, [70, 20, 0, 0, 8, 0]],
    ['a failure', 2, undefined],
    ['an answer out of the cache', 3, [90, 0, 0, 0, 8, 0]],
    ['the units of an export', 4, [210, 0, 0, 0, 15, 0]],
    ['the body of an export splits the cache', 5, [10, 900, 200, 0, 33, 0]],
    ['a failure that counts zeros', 6, undefined],
    ['the analytics variant', 7, [50, 0, 0, 0, 5, 0]],
    ['units that are none', 9, undefined],
  ])('%s', (_, line, row) => {
    expect(usageRow(call(line).usage)).toEqual(row);
  });

  test('warnings: only where units and body disagree, or a unit is none', () => {
    expect([1, 4, 5, 7].map((line) => call(line).usageWarning)).toEqual(Array(4).fill(undefined));
    expect(call(9).usageWarning).toContain('not a count');
    const odd = callOf(portkey, { ...record(5), req_units: 44, total_units: 77 });
    expect(odd.usageWarning).toContain('the row counts 44 in and 33 out, the body 1110 and 33');
  });
});

test('cents are not dollars; 0 is no cost, another currency is not converted', () => {
  expect(call(4).loggedCostUsd).toBeCloseTo(0.000405, 12);
  expect(call(5).loggedCostUsd).toBeCloseTo(0.000321, 12);
  const costs = [1, 7, 8, 9, 10].map((line) => call(line).loggedCostUsd);
  expect(costs).toEqual([undefined, 0, undefined, 0.01, undefined]);
});

test('a raw log: trace, attempt, user, provider, latency', () => {
  expect(call(1)).toMatchObject({
    ...{
      id: 'p-1',
      key: 'openai:chatcmpl-fx-pk-1',
      trace: 'pt-1',
      attempt: 1,
      user: 'maria',
      tags: { env: 'prod' },
    },
    ...{
      provider: 'openai',
      endpoint: 'chat',
      latencyMs: 1234,
      status: 200,
      failed: false,
      maxOutputTokens: 50,
    },
    ...{
      time: Date.UTC(2026, 7, 6, 7, 6, 40),
      model: 'gpt-4o-mini-2024-07-18',
      requestedModel: 'gpt-4o-mini',
    },
  });
  expect(call(1).prompt?.[0]?.strings).toEqual(['Colour of the door?']);
  expect(call(2)).toMatchObject({
    status: 429,
    failed: true,
    error: 'rate_limit_exceeded',
    attempt: 4,
    key: 'portkey:p-2',
  });
});

test('an answer out of the cache is a call of its own', () => {
  expect(call(3)).toMatchObject({ cacheHit: true, key: 'portkey:p-3' });
  expect(call(7)).toMatchObject({ cacheHit: true, stream: true });
  expect(call(1).cacheHit).toBeUndefined();
});

test('an export: metadata of either form, prompt, retries, outcome', () => {
  expect(call(4)).toMatchObject({
    user: 'maria',
    trace: 'pt-9',
    tags: { prompt: 'greeting' },
    latencyMs: 900,
  });
  expect(call(5)).toMatchObject({
    key: 'anthropic:msg_fx_pk_5',
    provider: 'anthropic',
    endpoint: 'messages',
  });
  expect(call(5).prompt?.[0]?.strings).toEqual(['Summarise.']);
  expect(call(6)).toMatchObject({ failed: true, status: 503 });
  expect(call(6).attempt).toBeUndefined();
  expect(call(7)).toMatchObject({ user: 'omar', tags: { team: 'search' } });
  expect(call(8).attempt).toBe(3);
  const flagged = callOf(portkey, { ...record(6), response_status_code: undefined });
  expect(flagged.failed).toBe(true);
});

test('the newer names of the columns', () => {
  const { ai_org, req_units, res_units, response_status_code, ...rest } = record(4);
  const names = {
    ai_provider: ai_org,
    request_tokens: req_units,
    response_tokens: res_units,
    status_code: response_status_code,
  };
  expect(callOf(portkey, { ...rest, ...names })).toEqual(call(4));
});

test('no credential gets into any field', () => {
  expect(JSON.stringify(records)).toContain('sk-fixture');
  expect(JSON.stringify(records.map((it) => readRecord(portkey, it)))).not.toMatch(
    /sk-fixture|sk-ant|slow down/,
  );
});
