import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import type { ScenarioSummary } from '../../../src/model/scenario.ts';
import { comparisonTable } from '../../../src/report/comparison/comparison-table.ts';
import { textWidth } from '../../../src/report/safe-text.ts';
import { sampleReport } from '../sample-reports.ts';

const sample = sampleReport('what-if');

/** Another scenario over the same calls that leaves `afterUsd`. */
function scenario(name: string, afterUsd: number, parts: Partial<ScenarioSummary> = {}): Report {
  const { beforeUsd } = sample.combined;
  const savedUsd = beforeUsd - afterUsd;
  return {
    ...sample,
    strategies: sample.strategies.slice(1, 3),
    combined: { ...sample.combined, afterUsd, savedUsd, share: savedUsd / beforeUsd, range: null },
    scenario: { ...sample.scenario!, name, ...parts },
  };
}

const both = [sample, scenario('cache and router', 700, { monthly: null, yearly: null })];
const shown = (reports: readonly Report[] = both, width = 80) =>
  comparisonTable(reports, { width, color: false });
const line = (text: string, label: string) =>
  text
    .split('\n')
    .find((it) => it.trim().startsWith(label))
    ?.trim()
    .split(/ {2,}/);

describe('side by side', () => {
  test('every figure of the one stands beside that of the other', async () => {
    await expect(shown()).toMatchFileSnapshot('../../../fixtures/reports/golden/comparison.txt');
  });

  test('calls that are left out are said once, before any figure', () => {
    const filter = { since: null, until: null, where: ['user=ann'], callsLeftOut: 7, callsWithoutTime: 0 };
    const text = shown(both.map((report) => ({ ...report, filter })));
    expect(text).toMatch(/^Only calls with user=ann; 7 calls left out\.\n/);
    expect(text.match(/calls left out/g)).toHaveLength(1);
  });

  test('money, shares, projections and risks are those of the reports', () => {
    const text = shown();
    expect(line(text, 'then')).toEqual(['then', '$500.00', '$700.00']);
    expect(line(text, 'saved ')).toEqual(['saved', '$569.77', '$369.77']);
    expect(line(text, 'share saved')).toEqual(['share saved', '53.3%', '34.6%']);
    expect(line(text, 'a month then')).toEqual(['a month then', '$7,967.92', 'unknown']);
    expect(line(text, 'a year saved')).toEqual(['a year saved', '$194,165.73', 'unknown']);
    expect(line(text, 'another model')).toEqual(['another model', '27.7%', '27.7%']);
  });

  test('a scenario is not the cheapest for what it refuses', () => {
    const served = scenario('cache', 700);
    const refusing = scenario('budget', 100);
    const combined = { ...refusing.combined, unservedUsd: 800 };
    const text = shown([served, { ...refusing, combined }]);
    const [names, mark] = text.split('\n').slice(text.split('\n').findIndex((it) => it.includes('1. cache')));
    expect(names!.slice(0, mark!.length).trim()).toBe('1. cache');
    expect(mark!.trim()).toBe('costs least');
    expect(line(text, 'of it refused calls')).toEqual(['of it refused calls', '$0.00', '$800.00']);
    expect(shown()).not.toContain('refused calls');
  });

  test('calls that keep their price, and prices of two days, are said', () => {
    const kept = { code: 'prices-kept', text: '', count: 400 };
    const [first, ...rest] = sample.strategies;
    const priced = (title: string): Report => ({
      ...scenario(title, 700),
      strategies: [{ ...first!, strategy: 'prices', title }, ...rest],
    });
    const text = shown([
      { ...priced('Prices of 2024-01-01'), warnings: [kept] },
      priced('Prices of 2026-10-05'),
    ]);
    expect(text.replace(/\s+/g, ' ')).toContain('and so at what was billed: 400 calls.');
    expect(line(text, 'Other prices')).toHaveLength(3);
    expect(shown()).not.toContain('at what was billed');
  });

  test('without an assumption both ends are what is saved', () => {
    expect(line(shown(), 'saved, pessimistic')).toEqual(['saved, pessimistic', '$429.27', '$369.77']);
    const none = both.map((report) => ({ ...report, combined: { ...report.combined, range: null } }));
    expect(shown(none)).not.toContain('pessimistic');
  });

  test('a strategy that is not in a scenario, or has no figures there, says so', () => {
    const text = shown();
    expect(line(text, 'Batch API')).toEqual(['Batch API', '-$53.38', '-']);
    expect(line(text, 'Output cap')).toEqual(['Output cap', 'left out', '-']);
    expect(text).toContain('Output cap: could not be replayed: no call says why its answer ended');
  });

  test('options that are not at their defaults are said of each', () => {
    expect(shown()).toContain('Response cache: ttl=7d, scope=user');
  });
});

describe('the best', () => {
  test('is the one that costs least', () => {
    const text = shown([scenario('a', 700), scenario('b', 500), scenario('c', 600)]);
    const [names, marks] = text.split('\n').filter((it) => /1\. a|costs least/.test(it));
    expect(marks!.indexOf('costs least') + 'costs least'.length).toBe(names!.indexOf('2. b') + '2. b'.length);
  });

  test('is nobody where nothing costs less than what was billed', () => {
    const text = shown([scenario('a', sample.combined.beforeUsd), scenario('b', 2000)]);
    expect(text).not.toContain('costs least');
    expect(text).toContain('None of these costs less than what was billed.');
    expect(line(text, 'saved ')).toEqual(['saved', '$0.00', '-$930.23']);
  });

  test('is nobody where nothing is known, and nothing unknown is a price', () => {
    const { totals } = sampleReport('all-unpriced');
    const text = shown(both.map((report) => ({ ...report, totals })));
    expect(text).not.toContain('$');
    expect(text).not.toContain('costs least');
    expect(text).toContain('cannot be said without prices');
  });
});

test('where they do not fit, one stands below the other', () => {
  const text = shown(both, 44);
  const [first, second] = [text.indexOf('1. all of'), text.indexOf('2. cache and router')];
  expect(first).toBeGreaterThan(-1);
  expect(text.slice(first, second)).toMatch(/then +\$500\.00\n/);
  expect(text.slice(second)).toMatch(/then +\$700\.00\n/);
});

test('any text in any place stays inside the page', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 40, max: 200 }), fc.nat(5), (a, b, c, width, n) => {
      const [step, ...steps] = sample.strategies;
      const hostile: Report = {
        ...sample,
        strategies: [{ ...step!, title: a, options: { [b]: c }, optionsSet: [b] }, ...steps],
        scenario: { ...sample.scenario!, name: a, describe: b, priceChanges: [c], basis: c },
      };
      const table = shown(
        Array.from({ length: n }, () => hostile),
        width,
      );
      for (const it of table.split('\n')) expect(textWidth(it), it).toBeLessThanOrEqual(width);
      expect(table).not.toMatch(/[^\P{Cc}\n]/u);
    }),
    { numRuns: 100 },
  );
});
