import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StrategyResult } from '../../src/model/report.ts';
import cache from '../../src/strategies/cache.ts';
import { inOrder } from '../support/calls.ts';
import { MODELS, metric, START } from './caching/run-cache.ts';
import { slowCache } from './caching/slow-cache.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MINUTE = 60_000;

const rows = fc.array(
  fc.record({
    text: fc.constantFrom('a', 'A', 'b', 'c', 'd'),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * MINUTE })),
    latencyMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * MINUTE })),
    failed: fc.boolean(),
    user: fc.constantFrom('', 'u', 'v'),
    feature: fc.constantFrom('', 'f'),
    requestedModel: fc.constantFrom('gpt-4.1', 'gpt-4.1', 'latest'),
    params: fc.constantFrom(1, 1, 1, 2),
    temperature: fc.constantFrom(0, 0, 1, Number.NaN),
    input: fc.integer({ min: 1, max: 1000 }),
  }),
  { maxLength: 60 },
);
const options = fc.record({
  isNormalized: fc.boolean(),
  ttl: fc.constantFrom('0', '10m', '1h', '30d'),
  capacity: fc.nat(3),
  scope: fc.constantFrom('global', 'user', 'feature'),
  deterministicOnly: fc.boolean(),
});
const TTL_MS: Readonly<Record<string, number>> = {
  '0': 0,
  '10m': 10 * MINUTE,
  '1h': 60 * MINUTE,
  '30d': 43_200 * MINUTE,
};

test('the cache agrees with a slow one that keeps a diary: calls, dollars, hits across users, size', () => {
  fc.assert(
    fc.property(rows, options, (drawn, { isNormalized, ttl, ...rest }) => {
      let time = START;
      const { prompts, nodes } = fakePrompts(drawn.map(({ text }) => [{ text }]));
      const calls = inOrder(
        drawn.map(({ text: _, gap, input, ...parts }, i) => {
          time += gap;
          return { ...parts, model: 'gpt-4.1', time, prompt: nodes[i]!, usage: { input, output: 0 } };
        }),
      );
      const texts = drawn.map(({ text }) => text);
      const mode = isNormalized ? 'normalized' : 'exact';
      const choice = choose({ ...cache, sweeps: [] }, { ...rest, ttl, mode });
      const result = replayCalls([choice], contextOf(prompts, MODELS), calls).strategies[0] as StrategyResult;
      const slow = slowCache(calls, texts, { ...rest, isNormalized, ttlMs: TTL_MS[ttl]! });

      if (result.status === 'notApplicable') return;
      const savedUsd = slow.hits.reduce((usd, index) => usd + (calls[index]!.usage.input * 2) / 1e6, 0);
      expect(result.callsChanged).toBe(slow.hits.length);
      expect(result.savedUsd).toBeCloseTo(savedUsd, 12);
      expect(metric(result, 'lookUps')).toBe(slow.lookUps);
      expect(metric(result, 'hits')).toBe(slow.hits.length);
      expect(metric(result, 'crossUserHits') ?? 0).toBe(slow.crossed);
      expect(metric(result, 'entriesPeak')).toBe(slow.peak);
      const days = result.views[0]!.rows;
      expect(days.reduce((sum, { hits }) => sum + Number(hits), 0)).toBe(slow.hits.length);
    }),
    { numRuns: 1000 },
  );
});
