import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/report/safe-text.ts';
import { checkNames, hugeCheck, OPTIONS, rendered, sampleCheck } from './sample-checks.ts';

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
    "show      llm-cost show 'template=prompt:5ac1' logs/eval.jsonl\n",
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
