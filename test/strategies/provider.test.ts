import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import { familiesOf, modelFacts } from '../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../src/engine/facts/token-ratios.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import provider from '../../src/strategies/provider.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const book = loadPriceBook();
const REAL = modelFacts(book, new TokenRatios(familiesOf(book), []));

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5, batch: 0.5 },
  { model: 'gpt-4.1', provider: 'host', input: 1.5, output: 6, contextWindow: 5000 },
  { model: 'gpt-4.1', provider: 'dear', input: 4, output: 16, batch: 0.5 },
  {
    model: 'gpt-4.1',
    provider: 'cached',
    input: 1.8,
    output: 7,
    cacheRead: 0.1,
    cacheMinTokens: 1024,
    cacheStepTokens: 128,
  },
  { model: 'gpt-4.1', provider: 'reseller', input: 1, output: 4, isClaim: true },
  { model: 'own', input: 1, output: 1 },
]);

type Parts = Parameters<typeof inOrder>[0][number];

function run(parts: readonly Parts[], options: AnyOptionValues = {}, models = MODELS): StrategyResult {
  const context = contextOf(fakePrompts([]).prompts, models);
  return replayCalls([choose(provider, options)], context, inOrder(parts)).strategies[0]!;
}

describe('claims', () => {
  test('S1-09: the reseller claims half of the direct price, of input and of output', () => {
    const preset = provider.presets!['second-article']!.options;
    for (const usage of [
      { input: 1000, output: 0 },
      { input: 0, output: 1000 },
    ]) {
      const result = run([{ usage }], preset, REAL);
      expect(result.savedUsd / result.beforeUsd).toBeCloseTo(0.5, 12);
      expect(result.groups[0]!.key).toBe('gpt-4.1 at holysheep (a claim)');
      expect(result.basis).toBe('assumed');
    }
  });

  test('S1-28: 50M in and 20M out cost $130 on its $1/$4 tier, not $40', () => {
    // 1,000 calls of 50,000 and 20,000 tokens.
    const usage = { input: 50_000, output: 20_000 };
    const result = run(Array(1000).fill({ usage }), provider.presets!['first-article']!.options, REAL);
    expect(result.beforeUsd).toBeCloseTo(260, 9);
    expect(result.afterUsd).toBeCloseTo(130, 9);
  });

  test('the third article names no input price, so nothing can be priced there', () => {
    const parts = [{ model: 'deepseek-v4-flash', provider: '', time: Date.UTC(2026, 5, 1) }];
    const result = run(parts, provider.presets!['third-article']!.options, REAL);
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0 });
    expect(result.assumptions.join()).toContain('1 calls stay, since no other provider has all prices');
  });
});

describe('where the model goes', () => {
  test('to the cheapest list price, with the same tokens', () => {
    const result = run([{}]);
    // 1,000 x 1.5 + 100 x 6 per million
    expect(result.afterUsd).toBeCloseTo(0.0021, 12);
    expect(result.groups[0]!.key).toBe('gpt-4.1 at host');
    expect(result.basis).toBe('estimated');
    expect(result.risks.otherModel).toBe(0);
  });

  test('to a claimed price only when asked', () => {
    const result = run([{}], { claims: true });
    expect(result.afterUsd).toBeCloseTo(0.0014, 12);
    expect(result.assumptions.join()).toContain('1 calls are priced at what a reseller claims');
    const unasked = run([{}], { to: 'reseller' });
    expect(unasked.callsChanged).toBe(0);
    expect(unasked.assumptions.join()).toContain('a mere claim is the only other price');
  });

  test('to a named provider even where it is dearer', () => {
    expect(run([{}], { to: 'dear' }).savedUsd).toBeCloseTo(0.0028 - 0.0056, 12);
    expect(run([{ provider: 'host' }]).callsChanged).toBe(0);
  });

  test('a call that does not fit goes to the next cheapest', () => {
    expect(run([{ usage: { input: 6000 } }]).groups[0]!.key).toBe('gpt-4.1 at cached');
  });

  test('cached input stays cached only where that works by itself', () => {
    const parts = [{ usage: { input: 100, cacheRead: 2000, output: 0 } }];
    // 1,920 x 0.1 + 180 x 1.8, or 2,100 x 1.5, per million
    expect(run(parts).afterUsd).toBeCloseTo(0.000516, 12);
    expect(run(parts, { to: 'host' }).afterUsd).toBeCloseTo(0.00315, 12);
  });

  test('a batch call only where there is a batch rate', () => {
    const result = run([{ tier: 'batch' }]);
    expect(result.callsChanged).toBe(0);
    expect(run([{ tier: 'batch' }], { to: 'dear' }).afterUsd).toBeCloseTo(0.0028, 12);
    expect(result.assumptions.join()).not.toContain('1 calls are of models that nobody');
  });

  test.each([
    ['nobody else has it', { model: 'own' }, '1 calls are of models that nobody else'],
    ['unpriced', { model: 'unknown' }, ''],
    ['without usage', { usageBasis: 'none' as const, failed: true }, ''],
  ])('%s: it stays', (_, parts, said) => {
    const result = run([parts]);
    expect(result).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    expect(result.assumptions.join()).toContain(said);
  });

  test('claims that are not honoured are the pessimistic end', () => {
    const context = contextOf(fakePrompts([]).prompts, MODELS);
    const replayed = (options: AnyOptionValues) =>
      replayCalls([choose(provider, options)], context, inOrder([{}]), { ranges: true }).strategies[0]!.range;
    expect(replayed({})).toBeNull();
    expect(replayed({ claims: true })!.pessimisticUsd).toBeCloseTo(0.0007, 12);
    expect(replayed({ claims: true })!.optimisticUsd).toBeCloseTo(0.0014, 12);
  });
});

test('a cloud that passes its maker’s list on passes its prompt cache on', () => {
  const usage = { input: 100, cacheRead: 50_000, cacheWrite1h: 300, output: 100 };
  const parts = [{ model: 'claude-sonnet-4-5', provider: 'anthropic', usage }];
  const result = run(parts, { to: 'bedrock' }, REAL);
  expect(result).toMatchObject({ callsChanged: 1 });
  expect(result.savedUsd).toBeCloseTo(0, 15);
  expect(result.groups[0]!.key).toBe('claude-sonnet-4-5 at amazon-bedrock');
});

describe('what a seller takes besides the price', () => {
  const qwen = { model: 'qwen/qwen3-32b', provider: 'groq', time: Date.UTC(2026, 10, 1) };

  test('OpenRouter takes 5.5% when credits are bought', () => {
    const usage = { input: 10_000, output: 10_000 };
    const result = run([{ ...qwen, usage }], { to: 'openrouter' }, REAL);
    // (0.29 + 0.59) / 100 at Groq, (0.08 + 0.28) / 100 at OpenRouter
    expect(result.beforeUsd).toBeCloseTo(0.0088, 12);
    expect(result.ownCostUsd).toBeCloseTo(0.0036 * 0.055, 12);
    expect(result.afterUsd).toBeCloseTo(0.0036 * 1.055, 12);
    expect(result.assumptions.join()).toContain('1 calls pay a fee on top: 0.055 of the price at OpenRouter');
    expect(run([{ ...qwen, usage }], { to: 'openrouter', routerFee: 0 }, REAL).ownCostUsd).toBe(0);
  });

  test('an offer whose fee eats the saving is not taken unasked', () => {
    const all = run([qwen], { routerFee: 1 }, REAL);
    expect(run([qwen], {}, REAL).callsChanged).toBe(1);
    expect(all.savedUsd).toBeGreaterThanOrEqual(0);
    const maker = { model: 'gpt-4.1', provider: 'openai' };
    expect(run([maker], { to: 'openrouter' }, REAL).savedUsd).toBeCloseTo(-0.0028 * 0.055, 12);
  });

  test('Claude in a region of a cloud is dearer, a cloud’s own models are not', () => {
    const options = { to: 'bedrock', regionalFee: 0.1 };
    const claude = run([{ model: 'claude-sonnet-4-5', provider: 'anthropic' }], options, REAL);
    expect(claude.savedUsd).toBeCloseTo(-0.1 * claude.beforeUsd, 12);
    const llama = { model: 'llama-3.3-70b-versatile', provider: 'groq' };
    expect(run([llama], options, REAL).ownCostUsd).toBe(0);
  });
});
