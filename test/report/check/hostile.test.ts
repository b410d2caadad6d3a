import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/model/check.ts';
import { annotations } from '../../../src/report/check/annotations.ts';
import { CHECK_FORMATS } from '../../../src/report/check/index.ts';
import { textWidth } from '../../../src/report/safe-text.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { HOSTILE } from '../markdown/hostile-names.ts';
import { kindsOf, plainText, tablesOf, tokensOfKind } from '../markdown/parsed-markdown.ts';
import { OPTIONS, rendered, sampleResult } from './sample-checks.ts';
import { parsedXml } from './strict-xml.ts';

const CI = [
  '::error::x',
  ' \t::stop-commands::x',
  '\r\n::set-output name=a::b',
  '##[error]x',
  '##vso[task.complete]',
  ']]>',
];

/** A result with texts of a log or a configuration in every place. */
function withTexts([a, b, c]: readonly [string, string, string]): CheckResult {
  const sample = sampleResult('failed');
  const changes = sample.comparison!.templates.map((change) => ({ ...change, key: a, label: b }));
  return {
    ...sample,
    ...{ name: c, reasons: [a, b], warnings: [{ code: a, text: `${b}${c}`, count: 2 }] },
    tool: { name: 'llm-cost', version: a },
    priceBook: { version: b, overrides: [c] },
    logs: [c, a],
    inputs: [{ ...sample.inputs[0]!, path: b, source: c, why: a }],
    baseline: { ...sample.baseline!, path: c, tool: b, priceBook: a },
    comparison: { ...sample.comparison!, templates: changes, features: changes, models: changes },
    budgets: sample.budgets.map((of, i) => ({
      ...of,
      ...{ title: b, reason: of.reason === null ? null : c },
      budget: { ...of.budget, name: `${a}${i}` },
      judged: of.judged.map((judged) => ({
        ...judged,
        ...{ by: `tag:${c}` as const, key: a, label: b, show: `feature=${c}` },
        reason: judged.reason === null ? null : a,
        causes: judged.causes.map((cause) => ({ ...cause, key: a, label: c })),
      })),
    })),
  };
}

const KINDS = [
  'codespan',
  'escape',
  'heading',
  'html',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
];
KINDS.push('em');

/** The only HTML there is: what folds, what is small, and the marker. */
const HTML = /^(?:<details>\n<summary>[\w ,]+<\/summary>|<\/details>|<\/?sub>|<!-- llm-cost-audit [^>]*-->)$/;

function expectInertMarkdown(text: string): void {
  expect(kindsOf(text).filter((kind) => !KINDS.includes(kind))).toEqual([]);
  for (const token of tokensOfKind(text, 'html')) expect(token.raw.trim()).toMatch(HTML);
  for (const { header, rows } of tablesOf(text))
    for (const cells of rows) expect(cells).toHaveLength(header.length);
}

async function expectHarmless(check: CheckResult): Promise<void> {
  for (const format of CHECK_FORMATS) {
    const text = await rendered(format, check);
    expect(text, format).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect(text, format).not.toMatch(/##[a-z]*\[/i);
    for (const line of text.split('\n'))
      expect(line.trimStart().startsWith('::'), `${format}: ${line}`).toBe(false);
    if (format === 'json' || format === 'gitlab') JSON.parse(text);
    if (format === 'junit') parsedXml(text);
    if (format === 'markdown' || format === 'github') expectInertMarkdown(text);
  }
  for (const line of annotations(check).trimEnd().split('\n'))
    expect(line).toMatch(/^::(?:error|warning) title=/);
}

describe('whatever is in a log', () => {
  const texts = [...hostileTexts, ...HOSTILE, ...CI];
  const threes = texts
    .map((text, i) => [text, texts[i + 1] ?? '', texts[i + 2] ?? ''] as const)
    .filter((_, i) => i % 3 === 0);

  test.each(threes)('%j, %j and %j are harmless in every output', async (...three) => {
    await expectHarmless(withTexts(three));
  });

  test('any text is', async () => {
    const text = fc.oneof(
      fc.constantFrom(...HOSTILE, ...CI),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('|'.repeat(500), '`|'.repeat(300), '\u{1f600}'.repeat(3000)),
    );
    await fc.assert(
      fc.asyncProperty(fc.tuple(text, text, text), (texts) => expectHarmless(withTexts(texts))),
      { numRuns: 5 },
    );
  });

  test('a command is what was checked, quoted, on one line of a code span, and there is none that is not as it was', async () => {
    const sample = sampleResult('failed');
    const page = async (logs: readonly string[]) => rendered('github', { ...sample, logs });
    const hostile = await page(['a b`c|`', '$(touch x)', '; rm -rf ~', '](http://evil.example)']);
    expectInertMarkdown(hostile);
    const command = plainText(hostile)
      .split('\n')
      .find((line) => line.includes('llm-cost show'))!;
    expect(command).toContain(
      "'template=prompt:5ac1' 'a b`c|`' '$(touch x)' '; rm -rf ~' '](http://evil.example)'",
    );
    for (const log of ['a\nb', '\u001b[2Jx', 'x\u202ey', '##[error]', '\ud800'])
      expect(await page([log])).not.toContain('llm-cost show');
  });

  test('JSON reads as it was', async () => {
    const check = withTexts(['##[x]', '\u202e::x', '\ud800##vso[y]']);
    expect(JSON.parse(await rendered('json', check))).toEqual(check);
  });

  test('a line of text is no wider than the terminal, but for the first and for commands', async () => {
    for (const three of threes) {
      const [, ...lines] = (await rendered('text', withTexts(three))).split('\n');
      for (const line of lines.filter((text) => !/^ +show /.test(text) && !/\\u\{(?:23|3a)\}/.test(text))) {
        expect(textWidth(line), line).toBeLessThanOrEqual(OPTIONS.width);
      }
    }
  });
});
