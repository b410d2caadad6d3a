import { describe, expect, test } from 'vitest';
import { commentText } from '../../../src/report/check/comment.ts';
import { summaryLine } from '../../../src/report/check/summary-line.ts';
import { plainText } from '../markdown/parsed-markdown.ts';
import { checkNames, rendered, sampleCheck, sampleResult } from './sample-checks.ts';

test.each([
  ['passed', 'passed: 3 budgets kept; $4.12 for 120 calls, $0.0343 a call (baseline $0.0341, +0.6%)'],
  ['unchanged', 'passed: 1 budget kept; $4.09 for 120 calls, $0.0341 a call (baseline $0.0341, no change)'],
  [
    'price-drift',
    'passed: 1 budget kept; $4.91 for 120 calls, $0.0409 a call (baseline $0.0409 at the prices of 2026-11-21, no change); other prices: +$0.8190',
  ],
  [
    'failed',
    'failed: 4 of 7 budgets not kept: total is $5.22, at most $4.50 allowed (+30.5% against the baseline, the more of +10% and +$0.50 allowed); also cost-per-call, features of feature "answer", cache',
  ],
  [
    'not-judged',
    'not judged: 12 of 100 calls have no price (12.0%, at most 0% allowed): unknown model "gpt-9"; and 1 more reason',
  ],
  ['no-calls', 'not judged: logs/empty.jsonl holds no calls'],
  ['no-baseline', 'not judged: llm-cost-baseline.json: no such file; write it with --write-baseline'],
  [
    'fault',
    'wrong configuration or input: llm-cost.config.yaml: check.budgets.total.maks: unknown key; did you mean "max"?',
  ],
])('%s', (name, line) => {
  expect(summaryLine(sampleCheck(name))).toBe(line);
});

describe.each(checkNames)('%s', (name) => {
  test('is one short line, and the first of the text', async () => {
    const line = summaryLine(sampleCheck(name));
    expect(line.length).toBeLessThan(1000);
    expect(line).not.toMatch(/\p{C}/u);
    expect((await rendered('text', sampleCheck(name))).split('\n')[0]).toBe(line);
  });
});

test('the comment says the same', () => {
  expect(plainText(commentText(sampleCheck('failed')))).toContain(summaryLine(sampleCheck('failed')));
});

test('a warning does not fail, and is named', () => {
  const sample = sampleResult('passed');
  const [first, ...others] = sample.budgets;
  const warned = { ...first!, status: 'failed', budget: { ...first!.budget, level: 'warn' } } as const;
  const open = { ...first!, status: 'notJudged', budget: { ...first!.budget, level: 'warn' } } as const;
  expect(summaryLine({ ...sample, budgets: [warned, open, ...others] })).toMatch(
    /^passed: 2 of 4 budgets kept, total not, which only warns, 1 not judged; \$4\.12 for/,
  );
});

test('budgets that could not be judged are named with the reason', () => {
  const sample = sampleResult('not-judged');
  expect(summaryLine({ ...sample, reasons: [] })).toBe(
    'not judged: 1 of 2 budgets: growth is not judged: there is no baseline',
  );
});

test('a failure does not hide that the log cannot be judged either', () => {
  const line = summaryLine({ ...sampleResult('failed'), reasons: ['3 calls have no price', 'x'] });
  expect(line).toMatch(/, cache; besides, 3 calls have no price; and 1 more reason$/);
});

test('nothing unknown reads as 0', () => {
  const sample = sampleResult('passed');
  const current = { ...sample.current, costUsd: null, costPerCallUsd: null };
  const line = summaryLine({ ...sample, current, baseline: null, comparison: null });
  expect(line).toBe('passed: 3 budgets kept; unknown for 120 calls');
});
