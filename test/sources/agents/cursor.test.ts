import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnmappedColumnsError } from '../../../src/contracts/source.ts';
import { cursor } from '../../../src/sources/agents/cursor.ts';
import { generic } from '../../../src/sources/generic.ts';
import { isSane } from '../../support/hostile-records.ts';
import { callsOf, fixtureText, readTable, usageRow } from '../../support/read-source.ts';

const text = fixtureText('cursor.csv');
const header = text.split('\n')[0]!.split(',');
const options = { map: {}, epoch: 0 };
const results = readTable(cursor, text);
const calls = callsOf(results);

test('the total says whether the input column holds the other input too', () => {
  // 1,500 + 300 + 20,000 + 400 = 22,200: apart. 1,500 + 20,000 + 400 = 21,900: nested. Neither gives 999: apart, and told.
  expect(calls.map(({ usage }) => usageRow(usage))).toEqual([
    [300, 20_000, 1500, 0, 400, 0],
    [300, 20_000, 1200, 0, 400, 0],
    [300, 20_000, 1200, 0, 400, 0],
    [250, 0, 0, 0, 50, 0],
    undefined,
    [20, 30, 10, 0, 40, 0],
  ]);
  expect(calls.map(({ usageWarning }) => usageWarning)).toEqual([
    ...Array(5).fill(undefined),
    'Total Tokens 999 is neither 100 nor 80',
  ]);
});

test('a cost is what the row says in dollars; "Included", "-" and NaN are none', () => {
  expect(calls.map(({ loggedCostUsd }) => loggedCostUsd)).toEqual([
    undefined,
    0.12,
    0.12,
    0.01,
    undefined,
    undefined,
  ]);
});

test('equal rows are calls of their own: nothing names them', () => {
  expect(calls.every(({ key }) => key === undefined)).toBe(true);
});

test('a row that failed and was not charged has no usage', () => {
  expect(calls[4]).toMatchObject({ failed: true, error: 'errored', tags: { kind: 'Errored, No Charge' } });
});

test('a row that failed and was charged keeps its tokens', () => {
  const charged = text.replace('"Errored, No Charge"', 'Aborted');
  const call = callsOf(readTable(cursor, charged))[4]!;
  expect(call).toMatchObject({ failed: true, error: 'aborted', usage: { input: 900, output: 0 } });
});

test('other fields', () => {
  expect(calls[1]).toMatchObject({
    ...{ time: Date.UTC(2026, 2, 5, 14, 1), model: 'gpt-5.2-codex', provider: 'openai', failed: false },
    tags: { kind: 'On-Demand', max_mode: 'yes' },
  });
  expect([calls[3]!.model, calls[3]!.provider]).toEqual(['auto', undefined]);
});

test('rows without tokens, with words for numbers or of another width are skipped', () => {
  const cut = readTable(cursor, `${text}2026-03-05,On-Demand,auto\n`);
  expect(cut.flatMap((result) => (result.kind === 'skip' ? [result.reason] : []))).toEqual([
    'a token column holds no number of tokens',
    'a row without tokens',
    '3 fields where the header has 10',
  ]);
});

test('the first header, and the one of teams', () => {
  const old =
    'Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost,Cost to you\n' +
    '2025-08-01,gpt-5,5,6,7,8,26,0.5,0\n';
  const [call] = callsOf(readTable(cursor, old));
  expect(usageRow(call!.usage)).toEqual([6, 7, 5, 0, 8, 0]);
  expect(call).toMatchObject({ loggedCostUsd: 0.5, time: Date.UTC(2025, 7, 1) });
  const team =
    'Date,User,Cloud Agent ID,Automation ID,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,' +
    'Output Tokens,Total Tokens,Cost\n2026-08-22,ada@example.com,bc-1,,Included,gpt-5,No,0,6,0,8,14,Included\n';
  expect(callsOf(readTable(cursor, team))[0]).toMatchObject({
    user: 'ada@example.com',
    tags: { cloud_agent: 'bc-1' },
  });
});

test('the header is recognised above the generic table, others are not', () => {
  expect(cursor.recognizeHeader!(header, options).score).toBe(0.99);
  expect(generic.recognizeHeader!(header, options).score).toBeLessThan(0.99);
  expect(cursor.recognizeHeader!(['Date', 'Model', 'Total Tokens'], options).score).toBe(0);
  expect(() => cursor.openTable!(['Date', 'Model'], options)).toThrow(UnmappedColumnsError);
});

test('any cells give counts or none', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('', '-', 'NaN', '1e99', '-5', '7', '1,000', '$1'));
  const read = cursor.openTable!(header, options);
  fc.assert(
    fc.property(fc.array(cell, { minLength: header.length - 1, maxLength: header.length }), (row) => {
      const result = read(row);
      if (result.kind === 'calls') expect(result.calls.every(isSane)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
