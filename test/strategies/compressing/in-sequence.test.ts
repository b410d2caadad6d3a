import { expect, test } from 'vitest';
import type { Strategy } from '../../../src/contracts/strategy.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import compression from '../../../src/strategies/compression.ts';
import promptCache from '../../../src/strategies/prompt-cache.ts';
import truncation from '../../../src/strategies/truncation.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { type FakeSegment, fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const CACHING = { cacheMinTokens: 1024, cacheStepTokens: 128 };
const MODELS = fakeModels([
  { model: 'half', input: 2.5, output: 10, cacheRead: 1.25, ...CACHING },
  { model: 'tenth', input: 2.5, output: 10, cacheRead: 0.25, ...CACHING },
  { model: 'squeezer', input: 0.1, output: 0.4 },
]);
const HEAD: FakeSegment = { text: 'rules', kind: 'system', tokens: 3000 };
const ask = (text: string): FakeSegment[] => [HEAD, { text, role: 'user', tokens: 3000 }];

/** Three calls, a second apart, whose prompts begin alike. */
function run(model: string, strategies: readonly [Strategy, Record<string, string | number>][]) {
  const { prompts, nodes } = fakePrompts(['a', 'b', 'c'].map(ask));
  const calls = inOrder(
    nodes.map((prompt, i) => ({
      model,
      prompt,
      latencyMs: 0,
      time: Date.UTC(2026, 8, 1) + 1000 * i,
      usage: { input: 6000, output: 0 },
    })),
  );
  const choices = strategies.map(([strategy, options]) => choose({ ...strategy, sweeps: [] }, options));
  return replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
}

const micro = ({ savedUsd, ownCostUsd }: StrategyResult): number => (savedUsd + ownCostUsd) * 1e6;

test('a system prompt shortened to less than the minimum is no longer cached, however long the questions are', () => {
  const options = { mode: 'lossy', compressor: 'squeezer' };
  const [shorter, cached] = run('half', [
    [compression, options],
    [promptCache, {}],
  ]);
  // 2,600 tokens less in each call; 400 are left to be cached.
  expect(micro(shorter!)).toBeCloseTo(3 * 2600 * 2.5, 6);
  expect(micro(cached!)).toBe(0);
});

test('what stands before shortened documents is cached as before', () => {
  const options = { contextKeep: 0.1, compressor: 'squeezer' };
  const [shorter, cached] = run('tenth', [
    [compression, options],
    [promptCache, {}],
  ]);
  expect(micro(shorter!)).toBeCloseTo(3 * 2700 * 2.5, 6);
  // 2,944 = 23 steps, read twice.
  expect(micro(cached!)).toBeCloseTo(2 * 2944 * 2.25, 6);
});

test('a window over shortened messages counts what is left of each', () => {
  const prompt: FakeSegment[] = [
    { text: 'documents', role: 'user', tokens: 5000 },
    { text: 'answer', role: 'assistant', tokens: 1000 },
    { text: 'question', role: 'user', tokens: 400 },
  ];
  const { prompts, nodes } = fakePrompts([prompt]);
  const calls = inOrder([{ model: 'half', prompt: nodes[0]!, usage: { input: 6400, output: 0 } }]);
  const choices = [
    choose(compression, { contextKeep: 0.1, compressor: 'squeezer' }),
    choose({ ...truncation, sweeps: [] }, { limit: 1500 }),
  ];
  const [shorter, cut] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
  // The documents keep 500 of 5,000 tokens, which then go: 1,400 are left.
  expect(micro(shorter!)).toBeCloseTo(4500 * 2.5, 6);
  expect(micro(cut!)).toBeCloseTo(500 * 2.5, 6);
});
