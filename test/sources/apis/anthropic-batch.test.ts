import { expect, test } from 'vitest';
import { anthropicBatch } from '../../../src/sources/apis/anthropic-batch.ts';
import { sources } from '../../../src/sources/index.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('anthropic-batch.jsonl');
const options = { map: {}, epoch: 0 };

test('a request is a part of the call that answers it', () => {
  expect(callOf(anthropicBatch, records[0])).toMatchObject({
    ...{ isPart: true, join: 'anthropic-batch:a-1', model: 'claude-haiku-4-5', maxOutputTokens: 30 },
    prompt: [{ strings: ['Be brief.'] }, { strings: ['Depot of 9011?'] }],
  });
});

test.each([
  [1, 'a-2', [9, 0, 200, 500, 4, 0], 'anthropic:msg_fxb2', 'anthropic'],
  [2, 'a-1', [20, 0, 0, 0, 6, 0], 'anthropic:msg_fxb1', 'anthropic'],
  [7, 'v-1', [12, 0, 0, 0, 3, 0], 'anthropic:msg_vrtx_fxb3', 'google'],
])('line %i succeeded at the batch tier', (line, id, usage, key, provider) => {
  const call = callOf(anthropicBatch, records[line]);
  expect(usageRow(call.usage)).toEqual(usage);
  expect(call).toMatchObject({ key, provider, tier: 'batch', failed: false, join: `anthropic-batch:${id}` });
});

test.each([
  [3, 'invalid_request_error', 400],
  [4, 'expired', undefined],
  [5, 'canceled', undefined],
])('line %i is not billed', (line, error, status) => {
  const call = callOf(anthropicBatch, records[line]);
  expect(call).toMatchObject({ error, status, failed: true, tier: 'batch' });
  expect(call.usage).toBeUndefined();
  expect(call.key).toBeUndefined();
  expect(JSON.stringify(call)).not.toContain('sk-fixture');
});

test('the batch itself is no call; an answer without a message is skipped', () => {
  expect(readRecord(anthropicBatch, records[6])).toEqual({ kind: 'other' });
  expect(readRecord(anthropicBatch, records[8]).kind).toBe('skip');
});

test('a request of Claude on Vertex AI without its answer is a part, one refused a failure', () => {
  const { response: _, status: __, ...asked } = records[7] as Record<string, unknown>;
  expect(callOf(anthropicBatch, asked)).toMatchObject({ isPart: true, provider: 'google' });
  expect(callOf(anthropicBatch, { ...asked, status: 'Bad Request' })).toMatchObject({ failed: true });
});

test('only this source claims the fixture', () => {
  for (const record of records) {
    for (const { id, recognize } of sources) {
      const score = recognize?.(record, options).score ?? 0;
      if (id === 'anthropic-batch') expect(score).toBeGreaterThanOrEqual(0.95);
      else expect(score, id).toBeLessThanOrEqual(0.5);
    }
  }
});
