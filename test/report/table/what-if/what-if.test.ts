import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RISKS } from '../../../../src/model/replayed.ts';
import type { Report, StrategyResult } from '../../../../src/model/report.ts';
import type { ScenarioSummary } from '../../../../src/model/scenario.ts';
import { usd } from '../../../../src/report/format.ts';
import { textWidth } from '../../../../src/report/safe-text.ts';
import table from '../../../../src/report/table.ts';
import { sampleReport } from '../../sample-reports.ts';

const sample = sampleReport('what-if');
const render = (report: Report = sample, width = 160) => table.render(report, { width, color: false });

const asked = (parts: Partial<ScenarioSummary>): Report => ({
  ...sample,
  scenario: { ...sample.scenario!, ...parts },
});

/** The sample with its second strategy, the cache, changed. */
const withCache = (parts: Partial<StrategyResult>): Report => ({
  ...sample,
  strategies: sample.strategies.map((step, i) => (i === 1 ? { ...step, ...parts } : step)),
});

const line = (text: string, start: string): string =>
  text.split('\n').find((it) => it.trim().startsWith(start)) ?? '';
const part = (text: string, from: string): string =>
  text.slice(text.indexOf(`\n${from}\n`)).split('\n\n')[0]!;

describe('what was asked and what came of it', () => {
  test('the answer comes first', () => {
    expect(render().split('\n').slice(0, 3)).toEqual([
      'What if: all of the third article, a year on',
      '$1,069.77 would have been $500.00: $569.77 (53.3%) saved.',
      'Saved where values are assumed, pessimistic .. optimistic: $429.27 .. $616.02.',
    ]);
  });

  test('what costs more is not called saved', () => {
    const combined = { ...sample.combined, afterUsd: 1200, savedUsd: -130.23, share: -0.1217, range: null };
    const text = render({ ...sample, combined });
    expect(text).toContain('$1,069.77 would have been $1,200.00: $130.23 (12.2%) more.');
    expect(text).not.toContain('Saved where values are assumed');
  });

  test('a range of one figure is not shown', () => {
    const range = { pessimisticUsd: 569.771, optimisticUsd: 569.774 };
    const strategies = sample.strategies.map((step) => ({ ...step, range }));
    const text = render({ ...sample, strategies, combined: { ...sample.combined, range } });
    expect(text).not.toMatch(/^(Saved where| *Alone, pessimistic)/m);
  });

  test('what refused calls would have cost is told from what is saved', () => {
    const refused = { ...sample, combined: { ...sample.combined, unservedUsd: 40 } };
    const said =
      '$40.00 of that is what refused calls would have cost: demand that nobody serves, not a saving.';
    expect(render(refused).split('\n')[2]).toBe(said);
    expect(render({ ...refused, scenario: null })).toContain(said);
    expect(render()).not.toContain('refused calls');
    const { monthly } = sample.scenario!;
    const month = usd((40 * monthly!.beforeUsd) / sample.combined.beforeUsd);
    expect(render(refused)).toContain(
      `Of a month, ${month} is demand that would not be served, not a saving.`,
    );
    expect(render()).not.toContain('would not be served');
  });

  test('order, prices and volume; what is as in the log is not mentioned', () => {
    const text = render();
    expect(text).toContain('(the best of 24 orders replayed)');
    expect(text).toContain('Prices: those of 2027-01-01; 2 prices of scenario.yaml.');
    expect(text).toContain('Volume: 2 times the calls, 10.0% more each month.');
    const order = { how: 'given', ids: ['cache', 'router'], tried: 1 } as const;
    const plain = render(asked({ order, pricesAt: null, priceChanges: [], volume: 1, growthPerMonth: 0 }));
    expect(plain).toContain('Strategies: cache, router (in the order given).');
    expect(plain).not.toMatch(/^(Prices:|Volume:)/m);
    expect(render(asked({ volume: 1, growthPerMonth: -0.05 }))).toContain('Volume: 5.0% less each month.');
    expect(render(asked({ order: { ...order, ids: ['cache'] } }))).toContain('Strategies: cache.');
    expect(render(asked({ order: { ...order, ids: [] } }))).toContain('Strategies: none.');
  });

  test('nothing speaks of waste: it was not looked for', () => {
    expect(render()).not.toMatch(/avoidable|Worth doing|What to do next|Spend by/);
  });
});

describe('the waterfall', () => {
  test('a step has its change, what is left with a bar, basis, alone, range and own cost', () => {
    expect(line(render(), '3. Model router').trim().split(/ {2,}/)).toEqual([
      '3. Model router',
      '20,110',
      '-$301.13',
      '$548.88',
      '████████████▍',
      'assumed',
      '-$355.50',
      '$210.25 .. $402.13',
      '$12.25',
    ]);
    // 0.5 + 12.25 + 20
    expect(line(render(), 'All together').trim().split(/ {2,}/).slice(1)).toEqual([
      '-$569.77',
      '$500.00',
      '███████████▎',
      '53.3% saved',
      '$429.27 .. $616.02',
      '$32.75',
    ]);
  });

  test('bars are measured by the highest cost on the way', () => {
    const strategies = [{ ...sample.strategies[0]!, afterUsd: 2 * sample.combined.beforeUsd }];
    const text = render({ ...sample, strategies });
    expect(line(text, '1. Prices')).toContain('█'.repeat(24));
    expect(line(text, 'As billed').match(/█+/)![0]).toHaveLength(12);
  });

  test('the changes as shown lead from the first cost to the last', () => {
    const rows = part(render(), 'What the same calls would have cost').split('\n').slice(1);
    const money = (text: string): number => Number(text.replace(/[$,+]/g, ''));
    const changes = rows.map((row) => /[+-]\$[\d,.]+/.exec(row)?.[0]).filter((it) => it !== undefined);
    const total = changes.slice(0, -1).reduce((sum, it) => sum + money(it), 1069.77);
    expect(total).toBeCloseTo(500, 1);
  });

  test('without prices there is none, and no money anywhere', () => {
    const text = render({ ...sample, totals: sampleReport('all-unpriced').totals, warnings: [] });
    expect(text).toContain('cannot be said without prices');
    expect(text).not.toContain('What the same calls would have cost\n');
    expect(text).toContain('look-ups that were answered');
  });
});

describe('projections', () => {
  test('a month and a year with how they were made', () => {
    const text = part(render(), 'Per month and year');
    expect(text).toMatch(/a month +\$17,047\.75 +\$7,967\.92 +\$9,079\.83/);
    expect(text).toMatch(/a year +\$364,553\.90 +\$170,388\.17 +\$194,165\.73/);
    expect(text).toContain('30 days at the rate of 3.8 days, 2 times its calls');
  });

  test('where nothing can be said, it says why', () => {
    const text = part(
      render(asked({ monthly: null, yearly: null, basis: 'the log has no times' })),
      'Per month and year',
    );
    expect(text.trim().split('\n')).toEqual(['Per month and year', '  The log has no times.']);
  });
});

describe('what callers may notice', () => {
  test('a sentence a kind, the most calls first, and all calls together', () => {
    expect(part(render(), 'What callers may notice').trim().split('\n').slice(1)).toEqual([
      '  27.7% of calls (20,110) are answered by another model.',
      '  7.0% of calls (5,120) are answered from a cache.',
      '  4.1% of calls (3,000) are answered later.',
      '  <0.1% of calls (12) are answered from less of their prompt.',
      '  Together 37.8% of calls (27,500); one call can be in several.',
    ]);
  });

  test('each kind has words of its own', () => {
    const said = RISKS.map((risk) => {
      const kinds = { ...sample.strategies[0]!.risks, [risk]: 72_671 };
      const combined = { ...sample.combined, risk: { calls: 72_671, share: 1, kinds } };
      return part(render({ ...sample, combined }), 'What callers may notice').trim();
    });
    expect(new Set(said).size).toBe(RISKS.length);
    for (const text of said) expect(text).toMatch(/\n {2}100% of calls \(72,671\) [^\n]+\.$/);
  });

  test('nothing is said in so many words', () => {
    const risk = { calls: 0, share: 0, kinds: sample.strategies[0]!.risks };
    const text = part(
      render({ ...sample, combined: { ...sample.combined, risk } }),
      'What callers may notice',
    );
    expect(text).toContain('Nothing: no strategy changes what a caller gets.');
  });
});

describe('each strategy', () => {
  const cache = (report?: Report): string => part(render(report), '2. Response cache');

  test('its money, its settings that are no defaults, its risk', () => {
    expect(cache().trim().split('\n').slice(1, 5)).toEqual([
      '  Saves $150.00 in this order, the same alone; measured; 5,120 calls changed.',
      '  It costs $0.50 itself, already taken off.',
      '  Set: ttl=7d, scope=user; all else at its default.',
      '  Risk: 7.0% of calls (5,120) are answered from a cache.',
    ]);
    expect(part(render(), '3. Model router')).toContain(
      'Alone, pessimistic .. optimistic: $210.25 .. $402.13 saved.',
    );
  });

  test('figures by their kinds; one that cannot be known is unknown', () => {
    expect(cache()).toMatch(/look-ups that were answered +7\.1%/);
    expect(cache()).toMatch(/answers shared between users +no/);
    const limit = sample.strategies.filter(({ strategy }) => strategy === 'rate-limit');
    expect(render({ ...sample, strategies: limit })).toMatch(
      /rate-limit errors that would not have come +unknown/,
    );
  });

  test('one without effect among others has one line, and by itself all of it', () => {
    const only =
      'Without effect on this log\n  6. Rate limit; its figures: llm-cost simulate --strategies rate-limit\n';
    expect(render()).toContain(only);
    expect(render()).not.toContain('\n6. Rate limit');
    const limit = sample.strategies.filter(({ strategy }) => strategy === 'rate-limit');
    expect(render({ ...sample, strategies: limit })).toContain('\n1. Rate limit\n');
    const sweep = [{ option: 'burst', value: 1, savedUsd: -3 }];
    const tried = sample.strategies.map((step) =>
      step.strategy === 'rate-limit' ? { ...step, sweep } : step,
    );
    expect(render({ ...sample, strategies: tried })).toContain('\n6. Rate limit\n');
  });

  test('a sweep marks the chosen value, which is added where it was not tried', () => {
    expect(cache()).toMatch(/ttl +alone\n +1h +-\$90\.00\n +24h +-\$120\.00\n +7d +-\$150\.00 +chosen\n/);
    expect(cache()).toMatch(/capacity +alone\n +0 +-\$150\.00 +chosen\n +1000 +-\$75\.00\n/);
  });

  test('a sweep in which no value saves anything is left out', () => {
    const sweep = ['1h', '7d'].map((value) => ({ option: 'ttl', value, savedUsd: 0 }));
    expect(cache(withCache({ sweep, aloneSavedUsd: 0 }))).not.toContain('chosen');
    const other = sweep.slice(0, 1);
    expect(cache(withCache({ sweep: other }))).toMatch(/7d +-\$150\.00 +chosen\n +1h +\$0\.00/);
  });

  test('long tables are cut and say so; the rest is in the JSON', () => {
    expect(cache()).toMatch(/2026-09-10 .*\n +and 2 more; --json has them all/);
    expect(cache()).not.toContain('2026-09-11');
    expect(part(render(), '3. Model router')).toContain('and 2 more; --json has them all');
    const views = sample.strategies[1]!.views.map((view) => ({ ...view, rows: view.rows.slice(0, 10) }));
    expect(cache(withCache({ views }))).not.toContain('more;');
  });

  test('an empty view leaves no title behind', () => {
    const views = sample.strategies[1]!.views.map((view) => ({ ...view, rows: [] }));
    expect(cache(withCache({ views }))).not.toContain('Hits by day');
  });

  test('what has no figures says why', () => {
    const text = part(render(), 'Without figures');
    expect(text).toContain('Output cap: could not be replayed: no call says why its answer ended');
    expect(text).toContain('Context window: failed and is left out: unexpected part of a prompt');
    expect(render({ ...sample, strategies: sample.strategies.slice(0, 6) })).not.toContain('Without figures');
  });
});

test('a log without calls says so and nothing else', () => {
  const report = { ...sampleReport('empty'), scenario: sample.scenario };
  expect(render(report)).toContain('No calls were found in the input.');
  expect(render(report)).not.toMatch(/would have|Per month/);
});

test('any text in any place stays inside the page', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 40, max: 200 }), (a, b, c, width) => {
      const columns = ['p', 'q', 'r'].map((key) => ({ key, label: `${c}${key}`, kind: 'text' as const }));
      const report = withCache({
        title: a,
        options: { [b]: c },
        optionsSet: [b],
        sweep: [{ option: b, value: c, savedUsd: 1 }],
        groups: [{ key: c, calls: 1, savedUsd: 1 }],
        metrics: [{ key: a, label: b, kind: 'text', value: c }],
        views: [{ id: a, title: b, columns, rows: [{ p: a, q: b, r: c }] }],
        assumptions: [a, b],
      });
      const hostile = {
        ...report,
        scenario: { ...sample.scenario!, name: b, describe: c, priceChanges: [a], basis: b },
      };
      for (const it of render(hostile, width).split('\n')) {
        expect(textWidth(it), it).toBeLessThanOrEqual(width);
        expect(it).not.toMatch(/\p{Cc}/u);
      }
    }),
    { numRuns: 100 },
  );
});
