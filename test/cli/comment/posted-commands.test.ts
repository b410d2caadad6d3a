import { expect, test } from 'vitest';
import { withPostedCommands } from '../../../src/cli/comment/posted-commands.ts';
import type { CheckResult } from '../../../src/model/check.ts';
import { run } from '../fake-io.ts';
import { failedResult, resultFile } from './sample-result.ts';

const LOGS = ['a.jsonl'];

function asking(show: string | null, logs: readonly string[] = LOGS): CheckResult {
  const [budget] = failedResult.budgets;
  const judged = budget!.judged.map((group) => ({ ...group, show }));
  return { ...failedResult, logs, budgets: [{ ...budget!, judged }] };
}

test.each<[string, readonly string[]]>([
  ['retry-storms', LOGS],
  ['feature=--out=x', LOGS],
  ['tag:team=a b', LOGS],
  ['model=a\nb', LOGS],
  ['duplicates', []],
  ['duplicates', ['-', './-x', 'a b', '--filter', 'feature=*', '--since', '7d', '--max-record-bytes', '1MB']],
  ['duplicates', ['a', '--config', 'ci/llm-cost.yaml', '--db', 'store.db', '--prices', 'p.json']],
  ['duplicates', ['a', '--config', 'c.json']],
])('%j of %j is posted', (show, logs) => {
  const result = asking(show, logs);
  expect(withPostedCommands(result)).toEqual(result);
});

test.each<[string, readonly string[]]>([
  ['--out=package.json', LOGS],
  ['-o', LOGS],
  ['-', LOGS],
  ['', LOGS],
  ['a.jsonl', LOGS],
  ['planet=mars', LOGS],
  ['duplicates\n--out=x', LOGS],
  ['duplicates', ['a.jsonl', '--out', 'package.json']],
  ['duplicates', ['--out=package.json']],
  ['duplicates', ['a.jsonl', '--since=7d']],
  ['duplicates', ['--', 'a.jsonl']],
  ['duplicates', ['-qo', 'x']],
  ['duplicates', ['a.jsonl', '--config', '/tmp/evil.js']],
  ['duplicates', ['a.jsonl', '--config', '/tmp/evil.mjs']],
  ['duplicates', ['a.jsonl', '--config', '/tmp/evil.cjs']],
  ['duplicates', ['a.jsonl', '--config=/tmp/evil.json']],
  ['duplicates', ['a.jsonl', '--config', '--config', '/tmp/evil.js']],
  ['duplicates', ['a.jsonl', '--config']],
])('%j of %j is not, and nothing else is missing', (show, logs) => {
  const posted = withPostedCommands(asking(show, logs));
  expect([logs, []]).toContainEqual(posted.logs);
  expect({ ...posted, logs }).toEqual(asking(null, logs));
});

test('words of a stranger are in no other command either', () => {
  expect(withPostedCommands(asking('duplicates', ['a.jsonl', '--out', 'package.json'])).logs).toEqual([]);
  expect(withPostedCommands(asking('--out=x', ['a.jsonl', '--since', '7d'])).logs).toHaveLength(3);
});

test('a comment with commands of a stranger has none, and is no error', async () => {
  const comment = (result: CheckResult) =>
    run(['comment', '--github', '--dry-run', '--result', resultFile(result)]);
  expect((await comment(asking('feature=search'))).out).toContain("`llm-cost show 'feature=search' a.jsonl`");
  for (const result of [asking('--out=package.json'), asking('feature=search', ['--config', 'evil.js'])]) {
    const { out, code } = await comment(result);
    expect([out.includes('llm-cost show'), out.includes('cost per call'), code]).toEqual([false, true, 0]);
  }
});
