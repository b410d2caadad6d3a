import { expect, test } from 'vitest';
import { geminiBatch } from '../../../src/sources/apis/gemini-batch.ts';
import { sources } from '../../../src/sources/index.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('gemini-batch.jsonl');
const options = { map: {}, epoch: 0 };

test('a request is a part of the call that answers it', () => {
  expect(callOf(geminiBatch, records[0])).toMatchObject({
    ...{ isPart: true, join: 'gemini-batch:k-1', temperature: 0.7, provider: 'google' },
    prompt: [{ strings: ['Depot of 9011?'] }],
  });
});

test('an answer is a call at the batch tier', () => {
  const call = callOf(geminiBatch, records[1]);
  expect(usageRow(call.usage)).toEqual([8, 0, 0, 0, 7, 5]);
  expect(call).toMatchObject({
    join: 'gemini-batch:k-1',
    key: 'gemini:fxB0001',
    tier: 'batch',
    failed: false,
  });
});

test('an error is a failed call', () => {
  expect(callOf(geminiBatch, records[2])).toMatchObject({
    failed: true,
    join: 'gemini-batch:k-2',
    tier: 'batch',
  });
  expect(callOf(geminiBatch, records[4])).toMatchObject({ failed: true, usage: undefined });
});

test('batch prediction has both sides and a time in one line', () => {
  const call = callOf(geminiBatch, records[3]);
  expect(usageRow(call.usage)).toEqual([8, 0, 0, 0, 3, 0]);
  expect(call).toMatchObject({
    ...{
      tier: 'batch',
      failed: false,
      response: { text: 'Harbour' },
      prompt: [{ strings: ['Depot of 9012?'] }],
    },
    time: Date.UTC(2026, 8, 14, 7, 0, 0, 500),
  });
  expect(call.join).toBeUndefined();
});

test('a logger’s own record with a key is no line of a batch', () => {
  const logged = { ...(records[1] as object), time: '2026-09-14T07:00:00Z' };
  expect(readRecord(geminiBatch, logged)).toEqual({ kind: 'other' });
});

test('only this source claims the fixture', () => {
  for (const record of records) {
    for (const { id, recognize } of sources) {
      const score = recognize?.(record, options).score ?? 0;
      expect(score, id).toBe(id === 'gemini-batch' ? 0.99 : Math.min(score, 0.5));
    }
  }
});
