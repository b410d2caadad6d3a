import type { Measurement } from '../../../src/model/measurement.ts';
import {
  type MadeMeasurement,
  madeDetector,
  madeMeasurement,
  madeMoney,
  madeStrategy,
} from '../made-measurement.ts';

const TERMS = { provider: 'openai', tier: 'standard', above: 0, peak: [], isReasoning: false } as const;

/** A small log with a little of everything. */
export function sampleMeasurement(made: MadeMeasurement = {}): Measurement {
  const search = madeMoney(1.25, 1.5, [row(1, 900), row(0, 1000)]);
  const rest = madeMoney(0.1 + 0.2, 0.3, [row(0, 100)]);
  return madeMeasurement({
    tool: '0.5.0',
    priceBook: { version: '2026-11-19', overrides: ['/home/ann/secret/prices.json: own prices for a/b'] },
    where: ['user=ann@example.com', 'feature!=batch', 'model=gpt-*'],
    terms: [
      { model: 'gpt-5-mini', ...TERMS },
      { model: 'gpt-4.1', ...TERMS },
    ],
    detectors: {
      'retry-storms': madeDetector({ status: 'failed', reason: 'cannot open /home/ann/x' }),
      duplicates: madeDetector({ options: { window: '24h', minCalls: 2 } }),
      cache: madeDetector({ status: 'notApplicable', reason: 'no call has a prompt' }),
    },
    strategies: { router: madeStrategy(-0.5, { options: { share: 0.5 } }) },
    total: {
      calls: 12,
      quantiles: {
        input: { p50: 80, p95: 200 },
        output: { p50: 10, p95: 12 },
        reasoning: { p50: 0, p95: 0 },
      },
      money: madeMoney(1.55, 1.8, [row(1, 900), row(0, 1100)]),
      waste: { duplicates: { calls: 2, money: madeMoney(0.25, 0.25, [row(1, 12.5)]) } },
    },
    groups: {
      user: [
        { key: 'ann@example.com', calls: 10, money: search },
        { key: '', calls: 2, money: rest },
      ],
      template: [
        {
          key: 'prompt:0123456789abcdef',
          label: 'Answer the question <*>',
          calls: 8,
          sketch: [1, 256, 4_294_967_295],
          money: search,
        },
        { key: 'feature:search', calls: 2, money: rest },
      ],
      feature: [{ key: 'search\u202e', calls: 12, money: search }],
      model: [{ key: 'gpt-4.1', calls: 12, money: search }],
    },
    ...made,
  });
}

function row(terms: number, input: number) {
  return { terms, input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 10 };
}
