import fc from 'fast-check';
import { expect, test } from 'vitest';
import { opencode } from '../../../src/sources/agents/opencode.ts';
import { generic } from '../../../src/sources/generic.ts';
import { hostileVariants, isSane } from '../../support/hostile-records.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('opencode.jsonl');
const options = { map: {}, epoch: 0 };
const call = (line: number) => callOf(opencode, records[line - 1]);

// line, key, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning]: reasoning is added but where the total is without it.
const golden: readonly (readonly [number, string, readonly number[]])[] = [
  [2, 'opencode:msg_01', [900, 0, 2000, 0, 120, 0]],
  [3, 'opencode:msg_02', [40, 2900, 100, 0, 85, 25]],
  [4, 'opencode:msg_03', [50, 0, 0, 0, 70, 30]],
  [6, 'opencode:msg_05', [30, 500, 0, 0, 14, 4]],
];

test.each(golden)('line %i of the fixture', (line, key, usage) => {
  expect([call(line).key, usageRow(call(line).usage)]).toEqual([key, usage]);
  expect(call(line).usageWarning).toBeUndefined();
});

test('a call says where it belongs, by the last folder only', () => {
  expect(call(2)).toMatchObject({
    ...{ session: 'ses_01', feature: 'harbor', tags: { agent: 'build' }, time: 1_772_719_201_000 },
    ...{ model: 'claude-haiku-4-5', provider: 'anthropic', finishReason: 'stop', failed: false },
  });
  expect(JSON.stringify(call(2))).not.toMatch(/ada|secret-client/);
});

test('a cost is dollars; the 0 of a subscription is none', () => {
  expect([call(2).loggedCostUsd, call(3).loggedCostUsd]).toEqual([0.0041, undefined]);
});

test('an error is a failed call without usage', () => {
  expect(call(5)).toMatchObject({ failed: true, status: 529, error: 'APIError' });
  expect(call(5).usage).toBeUndefined();
  expect(JSON.stringify(call(5))).not.toContain('sk-ant');
});

test('a failed call that used tokens keeps them', () => {
  const aborted = { ...(records[1] as object), error: { name: 'MessageAbortedError', data: {} } };
  expect(callOf(opencode, aborted)).toMatchObject({
    failed: true,
    error: 'MessageAbortedError',
    usage: { input: 900 },
  });
});

test('a row of the database is the message of its file', () => {
  const { id, session_id, data } = records[5] as Record<string, string>;
  expect(callOf(opencode, { id, sessionID: session_id, ...JSON.parse(data!) })).toEqual(call(6));
  expect(callOf(opencode, { id, session_id, data: JSON.parse(data!) })).toEqual(call(6));
});

test('a total that is no sum is told', () => {
  const odd = { ...(records[2] as object), tokens: { total: 7, input: 1, output: 2, cache: {} } };
  expect(callOf(opencode, odd).usageWarning).toBe('total 7 is not the sum of the tokens, 3');
});

test('users, answers under way, parts and sessions hold no call; broken counts are skipped', () => {
  expect([1, 7, 9, 10].map((line) => readRecord(opencode, records[line - 1]).kind)).toEqual(
    Array(4).fill('other'),
  );
  expect(readRecord(opencode, records[7])).toEqual({
    kind: 'skip',
    reason: 'input is -1, not a count of tokens',
  });
});

test('every record is recognised, an Anthropic message is not', () => {
  for (const record of records) {
    expect(opencode.recognize!(record, options).score).toBe(0.99);
    expect(generic.recognize!(record, options).score).toBeLessThan(0.6);
  }
  const others = [null, { id: 'msg_01', type: 'message', role: 'assistant', content: [] }, { id: 'ses_1' }];
  for (const record of others) expect(opencode.recognize!(record, options).score).toBe(0);
});

test('hostile records neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(hostileVariants(records), (record) => {
      opencode.recognize!(record, options);
      const result = readRecord(opencode, record);
      if (result.kind === 'calls') expect(result.calls.every(isSane)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
