import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/report/safe-text.ts';
import { checkNames, hugeCheck, OPTIONS, rendered, sampleCheck, sampleResult } from './sample-checks.ts';

describe.each(checkNames)('%s', (name) => {
  test('colour changes nothing but colour', async () => {
    const colored = await rendered('text', sampleCheck(name), { ...OPTIONS, color: true });
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(await rendered('text', sampleCheck(name)));
    expect(colored).not.toBe(await rendered('text', sampleCheck(name)));
  });

  test.each([40, 80, 200])('fits %s columns, but for the verdict and commands', async (width) => {
    const [, ...lines] = (await rendered('text', sampleCheck(name), { ...OPTIONS, width })).split('\n');
    for (const line of lines.filter((text) => !/^ +show /.test(text) && !/\\u\{(?:23|3a)\}/.test(text))) {
      expect(textWidth(line), line).toBeLessThanOrEqual(width);
    }
  });
});

test('what fails comes first, then warnings, what is not judged, what is kept, the comparison', async () => {
  const text = await rendered('text', sampleCheck('failed'));
  const places = [
    'failed: 4 of 7 budgets',
    '\nFailed\n  total (cost)\n    expected  at most $6.00',
    'found     $5.22',
    'caused by prompt template "Answer the question',
    "show      llm-cost show 'template=prompt:5ac1' logs --since 2026-11-21\n",
    '\nNot kept, only a warning\n',
    '\nNot judged\n',
    '\nKept\n',
    'Off: users',
    '\nAgainst the baseline\n',
    'other usage: +$1.22',
    '\nTemplates that changed\n',
    'prompt changed, 83.0% the same, +240 input tokens a call',
    '145 calls in 146 records',
  ].map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('long lists say how much more there is', async () => {
  const text = await rendered('text', hugeCheck(200, 500));
  expect(text).toContain('\n  and 180 more\n');
  const groups = await rendered('text', hugeCheck(3, 1, 10));
  expect(groups.match(/^ {2}and 7 other groups of budget-\d$/gm)).toHaveLength(3);
  expect(text).toContain('\n  and 490 more\n');
  expect(text.split('\n').length).toBeLessThan(600);
});

test('a log without prices cost nobody knows what, and not nothing', async () => {
  const check = sampleResult('failed');
  const comparison = { ...check.comparison!, currentThenUsd: 0, currentUsd: null };
  const missing = { ...check.current, isCostComplete: false };
  const none = { ...missing, unpricedCalls: check.current.calls, costUsd: null, costPerCallUsd: null };
  const text = await rendered('text', { ...check, current: none, comparison });
  expect(text).toMatch(/^ {2}total as billed .* \$4\.00 +unknown *$/m);
  const part = { ...missing, unpricedCalls: 100, costUsd: 1 };
  const partly = { ...check.comparison!, currentThenUsd: 1, currentUsd: 1 };
  const least = await rendered('text', { ...check, current: part, comparison: partly });
  expect(least).toMatch(/^ {2}total .* \$4\.00 +≥\$1\.00 *$/m);
  expect(least).toContain('Calls without a price are missing from the total');
  expect(least).not.toMatch(/other usage|more calls|fewer calls/);
  const tolerated = { ...part, isCostComplete: true };
  expect(await rendered('text', { ...check, current: tolerated, comparison: partly })).toMatch(
    /^ {2}total .* ≥\$1\.00 +-\$3\.00 \(-75\.0%\)$/m,
  );
});

test('what one reason holds for is said once', async () => {
  const text = await rendered('text', hugeCheck(1, 1), { ...OPTIONS, width: 200 });
  expect(text).not.toContain('not judged');
  const huge = hugeCheck(30, 1);
  const budgets = huge.budgets.map((budget, i) => ({
    ...budget,
    status: 'notJudged' as const,
    judged: budget.judged
      .slice(0, i === 0 ? 2 : 1)
      .map((judged) => ({ ...judged, status: 'notJudged' as const, reason: 'no baseline' })),
  }));
  const open = await rendered(
    'text',
    { ...huge, verdict: 'notJudged', budgets },
    { ...OPTIONS, width: 2000 },
  );
  expect(open.split('Not judged\n')[1]!.split('\n')[0]).toMatch(
    /^ {2}budget-0 of 2 groups, budget-1 of feature "feature-1-0", .* and 10 more are not judged: no baseline$/,
  );
});
