import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';
import { generic } from '../../../src/sources/generic.ts';
import { conversations } from '../../../src/sources/research/conversations.ts';
import { hostileVariants, isSane } from '../../support/hostile-records.ts';
import { callsOf, fixtureText, readRecord } from '../../support/read-source.ts';
import { runAudit } from '../../support/run-audit.ts';

const records = JSON.parse(fixtureText('conversations.json')) as Record<string, unknown>[];
const options = { map: {}, epoch: 0, model: 'gpt-4o' };
const calls = (record: unknown) => callsOf([readRecord(conversations, record, options)]);

test('each answer is a call with what was said before it', () => {
  const [first, second] = calls(records[0]);
  expect(first).toEqual({
    ...{ session: 'share_0', model: 'gpt-4o', endpoint: 'chat', failed: false },
    prompt: [{ kind: 'message', role: 'user', strings: ['Name a river.'] }],
    response: { text: 'The Elbe.', toolCalls: [] },
  });
  expect(second!.prompt!.map(({ role, strings }) => [role, strings[0]])).toEqual([
    ['user', 'Name a river.'],
    ['assistant', 'The Elbe.'],
    ['user', 'And a lake?'],
  ]);
  expect(second!.response!.text).toBe('Lake Constance.');
});

test('a trajectory’s answers are calls too, with their tools', () => {
  const [ask, tell] = calls(records[3]);
  expect(ask).toMatchObject({
    ...{ session: 'task 3 trial 0', tags: { task_id: '3' } },
    response: { text: '', toolCalls: ['find', '{"to":"Jena"}'] },
  });
  expect(ask!.prompt!.map(({ kind }) => kind)).toEqual(['system', 'message']);
  expect(tell!.prompt!.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
});

test('a greeting and an empty conversation are no calls', () => {
  expect([1, 2].map((index) => readRecord(conversations, records[index]).kind)).toEqual(['other', 'other']);
});

test('a conversation without end is refused', () => {
  const turns = Array.from({ length: 2001 }, (_, i) => ({ from: i % 2 === 0 ? 'human' : 'gpt', value: 'x' }));
  expect(readRecord(conversations, { id: 'a', conversations: turns })).toEqual({
    ...{ kind: 'skip', reason: 'a conversation of 2001 messages' },
  });
});

test('records are recognised, others are not', () => {
  for (const record of records) {
    expect(conversations.recognize!(record, options).score).toBe(0.95);
    for (const other of [openai, generic]) expect(other.recognize!(record, options).score).toBeLessThan(0.95);
  }
  for (const record of [null, 5, { conversations: 3 }, { conversations: [{ role: 'user' }] }, { traj: [] }])
    expect(conversations.recognize!(record, options).score).toBe(0);
});

test('tokens are estimated from the text', async () => {
  const { totals, inputs } = await runAudit('.', ['-'], {
    stdin: fixtureText('conversations.json'),
    read: options,
  });
  expect(inputs[0]).toMatchObject({ source: 'conversations', calls: 4, skipped: 0, otherRecords: 2 });
  expect(totals).toMatchObject({ calls: 4, estimatedCalls: 4, unpricedCalls: 0 });
  expect(totals.costUsd).toBeGreaterThan(0);
});

test('hostile records neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(hostileVariants(records), (record) => {
      conversations.recognize!(record, options);
      expect(calls(record).every(isSane)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
