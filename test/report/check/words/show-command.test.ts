import { expect, test } from 'vitest';
import { showCommand } from '../../../../src/report/check/words/show-command.ts';
import { sampleResult } from '../sample-checks.ts';

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
  const { result, judged } = standOf('cost', show);
  expect(showCommand({ result, judged }, { logs })).toBe(expected);
});

test.each([
  ['strategy.cache', "llm-cost simulate 'a b' --strategies cache"],
  ['strategy.cache.share', "llm-cost simulate 'a b' --strategies cache"],
  ['costPerUser', "llm-cost audit 'a b' --group-by user"],
  ['costPerModel', "llm-cost audit 'a b' --group-by model"],
  ['cost', ''],
  ['strategy.$(id)', ''],
  ['constructor', ''],
])('where no calls are behind %s what it is made of is shown', (measure, expected) => {
  const { result, judged } = standOf(measure, null);
  expect(showCommand({ result, judged }, { logs: ['a b'] })).toBe('');
  const exceeded = [{ limit: 'max', allowed: 1, found: 2 } as const];
  expect(showCommand({ result, judged: { ...judged, exceeded } }, { logs: ['a b'] })).toBe(expected);
});

function standOf(measure: string, show: string | null) {
  const [result] = sampleResult('failed').budgets;
  const judged = { ...result!.judged[0]!, show, exceeded: [] };
  return { result: { ...result!, budget: { ...result!.budget, measure } }, judged };
}
