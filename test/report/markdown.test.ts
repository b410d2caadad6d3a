import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model/report.ts';
import { usd } from '../../src/report/format.ts';
import markdown from '../../src/report/markdown.ts';
import { HOSTILE } from './markdown/hostile-names.ts';
import { kindsOf, plainText, tablesOf, tokensOfKind } from './markdown/parsed-markdown.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

const render = (report: Report): string => markdown.render(report, { width: 80, color: false });

/** GitHub takes 65,536 characters; a bot may add a little. */
const MOST = 60_000;

/** All that a report is made of; no links, no pictures, no quotes of somebody else's. */
const KINDS = ['blockquote', 'codespan', 'escape', 'heading', 'hr', 'html', 'list', 'list_item', 'paragraph'];
KINDS.push('space', 'strong', 'table', 'text');

/** The only HTML there is: what folds. */
const HTML = /^(?:<details>\n<summary>[\w ,]+<\/summary>|<\/details>)$/;

function expectInert(text: string): void {
  expect(kindsOf(text).filter((kind) => !KINDS.includes(kind))).toEqual([]);
  for (const token of tokensOfKind(text, 'html')) expect(token.raw.trim()).toMatch(HTML);
  for (const { header, rows } of tablesOf(text)) {
    for (const cells of rows) expect(cells).toHaveLength(header.length);
  }
  expect(text.match(/^<details>$/gm)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
  expect(/[\p{Cc}\p{Cf}\p{Cs}]/u.exec(text.replaceAll('\n', ''))).toBeNull();
}

describe.each(sampleNames)('%s', (name) => {
  test('as it was read', async () => {
    await expect(render(sampleReport(name))).toMatchFileSnapshot(
      `../../fixtures/reports/golden/audit-${name}.md`,
    );
  });

  test('is made of nothing but what a report is made of', () => {
    expectInert(render(sampleReport(name)));
  });
});

/** A report with a text of a log in every place, and lists of any length. */
function withTexts(sample: Report, [a, b, c]: readonly [string, string, string], size: number): Report {
  const many = <T>(item: T): T[] => Array.from({ length: size }, () => item);
  const [model] = sample.groups.model;
  const [input] = sample.inputs;
  const group = { ...sample.findings[0]!.groups[0]!, id: a, label: b, fix: c, user: a, review: false };
  const finding: Finding = {
    ...sample.findings[0]!,
    ...{ title: a, why: b, fix: c, groupsTotal: size },
    columns: [{ key: 'user', label: b, kind: 'text' }],
    groups: many(group),
  };
  return {
    ...sample,
    groups: {
      ...sample.groups,
      model: many({ ...model!, key: a }),
      user: many({ ...model!, key: b }),
      template: many({ ...model!, key: c, label: a }),
      'tag:x|y': many({ ...model!, key: c }),
    },
    groupBy: ['model', 'user', 'template', 'tag:x|y'],
    findings: Array.from({ length: Math.min(size, 40) }, () => finding),
    inputs: many({ ...input!, path: c, source: b, skipped: 9, skippedSamples: [{ line: 1, reason: a }] }),
    warnings: many({ code: a, text: `${b}${c}`, count: 2 }),
    strategies: sample.strategies.map((step) => ({ ...step, title: a, reason: b, assumptions: many(c) })),
    scenario:
      sample.scenario === null ? null : { ...sample.scenario, name: a, describe: b, priceChanges: [c] },
  };
}

describe.each(['typical', 'what-if', 'hostile'])('%s with any text in any place', (name) => {
  const base = sampleReport(name);
  const findings = base.findings.length > 0 ? base.findings : sampleReport('typical').findings;
  const sample: Report = { ...base, findings };

  test('stays what it is, and fits a comment however long the lists are', () => {
    const text = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('|'.repeat(500), '|a'.repeat(5000), '`|'.repeat(300), '\u{1f600}'.repeat(3000)),
    );
    fc.assert(
      fc.property(fc.tuple(text, text, text), fc.constantFrom(1, 3, 30, 400), (texts, size) => {
        const rendered = render(withTexts(sample, texts, size));
        expect(rendered.length).toBeLessThanOrEqual(MOST);
        expectInert(rendered);
      }),
      { numRuns: 8 },
    );
  });
});

test('a list that is cut says how much more there is', () => {
  const text = render(withTexts(sampleReport('typical'), ['a', 'b', 'c'], 5000));
  expect(text.length).toBeLessThanOrEqual(MOST);
  expect(text).toMatch(/^and 4,\d{3} more$/m);
  expect(text.trimEnd().endsWith('llm-cost 0.1.0.')).toBe(true);
});

test('the answer first, then what to do, then the rest; the last line says what it was made with', () => {
  const text = render(sampleReport('typical'));
  const places = [
    '**At least $1,069.77 was spent**',
    '$312.48 of it (29.2%) was avoidable',
    '1. **Model router, $301.13**',
    '## Spend by model',
    '### 1. History sent again',
    '**All together**',
    '## What was read',
    'llm-cost 0.1.0.',
  ].map((part) => text.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test('no detector or strategy is left out, whatever came of it', () => {
  const report = sampleReport('typical');
  const text = plainText(render(report)).replace(/\s+/g, ' ');
  for (const { title } of [...report.findings, ...report.strategies]) expect(text).toContain(title);
  for (const { reason } of report.findings) if (reason !== null) expect(text).toContain(reason);
});

test('figures stand to the right', () => {
  for (const { header } of tablesOf(render(sampleReport('typical')))) {
    for (const { text, align } of header) {
      if (['calls', 'cost', 'share', 'change', 'avoidable', 'tokens'].includes(text)) {
        expect(align, text).toBe('right');
      }
    }
  }
});

test('nothing of an unpriced log reads as a price', () => {
  expect(render(sampleReport('all-unpriced'))).not.toContain('$');
});

test('a simulation begins with its question and its answer', () => {
  const lines = render(sampleReport('what-if')).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '# What if: all of the third article, a year on',
    '',
    '**$1,069.77 would have been $500.00: $569.77 (53.3%) saved.**',
  ]);
});

test('a simulation says what of a month is only unserved demand, and that calls can be in several risks', () => {
  const sample = sampleReport('what-if');
  const text = render({ ...sample, combined: { ...sample.combined, unservedUsd: 40 } });
  const month = usd((40 * sample.scenario!.monthly!.beforeUsd) / sample.combined.beforeUsd);
  expect(text).toContain(`Of a month, ${month} is demand that would not be served, not a saving.`);
  expect(render(sample)).not.toContain('would not be served');
  expect(text).toContain('\nTogether 37.8% of calls (27,500); one call can be in several.\n');
});

test('every fix that a group has of its own is told, once, with the groups that it is for', () => {
  const sample = sampleReport('typical');
  const [finding, ...others] = sample.findings.filter(({ groups }) => groups.some(({ review }) => !review));
  const group = { ...finding!.groups[0]!, review: false };
  const groups = [null, 'Fix one.', 'Fix two.', 'Fix one.'].map((fix, i) => ({
    ...{ ...group, fix },
    handle: `aa0${i}`,
  }));
  const text = render({ ...sample, findings: [{ ...finding!, groups }, ...others] });
  expect(text).toContain('**Fix for** `aa01`, `aa03`**:** Fix one.\n');
  expect(text).toContain('**Fix for** `aa02`**:** Fix two.\n');
});
