import { expect, test } from 'vitest';
import { comparisonMarkdown } from '../../../src/report/comparison/comparison-markdown.ts';
import { HOSTILE } from '../markdown/hostile-names.ts';
import { kindsOf, plainText, tablesOf } from '../markdown/parsed-markdown.ts';
import { sampleReport } from '../sample-reports.ts';

const sample = sampleReport('what-if');

test('a figure of every scenario in one row, what each scenario is below', () => {
  const other = { ...sample, scenario: { ...sample.scenario!, name: 'twice', volume: 2 } };
  const text = comparisonMarkdown([sample, other]);
  const [figures, steps] = tablesOf(text);
  expect(figures?.header.map((cell) => cell.text)).toEqual([
    '',
    '1\\. all of the third article, a year on',
    '2\\. twice',
  ]);
  expect(text).toContain('| then | $500.00 | $500.00 |');
  expect(steps?.rows[1]?.map((cell) => cell.text)).toEqual(['Response cache', '-$150.00', '-$150.00']);
  expect(text).toContain('- Volume: 2 times the calls');
  expect(text).toMatch(/llm-cost 0\.1\.0\.\n$/);
});

test('names are text and nothing else, and a comparison fits a comment', () => {
  const reports = HOSTILE.map((name) => ({
    ...sample,
    scenario: { ...sample.scenario!, name, describe: name, priceChanges: [name] },
  }));
  const text = comparisonMarkdown(reports);
  const kinds = [
    'blockquote',
    'codespan',
    'escape',
    'heading',
    'hr',
    'list',
    'list_item',
    'paragraph',
    'space',
    'strong',
  ];
  expect(kindsOf(text).filter((kind) => !['table', 'text', ...kinds].includes(kind))).toEqual([]);
  expect(text.length).toBeLessThanOrEqual(60_000);
  for (const { header, rows } of tablesOf(text)) {
    for (const cells of rows) expect(cells).toHaveLength(header.length);
  }
});

test('settings, what is left out and why, and calls that keep their price are said of each', () => {
  const warnings = [{ code: 'prices-kept', text: '', count: 400 }];
  const filter = { since: null, until: null, where: ['user=ann'], callsLeftOut: 7, callsWithoutTime: 0 };
  const named = (name: string) => ({ ...sample, filter, scenario: { ...sample.scenario!, name } });
  const text = plainText(comparisonMarkdown([{ ...named('one'), warnings }, named('two')]));
  expect(text).toContain('Only calls with user=ann; 7 calls left out.');
  const [first, second] = text.slice(text.indexOf('What each scenario is')).split('2. two');
  for (const part of [first, second]) {
    expect(part).toContain('Response cache: ttl=7d, scope=user');
    expect(part).toContain('Output cap: could not be replayed: no call says why its answer ended');
  }
  expect(first).toContain('and so at what was billed: 400 calls.');
  expect(second).not.toContain('at what was billed');
});
