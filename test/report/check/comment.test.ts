import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/model/check.ts';
import { commentText } from '../../../src/report/check/comment.ts';
import { readMarker } from '../../../src/report/check/comment-marker.ts';
import { kindsOf, plainText, tablesOf } from '../markdown/parsed-markdown.ts';
import { checkNames, hugeCheck, rendered, sampleCheck, sampleResult } from './sample-checks.ts';

const text = (check: CheckResult) => commentText(check);

test.each(checkNames)('%s begins with its marker, then the verdict', (name) => {
  const check = sampleCheck(name);
  const comment = commentText(check);
  expect(readMarker(comment)).toEqual({ name: check.name, at: check.generatedAt });
  expect(comment.split('\n')[1]).toMatch(/^### (?:✅|❌|❔) LLM costs: /);
});

describe('totals', () => {
  test('are there whatever changed', () => {
    for (const name of ['passed', 'unchanged', 'failed', 'price-drift', 'not-judged', 'no-baseline']) {
      expect(text(sampleResult(name))).toMatch(/^\| total/m);
      expect(text(sampleResult(name))).toMatch(/^\| per call/m);
    }
  });

  test('that did not change are said so, without rows of nothing', () => {
    const page = text(sampleResult('unchanged'));
    expect(page).toContain('Nothing changed against the baseline.');
    expect(page).not.toContain('<details>');
    expect(page).not.toContain('$0.00');
  });

  test('tell other prices from other calls', () => {
    expect(text(sampleResult('price-drift'))).toContain(
      'Other prices: +$0.8190 for the same calls. Other usage: no change at the same prices.',
    );
  });

  test('with calls that have no price are lower bounds', () => {
    expect(text(sampleResult('not-judged'))).toContain('| total | ≥$3.10 |');
  });
});

describe('a comment that is too long', () => {
  const sizes = [
    [200, 500, 2],
    [2, 5000, 1],
    [400, 1, 1],
    [300, 300, 20],
    [5, 5, 5],
  ] as const;

  test.each(sizes)(
    'of %s budgets and %s templates on %s groups is cut, and closed',
    (budgets, templates, groups) => {
      const page = text(hugeCheck(budgets, templates, groups));
      expect(page.length).toBeLessThanOrEqual(65_000);
      expect(page.match(/^<details>$/gm)?.length).toBe(page.match(/^<\/details>$/gm)?.length);
      for (const { header, rows } of tablesOf(page))
        for (const cells of rows) expect(cells).toHaveLength(header.length);
      expect(kindsOf(page)).not.toContain('code');
      expect(page).toMatch(/<sub>llm-cost 0\.5\.0, .*<\/sub>\n$/);
      expect(page).toMatch(/^\| total \|/m);
    },
  );

  test('fills what it may, and says how much is left out and where it is', () => {
    const page = text(hugeCheck(10, 1000));
    expect(page.length).toBeGreaterThan(64_000);
    const rows = tablesOf(page).find(({ header }) => header[0]!.text === 'template')!.rows.length;
    const said = /^\*([\d,]+) more lines are left out here for the length; the summary of the job/m.exec(
      page,
    )?.[1];
    expect(Number(said!.replace(',', '')) + rows).toBe(1000);
  });

  test('keeps the budgets as long as it can: details go first', () => {
    const page = text(hugeCheck(100, 2000, 1));
    expect(page.match(/^\| ❌ failed/gm)).toHaveLength(100);
    expect(plainText(page)).toContain('Where it comes from');
  });

  test('is whole in the summary of the job, which takes a million bytes', async () => {
    const page = await rendered('markdown', hugeCheck(200, 500));
    expect(page.match(/^\| ❌ failed/gm)).toHaveLength(400);
    expect(page).not.toContain('left out');
    const most = await rendered('markdown', hugeCheck(1000, 2000));
    expect(Buffer.byteLength(most)).toBeLessThanOrEqual(1_000_000);
    expect(most).toMatch(/left out here for the length; the result file has them all/);
  });
});
