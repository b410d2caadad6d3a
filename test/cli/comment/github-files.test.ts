import { describe, expect, test } from 'vitest';
import { writeGithubFiles } from '../../../src/cli/comment/github-files.ts';
import type { Io } from '../../../src/cli/io.ts';
import type { CheckFault, CheckResult } from '../../../src/model/check.ts';
import markdown from '../../../src/report/check/markdown.ts';
import { failedResult, fault } from './sample-result.ts';

const OPTIONS = { width: 80, color: false };
const ENV = { GITHUB_STEP_SUMMARY: '/s', GITHUB_OUTPUT: '/o' };

/** A standard error that keeps what is said. */
function saying(): { readonly stderr: Io['stderr']; readonly said: string[] } {
  const said: string[] = [];
  const write = async (text: string) => void said.push(text);
  return { stderr: { isTTY: false, columns: 80, write }, said };
}

async function written(
  result: CheckResult | CheckFault,
  reportPath?: string,
  env: Readonly<Record<string, string>> = ENV,
): Promise<Record<string, string>> {
  const files: Record<string, string> = { '/s': 'before\n', '/o': 'before=1\n' };
  const appendFile = async (path: string, text: string) => {
    files[path] = (files[path] ?? '') + text;
  };
  const { stderr } = saying();
  await writeGithubFiles({ env, appendFile, stderr }, result, {
    ...OPTIONS,
    ...(reportPath !== undefined && { reportPath }),
  });
  return files;
}

/** What GitHub's runner makes of the file: `NAME=VALUE`, or `NAME<<END`, lines, `END`; anything else fails the step. */
function readAsRunner(text: string): Record<string, string> {
  const read: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length - 1; i++) {
    const line = lines[i]!;
    const [equals, here] = [line.indexOf('='), line.indexOf('<<')];
    if (equals >= 0 && (here < 0 || equals < here)) {
      read[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      if (here <= 0) throw new Error(`Invalid format '${line}'`);
      const end = lines.indexOf(line.slice(here + 2), i + 1);
      if (end < 0) throw new Error(`Matching delimiter not found in '${line}'`);
      read[line.slice(0, here)] = lines.slice(i + 1, end).join('\n');
      i = end;
    }
  }
  return read;
}

async function outputs(
  result: CheckResult | CheckFault,
  reportPath?: string,
): Promise<Record<string, string>> {
  return readAsRunner((await written(result, reportPath))['/o']!);
}

test('figures are plain numbers, after what other steps wrote', async () => {
  expect(await outputs(failedResult, 'out/check.json')).toEqual({
    ...{ before: '1', verdict: 'failed', 'exit-code': '1' },
    ...{ 'total-cost': '4.92', 'baseline-cost': '4.1', delta: '0.82', 'delta-percent': '20' },
    'report-path': 'out/check.json',
  });
});

test.each<[string, number | null, number | null, [string, string, string, string]]>([
  ['unknown cost', null, 4, ['', '4', '', '']],
  ['a baseline of unknown cost', 4, null, ['4', '', '', '']],
  ['a baseline of nothing', 4, 0, ['4', '0', '4', '']],
  ['rounding of sums', 0.1 + 0.2, 0.3, ['0.3', '0.3', '0', '0']],
  ['a little less', 0.3, 0.1 + 0.2, ['0.3', '0.3', '0', '0']],
  ['very little', 0.0000012, 0.0000024, ['0.000001', '0.000002', '-0.000001', '-50']],
  ['very much', 123_456_789.5, 1, ['123456789.5', '1', '123456788.5', '12345678850']],
])('%s', async (_name, costUsd, before, expected) => {
  const { current, baseline } = failedResult;
  const result = {
    ...failedResult,
    current: { ...current, costUsd },
    baseline: { ...baseline!, costUsd: before },
  };
  const read = await outputs(result);
  expect([read['total-cost'], read['baseline-cost'], read.delta, read['delta-percent']]).toEqual(expected);
  expect(Object.values(read).join(' ')).not.toMatch(/e[+-]/);
});

test('no change is told from totals that calls without a price are missing from', async () => {
  const { baseline, current } = failedResult;
  const part = { ...failedResult, baseline: { ...baseline!, unpricedCalls: 2, isCostComplete: false } };
  const now = { ...failedResult, current: { ...current, unpricedCalls: 2, isCostComplete: false } };
  const total = { 'total-cost': '4.92', 'baseline-cost': '4.1' };
  for (const result of [part, now])
    expect(await outputs(result)).toMatchObject({ ...total, delta: '', 'delta-percent': '' });
  const tolerant = { ...part, baseline: { ...part.baseline, isCostComplete: true } };
  expect(await outputs(tolerant)).toMatchObject({ ...total, delta: '0.82', 'delta-percent': '20' });
});

test('without a baseline, and without a file', async () => {
  expect(await outputs({ ...failedResult, baseline: null })).toMatchObject({
    ...{ 'total-cost': '4.92', 'baseline-cost': '', delta: '', 'delta-percent': '', 'report-path': '' },
  });
});

test('a configuration that is wrong', async () => {
  expect(await outputs(fault, 'check.json')).toEqual({
    ...{ before: '1', verdict: 'error', 'exit-code': '2' },
    ...{ 'total-cost': '', 'baseline-cost': '', delta: '', 'delta-percent': '', 'report-path': 'check.json' },
  });
});

test.each(['a\nverdict=passed', 'a\r\nverdict=passed\r\n', 'x<<EOF', 'a=b', '\n', 'end\nend-1', 'a\rb'])(
  'a path is one value, whatever is in it: %j',
  async (path) => {
    const read = await outputs(failedResult, path);
    expect(read['report-path']).toBe(path);
    expect(Object.keys(read)).toHaveLength(8);
    expect(read.verdict).toBe('failed');
  },
);

describe('the summary', () => {
  test('is the Markdown, after what other steps wrote', async () => {
    const text = markdown.render(failedResult, OPTIONS);
    expect((await written(failedResult))['/s']).toBe(`before\n${text.trimEnd()}\n`);
  });

  test('is below the limit of GitHub, 1 MiB', async () => {
    const [budget] = failedResult.budgets;
    const budgets = Array.from({ length: 2_500 }, (_, i) => ({
      ...budget!,
      budget: { ...budget!.budget, name: `budget-${i} ${'🌈'.repeat(20)}` },
    }));
    const size = Buffer.byteLength((await written({ ...failedResult, budgets }))['/s']!);
    expect(size).toBeGreaterThan(500_000);
    expect(size).toBeLessThan(1 << 20);
  });
});

test('outside of GitHub nothing is written', async () => {
  const before = { '/s': 'before\n', '/o': 'before=1\n' };
  expect(await written(failedResult, 'x', {})).toEqual(before);
  expect(await written(failedResult, 'x', { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '' })).toEqual(before);
});

test('a file that cannot be written: one line that names it, and the other is written', async () => {
  const files = new Map<string, string>();
  const { stderr, said } = saying();
  const appendFile = async (path: string, text: string) => {
    if (path !== '/o') throw new Error('EACCES:\n\u001b[2J denied');
    files.set(path, text);
  };
  await writeGithubFiles({ env: ENV, appendFile, stderr }, failedResult, OPTIONS);
  expect(said).toEqual(['llm-cost: GITHUB_STEP_SUMMARY: /s cannot be written: EACCES: \u241b[2J denied\n']);
  expect(files.get('/o')).toMatch(/^verdict=failed\n/);
});
