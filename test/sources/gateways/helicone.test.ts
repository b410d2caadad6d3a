import { describe, expect, test } from 'vitest';
import { helicone } from '../../../src/sources/gateways/helicone.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';

const records = fixtureRecords('helicone.jsonl');
const call = (line: number) => callOf(helicone, records[line - 1]);
const record = (line: number) => records[line - 1] as Record<string, unknown>;

describe('usage', () => {
  test.each([
    ['no cache', 1, [400, 0, 0, 0, 60, 0]],
    ['the body before the row', 2, [300, 1000, 0, 0, 50, 0]],
    ['Anthropic excludes the cache', 3, [500, 200, 100, 0, 40, 0]],
    ['reasoning beside the completion', 4, [80, 50, 0, 0, 320, 300]],
    ['an answer out of the cache', 5, undefined],
    ['a failure', 6, undefined],
  ])('%s', (_, line, row) => {
    expect(usageRow(call(line).usage)).toEqual(row);
    expect(call(line).usageWarning).toBeUndefined();
  });

  test('more cached tokens than prompt stand beside it, in rows of any age', () => {
    const counts = {
      prompt_tokens: 100,
      completion_tokens: 60,
      prompt_cache_read_tokens: 900,
      total_tokens: 160,
    };
    const read = callOf(helicone, { ...record(1), ...counts, reasoning_tokens: undefined });
    expect(usageRow(read.usage)).toEqual([100, 900, 0, 0, 60, 0]);
    expect(read.usageWarning).toBeUndefined();
  });

  test('where nothing shows it, the new field decides, and it is said', () => {
    expect(usageRow(call(9).usage)).toEqual([900, 512, 0, 0, 10, 0]);
    expect(call(9).usageWarning).toContain('read as excluding them');
    const { reasoning_tokens: _, ...old } = record(9);
    expect(usageRow(callOf(helicone, old).usage)).toEqual([388, 512, 0, 0, 10, 0]);
    expect(callOf(helicone, old).usageWarning).toContain('read as including them');
  });

  test('a body that disagrees with its row', () => {
    const odd = callOf(helicone, { ...record(2), prompt_tokens: 7, total_tokens: 57 });
    expect(usageRow(odd.usage)).toEqual([300, 1000, 0, 0, 50, 0]);
    expect(odd.usageWarning).toContain('the row counts 1007 in and 50 out, the body 1300 and 50');
  });

  test('audio, and a total that is none', () => {
    const audio = callOf(helicone, { ...record(1), prompt_audio_tokens: 30, total_tokens: 999 });
    expect(audio.usageWarning).toMatch(/30 audio tokens.*total_tokens 999 is neither 460 nor 460/);
  });

  test('a count that is none', () => {
    expect(callOf(helicone, records[9])).toMatchObject({
      usage: undefined,
      usageWarning: expect.stringContaining('prompt_tokens'),
    });
  });
});

test('statuses: of HTTP and of Helicone itself', () => {
  expect(call(6)).toMatchObject({ status: 429, failed: true, error: 'rate_limit_exceeded' });
  expect(call(7)).toMatchObject({ failed: true, error: 'cancelled' });
  expect(call(7).status).toBeUndefined();
  expect(readRecord(helicone, records[7])).toEqual({
    kind: 'skip',
    reason: 'not answered when it was exported',
  });
});

test('cost: dollars, nothing for a cache hit, unknown in the column store’s own unit', () => {
  expect([1, 5, 6, 9].map((line) => call(line).loggedCostUsd)).toEqual([0.001, 0, undefined, undefined]);
  expect(call(5).cacheHit).toBe(true);
  expect(call(1).cacheHit).toBeUndefined();
});

test('properties, session, user, times, provider', () => {
  expect(call(1)).toMatchObject({
    ...{
      user: 'ann',
      session: 'sess-3',
      feature: 'cart',
      tags: { Plan: 'pro', Feature: 'cart', Environment: 'prod' },
    },
    ...{
      time: Date.UTC(2026, 7, 2, 7, 15, 0, 250),
      latencyMs: 2000,
      provider: 'openai',
      endpoint: 'chat',
      status: 200,
    },
    ...{ model: 'gpt-4o', requestedModel: 'gpt-4o' },
  });
  expect(call(2)).toMatchObject({ model: 'gpt-4o-2024-08-06', maxOutputTokens: 99 });
  expect(call(2).prompt).toHaveLength(2);
  expect(call(1).prompt).toBeUndefined();
  expect(call(3)).toMatchObject({ provider: 'anthropic', endpoint: 'messages', timeToFirstTokenMs: 420 });
  expect(
    callOf(helicone, { ...record(1), provider: 'CUSTOM', target_url: 'https://api.x.ai/v1/chat/completions' })
      .provider,
  ).toBe('xai');
  expect(callOf(helicone, { ...record(1), model_override: 'gpt-4.1' }).model).toBe('gpt-4.1');
});

test('no credential gets into any field', () => {
  expect(JSON.stringify(records)).toContain('sk-fixture');
  expect(JSON.stringify(records.map((it) => readRecord(helicone, it)))).not.toContain('sk-fixture');
});

test('keys: the provider’s id, else the response’s, which the CSV has too', () => {
  expect([1, 2, 5].map((line) => call(line).key)).toEqual([
    'helicone:hs-1',
    'openai:chatcmpl-fx-hel-2',
    'helicone:hs-5',
  ]);
  expect(callOf(helicone, { ...record(2), cache_reference_id: 'a-1' }).key).toBe('helicone:hs-2');
  expect(call(7).key).toBe('helicone:hr-7');
});

test('the CSV: quotes escaped twice, empty cells, no provider', () => {
  const [first, second] = callsOf(readTable(helicone, fixtureText('helicone.csv')));
  expect(first).toMatchObject({
    key: call(1).key,
    session: 'sess-3',
    feature: 'cart',
    provider: 'openai',
    user: 'ann',
  });
  expect(usageRow(first!.usage)).toEqual([400, 0, 0, 0, 60, 0]);
  expect([first!.loggedCostUsd, first!.latencyMs, first!.prompt]).toEqual([undefined, undefined, undefined]);
  expect(second).toMatchObject({ latencyMs: 830, loggedCostUsd: 0.00005, model: 'gpt-4o-2024-08-06' });
  expect(second!.prompt?.[0]?.strings).toEqual(['Say "yes".']);
});
