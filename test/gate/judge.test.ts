import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/gate/judge.ts';
import { MEASURES, measureOf } from '../../src/gate/measures/measures.ts';
import type { Budget } from '../../src/model/budget.ts';
import type { Judgement } from '../../src/model/check.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { madeBudget, madeInput } from './made-input.ts';
import {
  type MadeGroup,
  madeDetector,
  madeMeasurement,
  madeMoney,
  madeStrategy,
  madeWaste,
} from './made-measurement.ts';

const IDS = [
  ...MEASURES.map(({ id }) => id),
  ...['finding.duplicates', 'finding.duplicates.share', 'strategy.router', 'strategy.router.share'],
];

/** Two templates of one feature each, whose calls cost so much. */
function log(calls: readonly [number, number], usd: readonly [number, number], scale = 1): Measurement {
  const group = (key: string, n: 0 | 1): MadeGroup => ({
    key,
    calls: calls[n],
    money: madeMoney(calls[n] * usd[n], calls[n] * usd[n] * scale),
    quantiles: {
      input: { p50: 100, p95: 200 },
      output: { p50: 10, p95: 20 },
      reasoning: { p50: 0, p95: 5 },
    },
    waste: { duplicates: madeWaste(1, usd[n]), 'retry-storms': madeWaste(1, usd[n]) },
    recoverable: madeMoney(usd[n]),
  });
  const sum = calls[0] * usd[0] + calls[1] * usd[1];
  return madeMeasurement({
    detectors: { duplicates: madeDetector(), 'retry-storms': madeDetector() },
    strategies: { router: madeStrategy(sum / 3) },
    total: {
      ...group('', 0),
      calls: calls[0] + calls[1],
      money: madeMoney(sum, sum * scale),
      waste: { duplicates: madeWaste(2, usd[0] + usd[1]), 'retry-storms': madeWaste(2, usd[0] + usd[1]) },
      recoverable: madeMoney(usd[0] + usd[1]),
    },
    groups: {
      template: [group('prompt:aaaa', 0), group('prompt:bbbb', 1)],
      feature: [group('search', 0), group('chat', 1)],
      user: [group('ann', 0), group('', 1)],
      model: [group('small', 0), group('large', 1)],
    },
  });
}

const LOG = log([60, 40], [0.01, 0.02]);

function statuses({ budgets }: Judgement): Record<string, string> {
  return Object.fromEntries(budgets.map(({ budget, status }) => [budget.name, status]));
}

describe('a log beside itself', () => {
  const usd = fc.double({ min: 1e-9, max: 1e6, noNaN: true });
  const calls = fc.integer({ min: 1, max: 1e6 });

  test('exceeds no increase of any measure, whatever it costs', () => {
    fc.assert(
      fc.property(calls, calls, usd, usd, (n, m, c, d) => {
        const made = log([n, m], [c, d]);
        const budgets = IDS.flatMap((id) => [
          madeBudget(id, { name: `${id} share`, maxIncrease: { share: 0 } }),
          madeBudget(id, { name: `${id} amount`, maxIncrease: { amount: 0 } }),
        ]);
        const judgement = judge(madeInput(budgets, made, made));
        expect(judgement.verdict).toBe('passed');
        expect(new Set(Object.values(statuses(judgement)))).toEqual(new Set(['passed']));
      }),
      { numRuns: 50 },
    );
  });

  test('keeps limits that are what it comes to', () => {
    const found = judge(
      madeInput(
        IDS.filter((id) => id !== 'likeForLikeCost').map((id) => madeBudget(id, { max: 1e12 })),
        LOG,
      ),
    );
    const budgets = found.budgets.map(({ budget, judged }): Budget => {
      const value = judged[0]!.value!;
      return { ...budget, max: value, min: value };
    });
    expect(judge(madeInput(budgets, LOG)).verdict).toBe('passed');
    const stricter = budgets.filter(({ max }) => max! > 0).map((one) => ({ ...one, max: one.max! * 0.999 }));
    expect(new Set(judge(madeInput(stricter, LOG)).budgets.map(({ status }) => status))).toEqual(
      new Set(['failed']),
    );
  });
});

describe('a regression', () => {
  const budgets = [
    madeBudget('cost', { maxIncrease: { share: 0.1 } }),
    madeBudget('costPerCall', { maxIncrease: { share: 0.1 } }),
    madeBudget('likeForLikeCost', { maxIncrease: { share: 0.1 } }),
  ];

  test('twice the calls of the same kind cost more, and no call costs more', () => {
    const judgement = judge(madeInput(budgets, log([120, 80], [0.01, 0.02]), LOG));
    expect(statuses(judgement)).toEqual({ cost: 'failed', costPerCall: 'passed', likeForLikeCost: 'passed' });
    expect(judgement.verdict).toBe('failed');
    const [cost, , alike] = judgement.budgets;
    expect(cost!.judged[0]).toMatchObject({ value: 2.8, compared: { baseline: 1.4, current: 2.8 } });
    expect(cost!.judged[0]!.exceeded).toEqual([
      { limit: 'maxIncrease', allowed: 1.4 + 1.4 * 0.1, found: 2.8 },
    ]);
    expect(alike!.judged[0]!.compared).toEqual({ baseline: 2.8, current: 2.8 });
  });

  test('a dearer prompt fails both, also where other tests are gone', () => {
    const dearer = log([60, 10], [0.02, 0.02]);
    const judgement = judge(madeInput(budgets, dearer, LOG));
    expect(statuses(judgement)).toEqual({ cost: 'passed', costPerCall: 'failed', likeForLikeCost: 'failed' });
    expect(judgement.budgets[2]!.judged[0]).toMatchObject({
      value: 1.4,
      compared: { baseline: 60 * 0.01 + 10 * 0.02, current: 1.4 },
      show: 'template=prompt:aaaa',
    });
  });

  test('other prices are not more use: only what is billed sees them', () => {
    // The same calls, of which the log's were billed at twice the baseline's prices.
    const before = log([60, 40], [0.01, 0.02], 2);
    const after = log([60, 40], [0.02, 0.04]);
    const judgement = judge(
      madeInput([...budgets, madeBudget('cost', { name: 'max', max: 2 })], after, before),
    );
    expect(statuses(judgement)).toEqual({
      ...{ cost: 'passed', costPerCall: 'passed', likeForLikeCost: 'passed' },
      max: 'failed',
    });
    expect(judgement.comparison).toMatchObject({ usageDriftUsd: 0 });
    expect(judgement.comparison!.priceDriftUsd).toBeCloseTo(1.4, 12);
  });

  test('a retry loop', () => {
    const loop = madeMeasurement({
      detectors: { 'retry-storms': madeDetector() },
      total: { calls: 100, failedCalls: 30, waste: { 'retry-storms': madeWaste(20, 3) } },
    });
    const judgement = judge(
      madeInput([madeBudget('retryShare', { max: 0.05 }), madeBudget('failedShare', { max: 0.3 })], loop),
    );
    expect(statuses(judgement)).toEqual({ retryShare: 'failed', failedShare: 'passed' });
    expect(judgement.budgets[0]!.judged[0]).toMatchObject({ value: 0.2, show: 'retry-storms' });
  });

  test('fewer hits of the cache than wanted', () => {
    const total = { tokens: { input: 70, cacheRead: 30 } };
    const judged = judge(madeInput([madeBudget('cacheHitShare', { min: 0.4 })], madeMeasurement({ total })));
    expect(judged.verdict).toBe('failed');
    expect(judged.budgets[0]!.judged[0]!.exceeded).toEqual([{ limit: 'min', allowed: 0.4, found: 0.3 }]);
  });
});

test('a failing budget more never makes the verdict better', () => {
  const order = { passed: 0, notJudged: 1, failed: 2 };
  const budget = fc.record({
    name: fc.constant('b'),
    level: fc.constantFrom('off' as const, 'warn' as const, 'error' as const),
    measure: fc.constantFrom(...IDS.filter((id) => measureOf(id)!.needsBaseline !== true)),
    max: fc.constantFrom(0, 0.5, 1e9),
    maxIncrease: fc.constantFrom({ share: 0 }, { amount: 1 }),
    minCalls: fc.constantFrom(1, 1000),
  });
  const failing = madeBudget('calls', { name: 'failing', max: 1 });
  fc.assert(
    fc.property(fc.array(budget, { maxLength: 4 }), fc.boolean(), (budgets, hasBaseline) => {
      const verdict = (all: readonly Budget[]) =>
        judge(madeInput(all, LOG, hasBaseline ? LOG : undefined)).verdict;
      expect(verdict([...budgets, failing])).toBe('failed');
      expect(order[verdict([failing, ...budgets])]).toBeGreaterThanOrEqual(order[verdict(budgets)]);
    }),
  );
});

test('the same input gives the same judgement, and changes nothing in it', () => {
  const input = madeInput([madeBudget('cost', { max: 1, maxIncrease: { share: 0 } })], LOG, LOG);
  const before = JSON.stringify(input);
  expect(judge(input)).toEqual(judge(input));
  expect(JSON.stringify(input)).toBe(before);
});
