import { expect, test } from 'vitest';
import { annotations } from '../../../src/report/check/annotations.ts';
import { HOSTILE } from '../markdown/hostile-names.ts';
import { checkNames, hugeCheck, sampleCheck, sampleResult } from './sample-checks.ts';

test('what fails is an error, what only warns a warning', () => {
  expect(annotations(sampleCheck('failed')).trimEnd().split('\n')).toEqual([
    '::error title=LLM costs%3A pull requests::total is $5.22, at most $4.50 allowed (+30.5%25 against the baseline, the more of +10%25 and +$0.50 allowed)',
    '::error title=LLM costs%3A pull requests::cost-per-call is $0.0360, at most $0.0338 allowed (+17.0%25 against the baseline, +10%25 allowed)',
    '::error title=LLM costs%3A pull requests::features of feature "answer" is $0.0360, at most $0.0350 allowed',
    '::error title=LLM costs%3A pull requests::cache is 29.98%25, at least 30%25 required',
    '::warning title=LLM costs%3A pull requests::"input tokens" is 2,480 tokens, at most 2,211 allowed (+23.4%25 against the baseline, +10%25 allowed)',
    '::warning title=LLM costs%3A pull requests::router is not judged: router needs prompt text',
  ]);
});

test('reasons and faults are said', () => {
  expect(annotations(sampleCheck('no-baseline'))).toMatch(
    /^::error title=LLM costs%3A evaluation::llm-cost-baseline\.json: no such file/,
  );
  expect(annotations(sampleCheck('fault'))).toMatch(/^::error [^\n]*maks: unknown key[^\n]*\n$/);
});

test('what keeps the whole log from being judged is said once', () => {
  const check = sampleResult('no-baseline');
  const open = { ...check.budgets[0]!, status: 'notJudged' as const, judged: [] };
  const budgets = [...check.reasons, 'router needs prompt text'].map((reason) => ({ ...open, reason }));
  const lines = annotations({ ...check, budgets })
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(check.reasons.length + 1);
  expect(lines.at(-1)).toMatch(/ is not judged: router needs prompt text$/);
});

test('nothing is said where everything passed', () => {
  expect(annotations(sampleCheck('passed'))).toBe('');
});

test('no more than GitHub shows, and how many there are beside them', () => {
  const lines = annotations(hugeCheck(200, 1)).trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe(
    '::error title=LLM costs%3A pull requests::and 391 more, see the result of the check',
  );
});

/** As actions/runner takes a line apart. */
const COMMAND = /^::(error|warning) title=([^,:\r\n]*)::([^\r\n]*)$/;

test.each([...HOSTILE, 'a,b:c\r\n%0A::error::x', '##[error]x ##vso[y]'])(
  '%j makes no other command',
  (name) => {
    const sample = sampleResult('failed');
    const budgets = sample.budgets.map((of) => ({ ...of, title: name, budget: { ...of.budget, name } }));
    const text = annotations({ ...sample, name, budgets, reasons: [name] });
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(COMMAND);
      expect(line.replace(/%(25|0D|0A|3A|2C)/g, '')).not.toContain('%');
      expect(line).not.toMatch(/##[a-z]*\[/i);
    }
  },
);

test.each(checkNames)('%s holds no control character', (name) => {
  expect(annotations(sampleCheck(name))).not.toMatch(/[^\P{C}\n]/u);
});
