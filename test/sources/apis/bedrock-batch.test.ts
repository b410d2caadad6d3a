import { expect, test } from 'vitest';
import { bedrockBatch } from '../../../src/sources/apis/bedrock-batch.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('bedrock-batch.jsonl');

test.each([
  [1, [33, 0, 0, 0, 5, 0], 'claude-haiku-4-5-20251001', 'anthropic:msg_bdrk_batch_01', 'bulk'],
  [2, [30, 0, 0, 0, 4, 0], undefined, undefined, 'parcel'],
  [3, [2, 0, 0, 0, 0, 0], undefined, undefined, undefined],
] as const)('line %i', (number, usage, model, key, text) => {
  const call = callOf(bedrockBatch, records[number - 1]);
  expect(usageRow(call.usage)).toEqual(usage);
  expect([call.model, call.key, call.response?.text]).toEqual([model, key, text]);
  expect([call.tier, call.failed, call.provider]).toEqual(['batch', false, 'amazon-bedrock']);
  expect(call.id).toBe(`ORDER-000${number}`);
});

test('the user says which model a job ran', () => {
  expect(callOf(bedrockBatch, records[1], { model: 'amazon.nova-lite-v1:0' }).model).toBe(
    'amazon.nova-lite-v1:0',
  );
});

test('a record that failed was not billed', () => {
  expect(callOf(bedrockBatch, records[3])).toMatchObject({ failed: true, status: 400, usage: undefined });
});

test('an answer that is none, a line of the input, a manifest', () => {
  expect([4, 5, 6].map((index) => readRecord(bedrockBatch, records[index]).kind)).toEqual([
    'skip',
    'other',
    'other',
  ]);
});

test('every line is recognised, and nothing else', () => {
  const score = (record: unknown): number => bedrockBatch.recognize!(record, { map: {}, epoch: 0 }).score;
  for (const record of records) expect(score(record)).toBeGreaterThanOrEqual(0.9);
  for (const record of [null, [], {}, { recordId: 'a' }, { recordId: 1, modelInput: {} }])
    expect(score(record)).toBe(0);
});
