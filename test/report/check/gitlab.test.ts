import { describe, expect, test } from 'vitest';
import type { CheckFault, CheckResult } from '../../../src/model/check.ts';
import { checkNames, hugeCheck, rendered, sampleCheck, sampleResult } from './sample-checks.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesOf = async (check: CheckResult | CheckFault): Promise<Issue[]> =>
  JSON.parse(await rendered('gitlab', check)) as Issue[];

describe.each(checkNames)('%s', (name) => {
  test('has what GitLab asks for, each once', async () => {
    const issues = await issuesOf(sampleCheck(name));
    for (const { description, check_name, fingerprint, severity, location } of issues) {
      expect(description).not.toBe('');
      expect(description + check_name).not.toMatch(/\p{C}/u);
      expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
      expect(['minor', 'major', 'critical', 'blocker']).toContain(severity);
      expect(location.path).toMatch(/^(?![./])./);
      expect(location.lines).toEqual({ begin: 1 });
    }
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(issues.length === 0).toBe(sampleCheck(name).verdict === 'passed');
  });
});

test('severities say what breaks the build', async () => {
  const issues = await issuesOf(sampleCheck('failed'));
  expect(issues.map(({ check_name, severity }) => [check_name, severity])).toEqual([
    ['llm-cost: total', 'major'],
    ['llm-cost: cost-per-call', 'major'],
    ['llm-cost: features', 'major'],
    ['llm-cost: cache', 'major'],
    ['llm-cost: input tokens', 'minor'],
    ['llm-cost: router', 'minor'],
  ]);
  expect((await issuesOf(sampleCheck('not-judged'))).map(({ severity }) => severity)).toEqual([
    'critical',
    'critical',
  ]);
  expect((await issuesOf(sampleCheck('fault'))).map(({ severity }) => severity)).toEqual(['blocker']);
});

test('other figures leave the fingerprints as they are, other groups do not', async () => {
  const sample = sampleResult('failed');
  const prints = async (check: CheckResult) => (await issuesOf(check)).map(({ fingerprint }) => fingerprint);
  const dearer = sample.budgets.map((of) => ({
    ...of,
    judged: of.judged.map((judged) => ({
      ...judged,
      value: 99,
      exceeded: judged.exceeded.map((e) => ({ ...e, found: 99 })),
    })),
  }));
  expect(await prints({ ...sample, budgets: dearer })).toEqual(await prints(sample));
  expect(new Set(await prints(hugeCheck(20, 0, 10))).size).toBe(200);
  expect(await prints({ ...sample, name: 'other' })).not.toEqual(await prints(sample));
});

test.each([
  [['./logs/a.jsonl'], 'logs/a.jsonl'],
  [['.\\logs\\a.jsonl'], 'logs/a.jsonl'],
  [['/var/log/a.jsonl', 'b.jsonl'], 'b.jsonl'],
  [['-'], 'llm-cost-baseline.json'],
  [['../a.jsonl', 'C:\\a.jsonl'], 'llm-cost-baseline.json'],
])('%j is found in the repository as %s', async (paths, expected) => {
  const sample = sampleResult('failed');
  const inputs = paths.map((path) => ({ ...sample.inputs[0]!, path }));
  expect((await issuesOf({ ...sample, inputs }))[0]!.location.path).toBe(expected);
});
