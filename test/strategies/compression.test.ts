import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { NO_TOKENS, type TokenCounts } from '../../src/model/usage.ts';
import compression from '../../src/strategies/compression.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { type FakeSegment, fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const CACHING = { cacheMinTokens: 1024, cacheStepTokens: 128 };
const MODELS = fakeModels([
  { model: 'gpt-5', input: 1.25, output: 10, cacheRead: 0.125, ...CACHING },
  { model: 'gpt-4o', input: 2.5, output: 10, cacheRead: 1.25, ...CACHING },
  { model: 'no-cache', input: 10, output: 30 },
  {
    model: 'claude',
    provider: 'anthropic',
    input: 3,
    output: 15,
    cacheRead: 0.3,
    cacheWrite5m: 3.75,
    cacheMinTokens: 1024,
  },
  { model: 'deepseek', input: 0.14, output: 0.28, cacheRead: 0.014, cacheMinTokens: 64, cacheStepTokens: 64 },
  { model: 'squeezer', input: 0.1, output: 0.4 },
]);

type Parts = Omit<Parameters<typeof inOrder>[0][number], 'prompt'> & {
  readonly prompt: readonly FakeSegment[];
};

function run(parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult {
  const { prompts, nodes } = fakePrompts(parts.map(({ prompt }) => prompt));
  const calls = inOrder(parts.map((part, i) => ({ ...part, prompt: nodes[i]! })));
  const chosen = choose(compression, { compressor: 'squeezer', ...options });
  return replayCalls([chosen], contextOf(prompts, MODELS), calls).strategies[0]!;
}

const system = (tokens: number, minifiedTokens = tokens): FakeSegment => ({
  text: `system ${tokens}`,
  kind: 'system',
  tokens,
  minifiedTokens,
});
const question = (tokens: number, minifiedTokens = tokens): FakeSegment => ({
  text: `question ${tokens}`,
  tokens,
  minifiedTokens,
});
const none = { output: 0 };
const perMillion = (usd: number): number => Math.round(usd * 1e12) / 1e6;

describe('lossless', () => {
  test('tokens go from plain input, scaled to what was billed', () => {
    const prompt = [system(100), question(400, 300)];
    const result = run([{ model: 'no-cache', prompt, usage: { input: 700, ...none } }]);
    // 1.4 billed tokens per base token: 140 of 700 go.
    expect(perMillion(result.savedUsd)).toBeCloseTo(140 * 10, 6);
    expect(result).toMatchObject({ status: 'found', basis: 'measured', callsChanged: 1 });
  });

  test('what was billed far beyond the text stays: images, turns that the provider keeps', () => {
    const prompt = [system(100), question(400, 300)];
    const result = run([{ model: 'no-cache', prompt, usage: { input: 20_500, ...none } }]);
    expect(perMillion(result.savedUsd)).toBeCloseTo(100 * 10, 6);
  });

  test('nothing to remove: clean', () => {
    expect(run([{ model: 'gpt-5', prompt: [system(2000)] }])).toMatchObject({ status: 'clean', savedUsd: 0 });
  });

  test('tokens of the cached prefix are worth the cache price', () => {
    const prompt = [system(2000, 1500), question(500, 400)];
    const usage = { input: 500, cacheRead: 2000, ...none };
    const result = run([{ model: 'claude', provider: 'anthropic', prompt, usage }]);
    expect(perMillion(result.savedUsd)).toBeCloseTo(500 * 0.3 + 100 * 3, 6);
  });

  test('tokens of a cache write are worth the write price', () => {
    const prompt = [system(2000, 1500), question(500)];
    const usage = { input: 500, cacheWrite5m: 2000, ...none };
    const result = run([{ model: 'claude', provider: 'anthropic', prompt, usage }]);
    expect(perMillion(result.savedUsd)).toBeCloseTo(500 * 3.75, 6);
  });

  test('a segment that is half cached loses half of its tokens at each price', () => {
    const prompt = [question(3000, 2000)];
    const usage = { input: 1500, cacheRead: 1500, ...none };
    const result = run([{ model: 'claude', provider: 'anthropic', prompt, usage }]);
    // The prefix stays above the minimum only with nothing removed beyond 476 tokens: 1,000 would remain uncached.
    expect(result.groups[0]!.key).toContain('prompt cache hit on claude is cheaper');
    const longer = run([
      {
        model: 'claude',
        provider: 'anthropic',
        prompt: [question(6000, 4000)],
        usage: { input: 3000, cacheRead: 3000, ...none },
      },
    ]);
    expect(perMillion(longer.savedUsd)).toBeCloseTo(1000 * 0.3 + 1000 * 3, 6);
  });

  test('a prefix that would fall below the minimum stays, what follows it is still shortened', () => {
    const prompt = [system(1100, 1000), question(200, 100)];
    const result = run([{ model: 'gpt-5', prompt, usage: { input: 1300, ...none } }]);
    expect(perMillion(result.savedUsd)).toBeCloseTo(100 * 1.25, 6);
  });

  test('reads on a provider with steps shrink to a whole step, the rest becomes plain input', () => {
    const prompt = [system(4096, 2048), question(100)];
    const usage = { input: 100, cacheRead: 4096, ...none };
    const result = run([{ model: 'gpt-5', prompt, usage }]);
    expect(perMillion(result.savedUsd)).toBeCloseTo(2048 * 0.125, 6);
    const odd = run([{ model: 'gpt-5', prompt: [system(4096, 2000), question(100)], usage }]);
    // 2,000 = 15 x 128 + 80
    expect(perMillion(odd.afterUsd)).toBeCloseTo(1920 * 0.125 + 180 * 1.25, 6);
  });
});

describe('lossy, claims S2-09 and S2-12: a system prompt of 2,000 tokens becomes 400', () => {
  const lossy = (model: string, usage: Partial<TokenCounts> = { input: 2000, ...none }): StrategyResult =>
    run([{ model, prompt: [system(2000)], usage }], { mode: 'lossy' });
  /** 2,000 x 0.1 + 400 x 0.4 per million, paid once. */
  const OWN = 360;

  test('on GPT-5 a cache hit costs $0.000340, 400 plain tokens $0.000500: it stays', () => {
    const result = lossy('gpt-5');
    expect(result).toMatchObject({ callsChanged: 0, savedUsd: 0, ownCostUsd: 0 });
    expect(result.groups).toEqual([
      { key: 'left as it is: a prompt cache hit on gpt-5 is cheaper', calls: 1, savedUsd: 0 },
    ]);
    const hit = { ...NO_TOKENS, input: 80, cacheRead: 1920 };
    expect(MODELS.cost({ model: 'gpt-5', provider: '', time: 0, tier: 'standard', usage: hit })).toBeCloseTo(
      0.00034,
      12,
    );
    expect(lossy('gpt-5', { input: 80, cacheRead: 1920, ...none })).toMatchObject({
      callsChanged: 0,
    });
  });

  test('on GPT-4o compression wins: 1,600 tokens at 2.50 are $0.0040, never $0.024', () => {
    const result = lossy('gpt-4o');
    expect(perMillion(result.savedUsd + result.ownCostUsd)).toBeCloseTo(4000, 6);
    expect(perMillion(result.ownCostUsd)).toBeCloseTo(OWN, 6);
    expect(result).toMatchObject({ basis: 'assumed', callsChanged: 1 });
  });

  test('on a provider that caches from 64 tokens both stay cacheable: 1,600 tokens at 0.14 are $0.000224', () => {
    const result = lossy('deepseek');
    expect(perMillion(result.savedUsd + result.ownCostUsd)).toBeCloseTo(224, 6);
  });

  test('a cache write is judged by the reads it is paid for: it stays like the reads', () => {
    const usage = { input: 0, cacheWrite5m: 2000, ...none };
    const parts = { model: 'claude', provider: 'anthropic', prompt: [system(2000)], usage };
    expect(run([parts], { mode: 'lossy' }).callsChanged).toBe(0);
  });

  test('each distinct system prompt is paid for once', () => {
    const part = (prompt: FakeSegment[]): Parts => ({
      model: 'no-cache',
      prompt,
      usage: { input: 2100, ...none },
    });
    const parts = [
      [system(2000), question(100)],
      [system(2000), { ...question(100), text: 'other' }],
      [system(1999), question(101)],
    ];
    const result = run(parts.map(part), { mode: 'lossy' });
    expect(perMillion(result.ownCostUsd)).toBeCloseTo(2 * OWN - 0.1, 6);
    expect(perMillion(result.savedUsd + result.ownCostUsd)).toBeCloseTo((1600 + 1600 + 1599) * 10, 6);
  });

  test('prompts up to the limit stay; a compressor without a price compresses nothing', () => {
    const usage = { input: 500, ...none };
    expect(run([{ model: 'no-cache', prompt: [system(500)], usage }], { mode: 'lossy' }).callsChanged).toBe(
      0,
    );
    const unpriced = run([{ model: 'no-cache', prompt: [system(2000)] }], {
      mode: 'lossy',
      compressor: 'unknown',
    });
    expect(unpriced).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    expect(unpriced.assumptions.join()).toContain('1 calls are left');
  });

  test('both: where a model shortens nothing, nothing is paid or risked', () => {
    const prompt = [system(400, 350), question(400, 300)];
    const result = run([{ model: 'no-cache', prompt, usage: { input: 800, ...none } }], { mode: 'both' });
    expect(result.groups).toMatchObject([{ key: 'lossless', calls: 1 }]);
    expect(result).toMatchObject({ ownCostUsd: 0, risks: { lessContext: 0 } });
  });

  test('both: the system prompt is shortened, the rest squeezed', () => {
    const prompt = [system(2000, 1900), question(400, 300)];
    const result = run([{ model: 'no-cache', prompt, usage: { input: 2400, ...none } }], { mode: 'both' });
    expect(perMillion(result.savedUsd + result.ownCostUsd)).toBeCloseTo((1600 + 100) * 10, 6);
    // 1,900 tokens are 1,792 cached and 108 plain, dearer than 1,920 and 80: the steps make a shorter prefix cost more.
    const kept = run([{ model: 'gpt-5', prompt, usage: { input: 2400, ...none } }], { mode: 'both' });
    expect(kept.ownCostUsd).toBe(0);
    expect(perMillion(kept.savedUsd)).toBeCloseTo(100 * 1.25, 6);
  });
});

describe('parts of a prompt, each with a share of its own', () => {
  const of = (role: string, tokens: number): FakeSegment => ({ text: `${role} ${tokens}`, role, tokens });
  const prompt = [of('user', 2000), of('assistant', 300), of('tool', 500), of('user', 100)];
  const once = (options: AnyOptionValues): StrategyResult =>
    run([{ model: 'no-cache', prompt, usage: { input: 2900, ...none } }], options);
  const net = (options: AnyOptionValues): number => {
    const result = once(options);
    return perMillion(result.savedUsd + result.ownCostUsd);
  };

  test('documents are what is long in a message of the user; results of tools; earlier answers', () => {
    expect(net({ contextKeep: 0.25 })).toBeCloseTo(1500 * 10, 6);
    expect(net({ contextKeep: 0.25, contextTokens: 2000 })).toBe(0);
    expect(net({ toolKeep: 0.5 })).toBeCloseTo(250 * 10, 6);
    expect(net({ historyKeep: 0 })).toBeCloseTo(300 * 10, 6);
    expect(net({ contextKeep: 0.25, toolKeep: 0.5, historyKeep: 0.5 })).toBeCloseTo(1900 * 10, 6);
  });

  test('each distinct text is paid once: 500 tokens in, 250 out', () => {
    const parts = { model: 'no-cache', prompt, usage: { input: 2900, ...none } };
    expect(perMillion(run([parts, parts], { toolKeep: 0.5 }).ownCostUsd)).toBeCloseTo(
      500 * 0.1 + 250 * 0.4,
      6,
    );
  });

  test('assumed, at a risk, with a range; without shares nothing is', () => {
    expect(once({ toolKeep: 0.5 })).toMatchObject({ basis: 'assumed', risks: { lessContext: 1 } });
    expect(once({})).toMatchObject({ basis: 'measured', risks: { lessContext: 0 } });
    const options = { ...choose(compression).options, toolKeep: 0.5, mode: 'lossy' };
    expect(compression.range?.(options)).toEqual({
      pessimistic: { targetTokens: 500, contextKeep: 1, toolKeep: 0.75, historyKeep: 1 },
      optimistic: { targetTokens: 300, contextKeep: 1, toolKeep: 0.375, historyKeep: 1 },
    });
    expect(compression.range?.(choose(compression).options)).toBeUndefined();
  });

  test('a part that the cache serves stays where a hit is cheaper, what follows is shortened and paid alone', () => {
    const usage = { input: 600, cacheRead: 2300, ...none };
    const result = run([{ model: 'claude', provider: 'anthropic', prompt, usage }], {
      contextKeep: 0.4,
      toolKeep: 0.5,
    });
    // Shortened documents would leave 1,100 tokens cached: cheaper still than 2,300, so all is shortened.
    expect(perMillion(result.savedUsd + result.ownCostUsd)).toBeCloseTo(1200 * 0.3 + 250 * 3, 6);
    const below = run([{ model: 'claude', provider: 'anthropic', prompt, usage }], {
      contextKeep: 0.3,
      toolKeep: 0.5,
    });
    // 900 tokens would be below the minimum and cost more than the hit: only the result goes, and only it is paid.
    expect(perMillion(below.savedUsd + below.ownCostUsd)).toBeCloseTo(250 * 3, 6);
    expect(perMillion(below.ownCostUsd)).toBeCloseTo(500 * 0.1 + 250 * 0.4, 6);
  });

  test('S2-13: the third article shortens above 1,500 words, to 400 tokens', () => {
    const { options } = compression.presets!['third-article']!;
    const chosen = { ...options, compressor: 'squeezer' };
    const net = (tokens: number): number => {
      const result = run(
        [{ model: 'no-cache', prompt: [system(tokens)], usage: { input: tokens, ...none } }],
        chosen,
      );
      return perMillion(result.savedUsd + result.ownCostUsd);
    };
    expect(net(2000)).toBeCloseTo(16_000, 6);
    expect(net(1950)).toBe(0);
  });
});
