import { describe, expect, test } from 'vitest';
import { figureOf } from '../../../src/gate/measures/figure-of.ts';
import { MEASURES, type Measure, measureOf } from '../../../src/gate/measures/measures.ts';
import { TOKEN_MEASURES } from '../../../src/model/measurement.ts';
import { madeDetector, madeMeasurement, madeMoney, madeStrategy, madeWaste } from '../made-measurement.ts';

/** 50 calls of which 8 failed, 10 have no price, and 40 have known tokens; $24 as billed, $20 today. */
const LOG = madeMeasurement({
  detectors: { duplicates: madeDetector(), 'retry-storms': madeDetector() },
  strategies: { router: madeStrategy(6) },
  total: {
    calls: 50,
    failedCalls: 8,
    unpricedCalls: 10,
    countedCalls: 40,
    money: madeMoney(24, 20),
    tokens: {
      input: 3000,
      cacheRead: 4000,
      cacheWrite5m: 600,
      cacheWrite1h: 400,
      output: 1000,
      reasoning: 250,
    },
    quantiles: {
      input: { p50: 180, p95: 900 },
      output: { p50: 20, p95: 70 },
      reasoning: { p50: 0, p95: 60 },
    },
    waste: { duplicates: madeWaste(5, 3, 4), 'retry-storms': madeWaste(6, 1) },
    recoverable: madeMoney(3.6, 4.5),
  },
  groups: {
    user: [
      { key: '', money: madeMoney(4, 2) },
      { key: 'ann', money: madeMoney(12, 9) },
      { key: 'bob', money: madeMoney(8, 9) },
    ],
    feature: [{ key: 'search', money: madeMoney(24, 20) }],
    template: ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, money: madeMoney(4.8, 4) })),
    model: ['m', 'n', 'o'].map((key) => ({ key, money: madeMoney(8, 6) })),
  },
});

/** Worked out by hand, as billed and at today's prices. */
const FIGURES: Readonly<Record<string, readonly [number, number]>> = {
  cost: [24, 20],
  costPerCall: [24 / 40, 0.5],
  costPer1000Calls: [600, 500],
  // 50 calls less 10 without a price less 8 failed ones.
  costPerSuccessfulCall: [0.75, 0.625],
  // Two users, and what calls of nobody cost is left out.
  costPerUser: [10, 9],
  costPerFeature: [24, 20],
  costPerTemplate: [4.8, 4],
  costPerModel: [8, 6],
  calls: [50, 50],
  inputTokensPerCall: [200, 200],
  'inputTokensPerCall.p50': [180, 180],
  'inputTokensPerCall.p95': [900, 900],
  outputTokensPerCall: [25, 25],
  'outputTokensPerCall.p50': [20, 20],
  'outputTokensPerCall.p95': [70, 70],
  reasoningTokensPerCall: [6.25, 6.25],
  'reasoningTokensPerCall.p50': [0, 0],
  'reasoningTokensPerCall.p95': [60, 60],
  recoverable: [3.6, 4.5],
  recoverableShare: [0.15, 0.225],
  cacheHitShare: [0.5, 0.5],
  failedShare: [0.16, 0.16],
  retryShare: [0.12, 0.12],
  'finding.duplicates': [3, 4],
  'finding.duplicates.share': [0.125, 0.2],
  // Looked, and found nothing.
  'finding.batchable': [0, 0],
  'strategy.router': [6, 6],
  'strategy.router.share': [0.25, 0.25],
};

describe('every measure comes to what it does by hand', () => {
  test.each(Object.entries(FIGURES))('%s', (id, [then, now]) => {
    const { formula } = measureOf(id)!;
    const figure = (prices: 'then' | 'now') => figureOf(formula, LOG, LOG.total, prices).value;
    expect(figure('then')).toBeCloseTo(then, 12);
    expect(figure('now')).toBeCloseTo(now, 12);
  });

  test('none is left out', () => {
    const tested = new Set([...Object.keys(FIGURES), 'likeForLikeCost']);
    expect(MEASURES.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual([]);
    expect(MEASURES.every((measure) => measureOf(measure.id) === measure)).toBe(true);
    expect(new Set(MEASURES.map(({ id }) => id)).size).toBe(MEASURES.length);
  });
});

describe('what is not known is not 0', () => {
  const empty = { calls: 0, countedCalls: 0, tokens: { input: 0, output: 0 } };
  const unpriced = {
    calls: 5,
    unpricedCalls: 5,
    money: madeMoney(0, 0),
    waste: { duplicates: madeWaste(2, 0) },
  };
  const failed = { calls: 5, failedCalls: 5, countedCalls: 0, tokens: { input: 0, output: 0 } };
  const unknown = (
    id: string,
    total: Parameters<typeof madeMeasurement>[0],
    prices: 'then' | 'now' = 'then',
  ) => {
    const log = madeMeasurement(total);
    return figureOf(measureOf(id)!.formula, log, log.total, prices);
  };

  test.each([
    ['costPerCall', { total: empty }, 'no call has a price'],
    ['cost', { total: unpriced }, 'no call has a price'],
    ['recoverable', { total: unpriced }, 'no call has a price'],
    ['finding.duplicates', { total: unpriced }, 'no call has a price'],
    ['costPerCall', { total: unpriced }, 'no call has a price'],
    [
      'costPerUser',
      { total: unpriced, groups: { user: [{ key: 'ann', ...unpriced }] } },
      'no call has a price',
    ],
    ['costPerUser', { groups: { user: [{ key: '' }] } }, 'no call names a user'],
    ['costPerFeature', { groups: { feature: [{ key: '' }] } }, 'no call names a feature'],
    ['costPerTemplate', {}, 'nothing was measured by template: write it anew with the budgets of now'],
    ['costPerSuccessfulCall', { total: failed }, 'no call with a price succeeded'],
    ['inputTokensPerCall', { total: failed }, 'no call has known tokens'],
    ['outputTokensPerCall.p95', { total: failed }, 'no call has known tokens'],
    ['cacheHitShare', { total: failed }, 'no call has known prompt tokens'],
    ['failedShare', { total: empty }, 'there is no call'],
    ['recoverableShare', { total: { money: madeMoney(0) } }, 'the calls cost nothing'],
    ['strategy.router', {}, 'its saving is not known'],
    [
      'strategy.router.share',
      { total: { money: madeMoney(0) }, strategies: { router: madeStrategy(0) } },
      'the calls cost nothing',
    ],
    ['likeForLikeCost', {}, 'it is only known beside a baseline'],
  ])('%s of %j', (id, made, reason) => {
    expect(unknown(id, made)).toEqual({ value: null, reason });
  });

  test('a price that today’s book lacks', () => {
    const total = { money: madeMoney(3, Number.NaN) };
    expect(unknown('cost', { total })).toEqual({ value: 3 });
    expect(unknown('cost', { total }, 'now')).toEqual({
      value: null,
      reason: 'not all of its calls have a price on the day that both logs are priced at',
    });
  });

  test('a call from the caller’s own cache costs nothing, and that is known', () => {
    expect(unknown('costPerCall', { total: { calls: 4, money: madeMoney(0) } })).toEqual({ value: 0 });
  });
});

describe('a measure says what it needs', () => {
  const facts = (id: string): Partial<Measure> | undefined => {
    const measure = measureOf(id);
    if (measure === undefined) return undefined;
    const { title, unit, isPerGroup, isMoney, detector, strategy } = measure;
    return { title, unit, isPerGroup, isMoney, ...(detector && { detector }), ...(strategy && { strategy }) };
  };

  test.each([
    ['costPerCall', { title: 'cost per call', unit: 'usd', isPerGroup: true, isMoney: true }],
    ['costPerUser', { title: 'cost per user', unit: 'usd', isPerGroup: false, isMoney: true }],
    ['likeForLikeCost', { title: 'like-for-like cost', unit: 'usd', isPerGroup: false, isMoney: true }],
    ['calls', { title: 'calls', unit: 'calls', isPerGroup: true, isMoney: false }],
    [
      'inputTokensPerCall.p95',
      { title: 'input tokens per call (p95)', unit: 'tokens', isPerGroup: true, isMoney: false },
    ],
    ['cacheHitShare', { title: 'cache-hit share', unit: 'share', isPerGroup: true, isMoney: false }],
    [
      'retryShare',
      { title: 'retry share', unit: 'share', isPerGroup: true, isMoney: false, detector: 'retry-storms' },
    ],
    [
      'finding.near-duplicates.share',
      {
        title: 'share lost to near-duplicates',
        unit: 'share',
        isPerGroup: true,
        isMoney: true,
        detector: 'near-duplicates',
      },
    ],
    [
      'strategy.router',
      {
        title: 'money that router would save',
        unit: 'usd',
        isPerGroup: false,
        isMoney: true,
        strategy: 'router',
      },
    ],
  ])('%s', (id, expected) => {
    expect(facts(id)).toEqual(expected);
  });

  test.each([
    '',
    'costs',
    'Cost',
    'finding',
    'finding.',
    'finding.x.money',
    'strategy.A',
    '__proto__',
    'calls.p50',
  ])('%j is none', (id) => {
    expect(measureOf(id)).toBeUndefined();
  });

  test('money is whatever is in dollars, and shares of it', () => {
    const money = MEASURES.filter(({ isMoney }) => isMoney).map(({ id }) => id);
    expect(money).toEqual([
      ...['cost', 'costPerCall', 'costPer1000Calls', 'costPerSuccessfulCall'],
      ...['costPerUser', 'costPerFeature', 'costPerTemplate', 'costPerModel'],
      ...['likeForLikeCost', 'recoverable', 'recoverableShare'],
    ]);
  });

  test('quantiles are of all three kinds of tokens', () => {
    const ids = TOKEN_MEASURES.flatMap((tokens) =>
      ['', '.p50', '.p95'].map((at) => `${tokens}TokensPerCall${at}`),
    );
    expect(MEASURES.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });
});
