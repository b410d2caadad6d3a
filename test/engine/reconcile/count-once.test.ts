import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/contracts/ledger.ts';
import { countOnce } from '../../../src/engine/reconcile/count-once.ts';
import { NO_TOKENS } from '../../../src/model/usage.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 1);

function used(input: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    ...{ from: START, to: START + DAY, provider: 'openai', model: 'gpt-4.1' },
    ...{ tokens: { ...NO_TOKENS, input }, ...more },
  };
}

/** Input tokens that count, and what is left out, of exports of several parts each. */
function counted(...exports: readonly (readonly (readonly LedgerEntry[])[])[]) {
  const { entries, repeated } = countOnce(
    exports.map((parts) => ({ ledger: 'openai-usage', spans: [], parts })),
  );
  return [entries.map(({ tokens }) => tokens?.input), repeated];
}

const whole = { model: undefined };
const project = (id: string, model = 'gpt-4.1') => ({ tags: { project_id: id }, model });

describe('parts of exports', () => {
  test.each<[string, LedgerEntry[][][], number[], number[]]>([
    ['rows of one part that look the same are two uses', [[[used(10), used(20)]]], [10, 20], [0]],
    ['the same bucket later counts', [[[used(10)]], [[used(30)]]], [30], [1, 0]],
    ['the same bucket earlier does not', [[[used(30)], [used(10)]]], [30], [1]],
    ['sums are compared, not rows', [[[used(10), used(20)]], [[used(25)]]], [10, 20], [0, 1]],
    [
      'other tiers are other uses',
      [[[used(10, { tier: 'flex' })]], [[used(10, { tier: 'batch' })]]],
      [10, 10],
      [0, 0],
    ],
    [
      'a bucket that is not grouped says what the grouped one says',
      [[[used(30, whole)]], [[used(10), used(20, { model: 'gpt-5' })]]],
      [10, 20],
      [1, 0],
    ],
    [
      'the whole organisation holds one project',
      [[[used(10, project('a'))]], [[used(40), used(5, { model: 'gpt-5' })]]],
      [40, 5],
      [1, 0],
    ],
    [
      'one project, beside a page that has none of its model',
      [[[used(10, project('a'))]], [[used(5, { model: 'gpt-5' })]]],
      [10, 5],
      [0, 0],
    ],
    [
      'the same use by user and by team',
      [[[used(30, { tags: { user_id: 'u' } })]], [[used(30, { tags: { team_id: 't' } })]]],
      [30],
      [0, 1],
    ],
    ['projects of two exports', [[[used(10, project('a'))]], [[used(10, project('b'))]]], [10, 10], [0, 0]],
    [
      'embeddings are no grouping of completions',
      [[[used(10, whole)]], [[used(10, { ...whole, item: 'embeddings' })]]],
      [10, 10],
      [0, 0],
    ],
    ['an hour within its day', [[[used(10, { to: START + DAY / 24 })]], [[used(30)]]], [30], [1, 0]],
    [
      'days within their month',
      [
        [[used(10), used(10, { from: START + DAY, to: START + 2 * DAY })]],
        [[used(90, { to: START + 30 * DAY })]],
      ],
      [90],
      [2, 0],
    ],
  ])('%s', (_, exports, inputs, repeated) => {
    expect(counted(...exports)).toEqual([inputs, repeated]);
  });
});

test('tokens and dollars of one bucket both count', () => {
  const { entries } = countOnce([
    {
      ledger: 'deepseek-platform',
      spans: [],
      parts: [[used(10)], [used(0, { tokens: undefined, costUsd: 1 })]],
    },
  ]);
  expect(entries).toHaveLength(2);
});
