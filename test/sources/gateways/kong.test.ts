import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kong } from '../../../src/sources/gateways/kong.ts';
import { callOf, callsOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('kong.jsonl');
const call = (line: number) => callOf(kong, records[line - 1]);
const record = (line: number) => records[line - 1] as Record<string, unknown>;

describe('usage', () => {
  test.each([
    ['the old names', 1, [28, 0, 0, 0, 20, 0]],
    ['the new names with details', 2, [26, 64, 0, 0, 40, 16]],
    ['an answer out of the cache', 3, [90, 0, 0, 0, 40, 0]],
    ['a failure', 5, undefined],
    ['a count that is none', 6, undefined],
  ])('%s', (_, line, row) => {
    const result = readRecord(kong, records[line - 1]);
    expect(usageRow(callsOf([result])[0]?.usage)).toEqual(row);
  });

  test('a total that does not add up', () => {
    const usage = { prompt_token: 28, completion_token: 20, total_tokens: 40 };
    const ai = { 'ai-proxy': { usage, meta: { provider_name: 'cohere' } } };
    expect(callOf(kong, { ...record(1), ai }).usageWarning).toContain('total_tokens 40');
  });
});

test('a call per plugin that counts tokens', () => {
  const calls = callsOf([readRecord(kong, records[3])]);
  expect(calls.map((it) => [it.tags?.plugin, it.usage?.input, it.loggedCostUsd, it.key])).toEqual([
    ['ai-request-transformer', 15, undefined, 'kong:kr-4:ai-request-transformer'],
    ['ai-proxy-advanced', 200, 0.01, 'kong:kr-4:ai-proxy-advanced'],
  ]);
});

test('everything else of a line', () => {
  expect(call(1)).toMatchObject({
    ...{
      provider: 'cohere',
      model: 'command',
      loggedCostUsd: 0.0038,
      latencyMs: 2670,
      status: 200,
      endpoint: 'chat',
    },
    ...{ time: 1_786_500_000_123, user: 'mobile-app', key: 'kong:kr-1:ai-proxy' },
    tags: { route: 'llm-chat', service: 'llm', plugin: 'ai-proxy' },
  });
  expect([call(1).prompt, call(1).response]).toEqual([undefined, undefined]);
  expect(call(2)).toMatchObject({
    ...{
      key: 'openai:chatcmpl-fx-kg-2',
      timeToFirstTokenMs: 631,
      stream: true,
      requestedModel: 'gpt-4o-mini',
    },
    ...{ model: 'gpt-4o-mini-2024-07-18', maxOutputTokens: 50, tags: { route: 'llm-chat', service: 'llm' } },
  });
  expect(call(2).prompt?.[0]?.strings).toEqual(['Colour of the door?']);
  expect(call(3)).toMatchObject({ cacheHit: true, loggedCostUsd: 0, stream: false, key: 'kong:kr-3:proxy' });
  expect(call(5)).toMatchObject({ failed: true, status: 429, model: 'gpt-4o-mini-2024-07-18' });
});

test('a request that stands beside the plugins is the proxy’s', () => {
  const request = JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] });
  const { ai } = record(4) as { ai: object };
  const calls = callsOf([readRecord(kong, { ...record(4), ai: { ...ai, payload: { request } } })]);
  expect(calls.map((it) => it.prompt?.[0]?.strings)).toEqual([undefined, ['Hello']]);
});

test('lines without a call: MCP, plain requests; a request that counts nothing', () => {
  expect(readRecord(kong, records[5])).toEqual({
    kind: 'skip',
    reason: 'completion_tokens is -3, not a count of tokens',
  });
  expect(readRecord(kong, records[6])).toEqual({ kind: 'other' });
  expect(readRecord(kong, records[7])).toEqual({ kind: 'other' });
  const silent = { ...record(1), ai: { proxy: { usage: {}, meta: { provider_name: 'openai' } } } };
  expect(readRecord(kong, silent)).toEqual({ kind: 'skip', reason: 'an AI request that counts no tokens' });
});

test('no credential gets into any field', () => {
  expect(JSON.stringify(records)).toContain('sk-fixture');
  expect(JSON.stringify(records.map((it) => readRecord(kong, it)))).not.toMatch(/sk-fixture|Bearer/);
});

const sample = sharedFile('formats/samples/kong_ai_log.json');
test.skipIf(sample === undefined)('the documented line (skipped: no folder of shared files)', () => {
  const read = callOf(kong, JSON.parse(readFileSync(sample!, 'utf8')));
  expect(usageRow(read.usage)).toEqual([28, 0, 0, 0, 20, 0]);
  expect(read).toMatchObject({
    provider: 'cohere',
    model: 'command',
    loggedCostUsd: 0.0038,
    latencyMs: 2670,
  });
  expect([read.key, read.usageWarning]).toEqual([undefined, undefined]);
});
