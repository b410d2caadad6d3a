import { expect, test } from 'vitest';
import { vercelGateway } from '../../../src/sources/gateways/vercel-gateway.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('vercel-gateway.jsonl');
const call = (line: number) => callOf(vercelGateway, records[line - 1]);

test.each([
  ['cached and written inside the prompt', 1, [75, 20, 5, 0, 50, 7]],
  ['more cached and written than prompt: outside', 2, [100, 90, 60, 0, 50, 7]],
  ['names of the AI SDK', 4, [40, 0, 0, 0, 60, 30]],
  ['a failure', 5, undefined],
  ['a count that is none', 6, undefined],
])('%s', (_, line, row) => {
  expect(usageRow(call(line).usage)).toEqual(row);
});

test('what does not add up is said', () => {
  expect(call(1).usageWarning).toBeUndefined();
  expect(call(2).usageWarning).toContain('150 cached and written tokens exceed the prompt of 100');
  expect(call(6).usageWarning).toContain('prompt_tokens is -4');
});

test('the bill is Vercel’s; latency is the time to the first token, and only of a stream', () => {
  expect(call(1)).toMatchObject({
    ...{ provider: 'vercel', model: 'anthropic/claude-sonnet-4.6', tags: { upstream_provider: 'anthropic' } },
    ...{ latencyMs: 1456, timeToFirstTokenMs: 123, loggedCostUsd: 0.12, stream: true, finishReason: 'stop' },
    ...{ time: Date.UTC(2026, 2, 1, 0, 0, 0, 250), key: 'openai:gen_01K0VERCELXAMPLE0000000001' },
  });
  expect(call(4)).toMatchObject({
    latencyMs: 900,
    loggedCostUsd: 0.03,
    finishReason: 'length',
    model: 'openai/gpt-5',
  });
  expect(call(4).timeToFirstTokenMs).toBeUndefined();
});

test('with the customer’s key the upstream’s charge belongs to the cost', () => {
  expect(call(3)).toMatchObject({ loggedCostUsd: 0.08, tags: { byok: 'true' } });
});

test('a failure costs what was charged', () => {
  expect(call(5)).toMatchObject({ failed: true, error: 'error', loggedCostUsd: 0 });
});

test('OpenRouter’s generations and answers of a chat API are not its own', () => {
  for (const it of [
    { id: 'gen-1', total_cost: 1 },
    { id: 'gen_1', object: 'chat.completion' },
    { data: 5 },
  ]) {
    expect(readRecord(vercelGateway, it)).toEqual({ kind: 'other' });
  }
});
