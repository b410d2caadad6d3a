import { expect, test } from 'vitest';
import { cloudflare } from '../../../src/sources/gateways/cloudflare.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('cloudflare.jsonl');
const call = (line: number) => callOf(cloudflare, records[line - 1]);
const record = (line: number) => records[line - 1] as Record<string, unknown>;

test.each([
  ['tokens in and out', 1, [1200, 0, 0, 0, 80, 0]],
  ['an answer out of the cache', 2, [1200, 0, 0, 0, 80, 0]],
  ['a failure', 3, undefined],
  ['a fallback', 4, [600, 0, 0, 0, 25, 0]],
  ['whole bodies split the cache', 5, [30, 60, 0, 0, 8, 0]],
  ['bodies that are cut are not read', 6, [90, 0, 0, 0, 8, 0]],
])('%s', (_, line, row) => {
  expect(usageRow(call(line).usage)).toEqual(row);
  expect(call(line).usageWarning).toBeUndefined();
});

test('cost in dollars; 0 only for an answer out of the cache', () => {
  expect([1, 2, 3, 4].map((line) => call(line).loggedCostUsd)).toEqual([0.000228, 0, undefined, undefined]);
  expect([1, 2].map((line) => call(line).cacheHit)).toEqual([undefined, true]);
});

test('everything else of a row', () => {
  expect(call(1)).toMatchObject({
    ...{
      key: 'cloudflare:01J6XAMPLE0000000000000001',
      provider: 'openai',
      model: 'gpt-4o-mini',
      endpoint: 'chat',
    },
    ...{ time: Date.UTC(2026, 8, 1, 12, 0, 0, 500), latencyMs: 640, attempt: 1, status: 200, failed: false },
    ...{ user: 'eve', tags: { team: 'docs' } },
  });
  expect(call(3)).toMatchObject({ status: 500, failed: true, endpoint: 'messages', provider: 'anthropic' });
  expect(call(4)).toMatchObject({ attempt: 2, provider: 'workers-ai' });
  expect(call(5)).toMatchObject({ key: 'openai:chatcmpl-fx-cf-5', model: 'gpt-4o-mini-2024-07-18' });
  expect(call(5).prompt?.[0]?.strings).toEqual(['Colour of the door?']);
  expect(call(6).prompt).toBeUndefined();
  const cut = callOf(cloudflare, {
    ...record(5),
    request_head_complete: false,
    response_head_complete: false,
  });
  expect([cut.prompt, cut.usage?.cacheRead]).toEqual([undefined, 0]);
  expect(callOf(cloudflare, { ...record(1), status_code: undefined, success: false }).failed).toBe(true);
});

test('half a token is no count, and zeros of a success are unknown', () => {
  const half = callOf(cloudflare, { ...record(7), cost: 0.2 });
  expect([half.usage, half.usageWarning]).toEqual([undefined, expect.stringContaining('0.5')]);
  expect(readRecord(cloudflare, record(7))).toEqual({ kind: 'skip', reason: expect.stringContaining('0.5') });
  const zeros = { ...record(1), tokens_in: 0, tokens_out: 0, cost: 0 };
  expect(readRecord(cloudflare, zeros)).toEqual({ kind: 'skip', reason: expect.stringContaining('zeros') });
});

test('Logpush is known, and that it cannot be read is said with what to do', () => {
  const recognition = cloudflare.recognize!(records[7], { map: {}, epoch: 0 });
  expect(recognition).toMatchObject({ score: 0.99, unusable: expect.stringMatching(/encrypts.*ai-gateway/) });
  expect(readRecord(cloudflare, records[7])).toEqual({ kind: 'skip', reason: recognition.unusable });
  expect(cloudflare.recognize!(records[0], { map: {}, epoch: 0 }).unusable).toBeUndefined();
  expect(readRecord(cloudflare, { cached: true, provider: 'x' })).toEqual({ kind: 'other' });
});
