import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openaiBatch } from '../../../src/sources/apis/openai-batch.ts';
import { sources } from '../../../src/sources/index.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';
import { runAudit } from '../../support/run-audit.ts';
import { sharedFile } from '../../support/shared-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const records = fixtureRecords('openai-batch.jsonl');
const options = { map: {}, epoch: 0 };

test('a line of the input is a part of the call that answers it', () => {
  const part = callOf(openaiBatch, records[0]);
  expect(part).toMatchObject({
    ...{ isPart: true, join: 'openai-batch:crate-1', model: 'gpt-4o-mini', endpoint: 'chat', tier: 'batch' },
    ...{ maxOutputTokens: 20, temperature: 0, prompt: [{ strings: ['Depot of 9011?'] }] },
  });
  expect(part.key).toBeUndefined();
  expect(callOf(openaiBatch, records[2])).toMatchObject({ endpoint: 'embedding', isPart: true });
});

test.each([
  [3, [976, 1024, 0, 0, 5, 0], 'openai-batch:crate-2:batch_req_fx2:chatcmpl-fxb2'],
  [4, [14, 0, 0, 0, 3, 0], 'openai-batch:crate-1:batch_req_fx1:chatcmpl-fxb1'],
  [5, [2, 0, 0, 0, 0, 0], 'openai-batch:crate-3:batch_req_fx3:'],
  [8, [9, 0, 0, 0, 2, 0], 'openai-batch:crate-6::chatcmpl-fxb6'],
])('line %i is a call at the batch tier, whatever its body says', (line, usage, key) => {
  const call = callOf(openaiBatch, records[line]);
  expect(usageRow(call.usage)).toEqual(usage);
  expect(call).toMatchObject({ key, tier: 'batch', status: 200, failed: false });
  expect(call.isPart).toBeUndefined();
  expect(key.startsWith(`${call.join}:`)).toBe(true);
});

test('the time is when the answer was created, which embeddings do not say', () => {
  expect(callOf(openaiBatch, records[3]).time).toBe(1_789_200_000_000);
  expect(callOf(openaiBatch, records[5])).toMatchObject({ id: 'req_fx3', time: undefined });
});

test('lines of one id are told apart by their custom_id', () => {
  const again = { ...(records[4] as object), custom_id: 'crate-9' };
  expect(callOf(openaiBatch, again).key).not.toBe(callOf(openaiBatch, records[4]).key);
});

test.each([
  [6, { status: 429, error: 'rate_limit_exceeded' }],
  [7, { status: undefined, error: 'batch_expired' }],
])('line %i failed and is not billed', (line, outcome) => {
  const call = callOf(openaiBatch, records[line]);
  expect(call).toMatchObject({ ...outcome, failed: true, join: `openai-batch:crate-${line - 2}` });
  expect(call.usage).toBeUndefined();
  expect(JSON.stringify(call)).not.toContain('sk-fixture');
});

test('a failed line is not billed even where it states usage', () => {
  const body = { usage: { prompt_tokens: 5, completion_tokens: 5 }, error: { code: 'server_error' } };
  const record = { id: 'batch_req_9', custom_id: 'c', response: { status_code: 500, body }, error: null };
  expect(callOf(openaiBatch, record)).toMatchObject({ failed: true, status: 500, usage: undefined });
});

test('Azure’s lines have no id; its answers say who served', () => {
  expect(callOf(openaiBatch, records[8]).provider).toBe('azure');
});

test('Mistral’s lines name no endpoint', () => {
  const body = { max_tokens: 9, messages: [{ role: 'user', content: 'Depot?' }] };
  expect(callOf(openaiBatch, { custom_id: '7', body })).toMatchObject({
    isPart: true,
    join: 'openai-batch:7',
  });
});

test('the batch itself repeats the sum of its lines and is no call', () => {
  expect(readRecord(openaiBatch, records[9])).toEqual({ kind: 'other' });
  expect(readRecord(openaiBatch, records[10]).kind).toBe('skip');
});

test('only this source claims the fixture', () => {
  for (const record of records) {
    for (const { id, recognize } of sources) {
      const score = recognize?.(record, options).score ?? 0;
      if (id === 'openai-batch') expect(score).toBeGreaterThanOrEqual(0.95);
      else expect(score, id).toBeLessThanOrEqual(0.5);
    }
  }
});

test('input and output files together are one call each, at half the price', async () => {
  const folder = tempFolder();
  const lines = (...rows: unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(join(folder, 'input.jsonl'), lines(records[0], records[1]));
  writeFileSync(join(folder, 'output.jsonl'), lines(records[4]));
  const report = await runAudit(folder, ['input.jsonl', 'output.jsonl']);
  expect(report.totals).toMatchObject({ calls: 1, unpricedCalls: 0 });
  // gpt-4o-mini by the batch: 0.075 and 0.30 dollars per million.
  expect(report.totals.costUsd).toBeCloseTo((14 * 0.075 + 3 * 0.3) / 1e6, 12);
  expect(report.inputs.map(({ source, calls, otherRecords }) => [source, calls, otherRecords])).toEqual([
    ['openai-batch', 0, 2],
    ['openai-batch', 1, 0],
  ]);
});

const files = ['input', 'output', 'errors'].map((name) =>
  sharedFile(`formats/samples/openai_batch_${name}.jsonl`),
);
describe.skipIf(files.includes(undefined))('documented lines (skipped without the shared samples)', () => {
  test('two requests, two answers, one expired', () => {
    const calls = files.flatMap((file) =>
      readFileSync(file!, 'utf8')
        .trim()
        .split('\n')
        .map((line) => callOf(openaiBatch, JSON.parse(line))),
    );
    expect(calls.map(({ isPart, failed }) => isPart ?? failed)).toEqual([true, true, false, false, true]);
    expect(calls.map(({ usage }) => usageRow(usage)?.slice(0, 5))).toEqual([
      ...[undefined, undefined, [22, 0, 0, 0, 2], [20, 0, 0, 0, 9], undefined],
    ]);
  });
});
