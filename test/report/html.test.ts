import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { isCounted, isWaste } from '../../src/report/finding-order.ts';
import { evidenceText } from '../../src/report/finding-text.ts';
import { gapSentences, madeWithText } from '../../src/report/headline-text.ts';
import page from '../../src/report/html.ts';
import { nextActions } from '../../src/report/next-actions.ts';
import { safeText } from '../../src/report/safe-text.ts';
import { moneySentences } from '../../src/report/step-text.ts';
import { replayedSteps } from '../../src/report/table/replayed-steps.ts';
import { HOSTILE_TEXTS, hostileReport } from './html/hostile-report.ts';
import { attribute, elementsOf, type PageElement, parsedPage, textOf, textsOf } from './html/parsed-page.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

const render = (report: Report): string => page.render(report, { width: 80, color: false });
const elements = (report: Report): PageElement[] => parsedPage(render(report));
/** All that is read, in its order, without the script. */
const words = (report: Report): string =>
  named(elements(report), 'header', 'main', 'footer').flatMap(textsOf).join(' ').replace(/\s+/g, ' ');
const named = (all: readonly PageElement[], ...tags: string[]) =>
  all.filter(({ tagName }) => tags.includes(tagName));

/** What of a page does not depend on what its texts say. */
function skeleton(all: readonly PageElement[]): string {
  return all
    .map(
      (it) =>
        `${it.tagName} ${it.attrs.map(({ name, value }) => (name === 'title' ? name : `${name}=${value}`)).join(' ')}`,
    )
    .join('\n');
}

describe.each(sampleNames)('%s', (name) => {
  const all = elements(sampleReport(name));

  test('every id is there once, and whatever is named by one exists', () => {
    const ids = all.flatMap((it) => attribute(it, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const named = all.flatMap((it) => [
      ...(attribute(it, 'aria-labelledby')?.split(' ') ?? []),
      ...(attribute(it, 'href')?.startsWith('#') ? [attribute(it, 'href')!.slice(1)] : []),
      ...(attribute(it, 'data-more') === undefined ? [] : [attribute(it, 'data-more')!]),
    ]);
    for (const id of named) expect(ids).toContain(id);
  });

  test('tables have captions and headed rows as long as their heads; drawings have names', () => {
    for (const table of named(all, 'table')) {
      const inside = elementsOf(table);
      expect(textOf(named(inside, 'caption')[0]!)).not.toBe('');
      const columns = inside.filter((it) => attribute(it, 'scope') === 'col').length;
      for (const row of named(inside, 'tr')) expect(named(elementsOf(row), 'th', 'td')).toHaveLength(columns);
    }
    for (const svg of named(all, 'svg').filter((it) => attribute(it, 'aria-hidden') === undefined)) {
      expect(attribute(svg, 'role')).toBe('img');
      expect(textOf(named(elementsOf(svg), 'title')[0]!)).not.toBe('');
    }
  });

  test('headings go down a step at a time, under one first', () => {
    const levels = all
      .filter(({ tagName }) => /^h[1-6]$/.test(tagName))
      .map(({ tagName }) => Number(tagName[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      if (i > 0) expect(level).toBeLessThanOrEqual(levels[i - 1]! + 1);
    });
  });

  test('nothing is fetched: no address, no attribute that runs or styles', () => {
    for (const { attrs } of all) {
      for (const { name, value } of attrs) {
        expect(name).not.toMatch(/^on|^style$|^src/);
        if (name === 'href') expect(value).toMatch(/^#[a-z0-9-]+$/);
      }
    }
    expect(named(all, 'link', 'img', 'iframe', 'object', 'base', 'form')).toEqual([]);
  });
});

test('the policy allows exactly the script and the styles that are there', () => {
  const all = elements(sampleReport('typical'));
  const policy = named(all, 'meta')
    .map((it) => attribute(it, 'content'))
    .find((it) => it?.includes('script-src'));
  const hash = (tag: string) =>
    createHash('sha256')
      .update(textOf(named(all, tag)[0]!))
      .digest('base64');
  expect(named(all, 'script', 'style')).toHaveLength(2);
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
  );
});

describe('what it says', () => {
  test('no detector, strategy, input or warning is left out', () => {
    for (const name of ['typical', 'what-if'] as const) {
      const report = sampleReport(name);
      const text = words(report);
      for (const { title, reason } of [...report.findings, ...report.strategies]) {
        expect(text).toContain(title);
        if (reason !== null) expect(text).toContain(reason);
      }
      for (const input of report.inputs) {
        expect(text).toContain(input.path === '-' ? 'standard input' : input.path);
        for (const { reason } of input.skippedSamples) expect(text).toContain(reason);
      }
      for (const warning of report.warnings) expect(text).toContain(warning.text);
      for (const { assumptions } of report.strategies)
        for (const it of assumptions) expect(text).toContain(it);
    }
  });

  test("a detector's own columns are there under their labels", () => {
    const text = words(sampleReport('typical'));
    for (const part of ['Repeats', '3,012', '23 h 53 min', '93.4%'])
      expect(text.toLowerCase()).toContain(part.toLowerCase());
  });

  test('a simulation begins with its question and answer', () => {
    const text = words(sampleReport('what-if'));
    const places = [
      'What if: all of',
      'those of 2027-01-01',
      'Would have been',
      'All together',
      'Per month and year',
      'Spend over time',
    ];
    const found = places.map((part) => text.lastIndexOf(part));
    expect(found).not.toContain(-1);
    expect(text.indexOf('Would have been')).toBeLessThan(text.lastIndexOf('Spend over time'));
  });

  test('unknown money is said, never shown as none', () => {
    const text = words(sampleReport('all-unpriced'));
    expect(text).not.toContain('$0');
    expect(text).toContain('unknown');
    expect(words(sampleReport('typical'))).toContain('Spent, at least $1,069.77');
    expect(words(sampleReport('zero-cost'))).toContain('Spent $0.00');
    expect(words(sampleReport('empty'))).toContain('No calls were found');
  });

  test('a filter is named with what it left out', () => {
    const filter = {
      since: '2026-09-02T00:00:00Z',
      until: null,
      where: ['feature=<b>', 'user=ann', 'feature=chat'],
      callsLeftOut: 12,
      callsWithoutTime: 3,
    };
    expect(words({ ...sampleReport('typical'), filter })).toContain(
      'Only calls since 2026-09-02 00:00, with feature=<b> or feature=chat, user=ann ; 12 calls left out, 3 of them without a time.',
    );
  });

  test('groupings that were asked for are the ones that are shown, tags among them', () => {
    const report = sampleReport('typical');
    const groups = { ...report.groups, 'tag:<i>': report.groups.feature };
    const all = elements({
      ...report,
      groups,
      groupTotals: { ...report.groupTotals, 'tag:<i>': 3 },
      groupBy: ['tag:<i>', 'status'],
    });
    const titles = named(all, 'h3')
      .map(textOf)
      .filter((title) => title.startsWith('By '));
    expect(titles).toEqual(['By <i>', 'By status']);
  });

  test('where only days were asked for there is no empty part about other groupings', () => {
    const text = words({ ...sampleReport('typical'), groupBy: ['day'] });
    expect(text).toContain('Spend over time');
    expect(text).not.toContain('Where the money went');
  });

  test('sentences are those of the other formats', () => {
    const report = sampleReport('typical');
    const priceBook = { ...report.priceBook, overrides: ['own.yaml'] };
    const text = words({ ...report, priceBook });
    const inOneLine = (sentence: string) => sentence.replace(/\s+/g, ' ');
    const sentences = [
      ...gapSentences(report),
      madeWithText({ ...report, priceBook }),
      ...report.findings
        .filter((finding) => isCounted(finding) && isWaste(finding))
        .map((finding) => evidenceText(report, finding)),
      ...replayedSteps(report).flatMap(moneySentences),
    ];
    expect(gapSentences(report)).toHaveLength(2);
    for (const sentence of sentences) expect(text).toContain(inOneLine(sentence));
  });
});

test('a log without any price has no picture of nothing, and nobody claims that nothing was avoidable', () => {
  const report = sampleReport('all-unpriced');
  const said = words(report);
  expect(said).not.toContain('Nothing avoidable was found');
  expect(said).not.toContain('Spent, at least');
  expect(render(report)).not.toContain('time-wide-title');
});

test('what is worth doing first comes with the command that tells more', () => {
  for (const { command } of nextActions(sampleReport('typical'))) {
    expect(words(sampleReport('typical'))).toContain(command);
  }
});

test('days that are not drawn are counted', () => {
  const report = sampleReport('typical');
  const day = [{ ...report.groups.day[0]!, key: null }, ...report.groups.day];
  const known = report.groups.day.filter(({ key }) => key !== null).length;
  const cut = {
    ...report,
    groups: { ...report.groups, day },
    groupTotals: { ...report.groupTotals, day: known + 366 },
  };
  expect(words(cut)).toContain('Not drawn: 366 earlier days, ');
});

test('a long list shows its ten dearest rows and keeps the rest at hand', () => {
  const report = sampleReport('typical');
  const user = Array.from({ length: 130 }, (_, i) => ({ ...report.groups.user[0]!, key: `user-${i}` }));
  const all = elements({
    ...report,
    groups: { ...report.groups, user },
    groupTotals: { ...report.groupTotals, user: 130 },
  });
  const button = all.find((it) => attribute(it, 'data-more') !== undefined)!;
  const id = attribute(button, 'data-more')!;
  const rows = (of: string) => named(elementsOf(all.find((it) => attribute(it, 'id') === of)!), 'tr').length;
  expect(textOf(button)).toBe('Show all');
  expect([rows(id), rows(`${id}-rest`)]).toEqual([11, 120]);
});

describe('hostile text', () => {
  test.each(['typical', 'what-if'] as const)('changes nothing of the page of %s but its words', (name) => {
    const expected = skeleton(elements(hostileReport(name, 'harmless')));
    for (const text of HOSTILE_TEXTS.filter((it) => it !== '')) {
      const all = elements(hostileReport(name, text));
      expect(skeleton(all), text.slice(0, 40)).toBe(expected);
      if (text.length < 100) expect(textOf(named(all, 'body')[0]!)).toContain(safeText(text).trim());
    }
  });

  test('any text does', () => {
    const expected = skeleton(elements(hostileReport('typical', 'harmless')));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
        expect(skeleton(elements(hostileReport('typical', text)))).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });
});
