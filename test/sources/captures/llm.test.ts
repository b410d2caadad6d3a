import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';
import { llm } from '../../../src/sources/captures/llm.ts';
import { generic } from '../../../src/sources/generic.ts';
import { hostileVariants, isSane } from '../../support/hostile-records.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('llm.jsonl');
const options = { map: {}, epoch: 0 };
const call = (line: number) => callOf(llm, records[line - 1]);

describe('the fixture', () => {
  // line, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], model, provider
  const golden: readonly (readonly [number, readonly number[] | undefined, string, string])[] = [
    [1, [86, 1920, 0, 0, 300, 64], 'gpt-4o-mini-2024-07-18', 'openai'],
    [2, [9, 800, 0, 1200, 40, 0], 'anthropic/claude-haiku-4-5', 'anthropic'],
    [3, [100, 400, 0, 0, 90, 60], 'gemini-2.5-flash', 'google'],
    [4, undefined, 'gpt-4o-mini', 'openai'],
    [7, [20, 0, 0, 0, 5, 0], 'gpt-4o-mini-2024-07-18', 'openai'],
  ];

  test.each(golden)('line %i', (line, usage, model, provider) => {
    expect(usageRow(call(line).usage)).toEqual(usage);
    expect(call(line)).toMatchObject({ model, provider });
    expect(call(line).usageWarning).toBeUndefined();
  });

  test('a row is named by its id, its conversation and its time', () => {
    expect(call(1)).toMatchObject({
      ...{ key: 'llm:01k4x000000000000000000001', session: '01k4x0000000000000000000aa', latencyMs: 640 },
      ...{
        time: Date.UTC(2026, 2, 5, 14, 0, 1, 250),
        finishReason: 'stop',
        temperature: 0.2,
        maxOutputTokens: 50,
      },
      ...{ requestedModel: 'gpt-4o-mini', response: { text: 'Hello!', toolCalls: [] } },
    });
    expect(call(7).session).toBe('01k4x0000000000000000000bb');
  });

  test('the prompt is the request that was kept; beside usage the row’s own is not all of it', () => {
    expect(call(1).prompt!.map(({ kind, strings }) => [kind, strings])).toEqual([
      ['system', ['Be brief.']],
      ['message', ['hi']],
    ]);
    expect(call(2).prompt).toBeUndefined();
    expect(call(4).prompt!.map(({ strings }) => strings)).toEqual([['Be kind.'], ['hi']]);
  });

  test('rows that say nothing are skipped with the reason', () => {
    expect(callOf(llm, records[4])).toMatchObject({
      usageWarning: 'input_tokens is a string, not a count of tokens',
    });
    expect(readRecord(llm, records[5])).toEqual({ kind: 'skip', reason: 'a row without tokens or text' });
  });
});

test('datetime_utc is UTC, whatever zone other logs are in', () => {
  const found = callOf(llm, records[0], { logZone: 'America/New_York' });
  expect(found.time).toBe(Date.UTC(2026, 2, 5, 14, 0, 1, 250));
});

test('an id that is a count is told apart by its time', () => {
  const row = { ...(records[0] as object), id: '7' };
  expect(callOf(llm, row).key).toBe(`llm:7:${Date.UTC(2026, 2, 5, 14, 0, 1, 250)}`);
  expect(callOf(llm, { ...row, datetime_utc: 'noon' }).key).toBeUndefined();
});

test('zeros of an answer are unknown, not free', () => {
  const row = { ...(records[0] as object), input_tokens: 0, output_tokens: 0, token_details: null };
  expect(callOf(llm, row)).toMatchObject({ usageWarning: 'usage is all zeros for a call that succeeded' });
  expect(callOf(llm, row).usage).toBeUndefined();
});

test('every row is recognised, above what its fields look like to others', () => {
  for (const record of records) {
    expect(llm.recognize!(record, options).score).toBe(0.99);
    for (const other of [openai, generic]) expect(other.recognize!(record, options).score).toBeLessThan(0.99);
  }
  for (const record of [null, 1, { prompt: 'a', response: 'b' }, { datetime_utc: 'x', duration_ms: 1 }])
    expect(llm.recognize!(record, options).score).toBe(0);
});

test('hostile rows neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(hostileVariants(records), (record) => {
      llm.recognize!(record, options);
      const result = readRecord(llm, record);
      if (result.kind === 'calls') expect(result.calls.every(isSane)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
