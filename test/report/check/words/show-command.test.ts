import { expect, test } from 'vitest';
import { showCommand } from '../../../../src/report/check/words/show-command.ts';

test.each([
  ['retry-storms', ['logs'], 'llm-cost show retry-storms logs'],
  ['feature=search', ['a b', '--since', '7d'], "llm-cost show 'feature=search' 'a b' --since 7d"],
  ["user=o'hara", ['logs'], "llm-cost show 'user=o'\\''hara' logs"],
  ['user=$(touch x) `id`', ['; id'], "llm-cost show 'user=$(touch x) `id`' '; id'"],
  ['duplicates', [], 'llm-cost show duplicates'],
  [null, ['logs'], ''],
  ['feature=a\nb', ['logs'], ''],
  ['feature=\u202eb', ['logs'], ''],
  ['feature=##[error]', ['logs'], ''],
  [`feature=${'x'.repeat(1000)}`, ['logs'], ''],
  ['duplicates', ['a\tb.jsonl'], ''],
  ['duplicates', ['a.jsonl', 'b\u200b.jsonl'], ''],
  ['duplicates', ['\ud800'], ''],
  ['duplicates', ['##[group]'], ''],
  // Wide characters: half as many would be cut where commands are shown.
  ['duplicates', ['費'.repeat(200)], ''],
  ['duplicates', ['費.jsonl'], "llm-cost show duplicates '費.jsonl'"],
])('%j of %j: %j', (show, logs, expected) => {
  expect(showCommand({ show }, { logs })).toBe(expected);
});
