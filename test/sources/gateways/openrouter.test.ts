import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openrouter } from '../../../src/sources/gateways/openrouter.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('openrouter.jsonl');
const call = (line: number) => callOf(openrouter, records[line - 1]);

describe('the generation API', () => {
  test.each([
    ['the native tokens, not the normalised', 1, [2000, 0, 0, 0, 250, 0]],
    ['cached and reasoning inside', 2, [500, 1500, 0, 0, 250, 100]],
    ['a cancelled stream without counts', 5, undefined],
    ['a failure', 6, undefined],
    ['only normalised tokens', 7, undefined],
    ['counts that are none', 8, undefined],
  ])('%s', (_, line, row) => {
    expect(usageRow(call(line).usage)).toEqual(row);
  });

  test('the bill is the router’s, whose model it was is a tag', () => {
    expect(call(1)).toMatchObject({
      ...{
        key: 'openai:gen-1782882367-aaa',
        provider: 'openrouter',
        model: 'anthropic/claude-4-sonnet-20250522',
      },
      ...{
        time: Date.UTC(2026, 6, 1, 5, 6, 7, 890),
        latencyMs: 3100,
        stream: true,
        finishReason: 'stop',
        failed: false,
      },
      ...{ loggedCostUsd: 0.002, user: 'cust-8', endpoint: 'chat', tags: { upstream_provider: 'Anthropic' } },
    });
    expect(call(1).timeToFirstTokenMs).toBeUndefined();
    expect(call(2)).toMatchObject({ requestedModel: 'openrouter/auto', tier: 'flex' });
  });

  test('with the customer’s key the fee and the upstream’s charge are the cost', () => {
    expect(call(3).loggedCostUsd).toBeCloseTo(0.0026, 12);
    expect(call(3).tags).toEqual({ upstream_provider: 'Anthropic', byok: 'true' });
    expect(call(4).loggedCostUsd).toBeUndefined();
  });

  test('cancelled, and failed upstream', () => {
    expect(call(5)).toMatchObject({ failed: true, error: 'cancelled', loggedCostUsd: 0 });
    expect(call(6)).toMatchObject({ failed: true, error: 'upstream_failed', status: 503 });
    expect(call(8).usageWarning).toContain('completion_tokens is 1.5');
  });
});

describe('the CSV', () => {
  const results = readTable(openrouter, fixtureText('openrouter.csv'));
  const calls = callsOf(results);

  test.each([
    [0, [2389, 8000, 0, 0, 137, 37]],
    [1, [500, 0, 0, 0, 40, 0]],
    [2, [700, 0, 0, 0, 80, 0]],
    [3, undefined],
  ])('row %i', (i, row) => {
    expect(usageRow(calls[i]!.usage)).toEqual(row);
  });

  test('times in UTC, key, app, latency', () => {
    expect(calls[0]).toMatchObject({
      ...{
        time: Date.UTC(2026, 5, 28, 3, 46, 57, 713),
        latencyMs: 2950,
        timeToFirstTokenMs: 610,
        stream: true,
      },
      ...{ model: 'openai/gpt-5-2025-08-07', loggedCostUsd: 0.0123, feature: 'Cline', user: 'user_2x' },
      tags: { upstream_provider: 'OpenAI', key: 'laptop' },
    });
  });

  test('a free variant is not priced as the paid one', () => {
    expect(calls[1]).toMatchObject({ model: 'openai/gpt-oss-120b:free', loggedCostUsd: 0 });
  });

  test('BYOK, cancelled, and the time that is in the id', () => {
    expect(calls[2]).toMatchObject({ failed: true, error: 'cancelled', time: 1_782_618_425_000 });
    expect(calls[2]!.loggedCostUsd).toBeCloseTo(0.0105, 12);
  });

  test('columns in another order, some missing, are read by name', () => {
    const text =
      'cost_total,tokens_completion,generation_id,tokens_prompt,created_at\n0.5,7,gen-1,11,2026-01-01 00:00:00\n';
    const [row] = callsOf(readTable(openrouter, text));
    expect([usageRow(row!.usage), row!.loggedCostUsd]).toEqual([[11, 0, 0, 0, 7, 0], 0.5]);
    const lack = 'generation_id,created_at,cost_total\n,2026-01-01 00:00:00,1\n';
    expect(readTable(openrouter, lack)[0]).toEqual({ kind: 'skip', reason: 'a row without a generation_id' });
  });
});

test('answers of the chat API and Vercel’s generations are not its own', () => {
  const answer = { id: 'gen-1', object: 'chat.completion', provider: 'OpenAI', choices: [], model: 'x' };
  const vercel = { id: 'gen_1', total_cost: 1, native_tokens_prompt: 5, provider_name: 'x' };
  for (const it of [answer, vercel, { data: [] }, { data: null }, null, 7]) {
    expect(readRecord(openrouter, it)).toEqual({ kind: 'other' });
  }
});

const sample = sharedFile('formats/samples/openrouter_generation.json');
test.skipIf(sample === undefined)('the documented generation (skipped: no folder of shared files)', () => {
  const read = callOf(openrouter, JSON.parse(readFileSync(sample!, 'utf8')));
  expect(usageRow(read.usage)).toEqual([7, 3, 0, 0, 25, 5]);
  expect(read).toMatchObject({ loggedCostUsd: 0.0015, model: 'sao10k/l3-stheno-8b', user: 'user-123' });
  expect(read.usageWarning).toBeUndefined();
});
