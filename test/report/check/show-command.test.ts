import { expect, test } from 'vitest';
import { showCommand } from '../../../src/report/check/show-command.ts';

test.each([
  ['retry-storms', 'logs', 'llm-cost show retry-storms logs'],
  ['feature=search', 'a b', "llm-cost show 'feature=search' a b"],
  ["user=o'hara", 'logs', "llm-cost show 'user=o'\\''hara' logs"],
  ['user=$(touch x) `id`', 'logs', "llm-cost show 'user=$(touch x) `id`' logs"],
  ['duplicates', '', 'llm-cost show duplicates'],
  [null, 'logs', ''],
  ['feature=a\nb', 'logs', ''],
  ['feature=\u202eb', 'logs', ''],
  ['feature=##[error]', 'logs', ''],
  [`feature=${'x'.repeat(1000)}`, 'logs', ''],
])('%j of %j: %j', (show, logs, expected) => {
  expect(showCommand(show, logs)).toBe(expected);
});
