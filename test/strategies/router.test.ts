import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import router from '../../src/strategies/router.ts';
import { keywordTier, TIERS, taskTier } from '../../src/strategies/routing/task-tier.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { type FakeSegment, fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5, batch: 0.5, contextWindow: 1_047_576 },
  { model: 'small', input: 0.1, output: 0.4, contextWindow: 4000, maxOutput: 2000, batch: 0.5 },
  { model: 'unread', input: 0.4, output: 1.6, cacheMinTokens: 1024 },
  { model: 'same', input: 2, output: 8 },
  { model: 'mid', input: 0.4, output: 1.6, cacheRead: 0.1, cacheMinTokens: 1024, cacheStepTokens: 128 },
  {
    model: 'paid-writes',
    input: 0.3,
    output: 1.2,
    cacheRead: 0.03,
    cacheWrite5m: 0.375,
    cacheMinTokens: 1024,
  },
  { model: 'no-minimum', input: 0.4, output: 1.6, cacheRead: 0.1 },
  { model: 'thinker', input: 0.1, output: 0.5, reasoning: true },
  { model: 'dear', input: 20, output: 80 },
  { model: 'other-words', input: 0.1, output: 0.4, family: 'double' },
  { model: 'late', input: 0.1, output: 0.4, from: Date.UTC(2026, 8, 22) },
  // The second article's own table, as a reseller's prices.
  { provider: 'holysheep', model: 'gpt-4.1', input: 1, output: 4, contextWindow: 128_000 },
  { provider: 'holysheep', model: 'claude-sonnet-4.5', input: 3, output: 15, contextWindow: 200_000 },
  { provider: 'holysheep', model: 'gpt-4-32k', input: 60, output: 120 },
]);

type Parts = Parameters<typeof inOrder>[0][number] & { readonly text?: string | readonly FakeSegment[] };

function run(parts: readonly Parts[], options: AnyOptionValues, models = MODELS): StrategyResult {
  const segments = parts.map(({ text }) => (typeof text === 'string' ? [{ text }] : (text ?? [])));
  const { prompts, nodes } = fakePrompts(segments);
  const calls = inOrder(parts.map(({ text: _, ...rest }, i) => ({ prompt: nodes[i]!, ...rest })));
  const chosen = choose(router, { trivial: 'keep', standard: 'keep', complex: 'keep', ...options });
  return replayCalls([chosen], contextOf(prompts, models), calls).strategies[0]!;
}

const groupsOf = (result: StrategyResult): string[] => result.groups.map(({ key }) => key);
const EVERY = { trivial: 'small', standard: 'small', complex: 'small', expert: 'small' };

describe('tiers', () => {
  test.each([
    ['Classify this ticket', 'trivial'],
    ['Answer yes or no', 'trivial'],
    ['Summarise the text', 'standard'],
    ['Analyze the performance bottlenecks in this Python codebase', 'complex'],
    ['A thorough list', 'expert'],
    ['Explain, then debug', 'complex'],
  ])('%s: %s', (text, tier) => {
    expect(TIERS[keywordTier(text)]).toBe(tier);
  });

  test.each(['My account', 'a planet', 'listen', 'underscored', 'Hello'])('no keyword in %s', (text) => {
    expect(keywordTier(text)).toBe(-1);
  });

  test.each([
    ['ticket-classification', 'trivial'],
    ['docs.translation', 'standard'],
    ['code_gen', 'complex'],
    ['complexReasoning', 'expert'],
  ])('feature %s: %s', (name, tier) => {
    expect(TIERS[taskTier(name)]).toBe(tier);
  });

  test('a known task decides over keywords; an unknown name does not', () => {
    const text = 'Analyze deeply';
    const tierOf = (parts: Parts): string[] => groupsOf(run([{ text, ...parts }], EVERY));
    expect(tierOf({})).toEqual(['complex: small']);
    expect(tierOf({ feature: 'extraction' })).toEqual(['trivial: small']);
    expect(tierOf({ tags: '{"task_type":"summarization"}' })).toEqual(['standard: small']);
    expect(tierOf({ tags: '{"task":' })).toEqual(['complex: small']);
    expect(tierOf({ feature: 'checkout' })).toEqual(['complex: small']);
  });

  test('the last user message decides, and without a keyword the tier is standard', () => {
    const text = [
      { text: 'You plan and analyze', kind: 'system' as const },
      { text: 'Design it' },
      { text: 'A comprehensive answer', role: 'assistant' },
      { text: 'Thanks' },
      { text: 'thorough', role: 'assistant' },
    ];
    expect(groupsOf(run([{ text }], EVERY))).toEqual(['standard: small']);
  });

  test('long prompts are complex above 2,000 words and expert above 5,000', () => {
    const tierOf = (words: number): string[] => groupsOf(run([{ text: [{ text: 'count', words }] }], EVERY));
    expect(tierOf(2000)).toEqual(['trivial: small']);
    expect(tierOf(2001)).toEqual(['complex: small']);
    expect(tierOf(5000)).toEqual(['complex: small']);
    expect(tierOf(5001)).toEqual(['expert: small']);
  });

  test('without text and task a call stays, and that is said', () => {
    const result = run([{}, { text: [{ text: 'x', kind: 'block', preview: '' }] }], EVERY);
    expect(result).toMatchObject({ callsChanged: 0, status: 'clean' });
    expect(result.assumptions.join()).toContain('2 calls have neither');
  });
});

describe('what a move costs', () => {
  test('prices before and after, by hand', () => {
    const result = run([{ text: 'Hello' }], { standard: 'small' });
    // 1,000 x 2 + 100 x 8 = $0.0028; 1,000 x 0.1 + 100 x 0.4 = $0.00014
    expect(result.beforeUsd).toBeCloseTo(0.0028, 12);
    expect(result.afterUsd).toBeCloseTo(0.00014, 12);
    expect(result.basis).toBe('assumed');
  });

  test('tokens are converted between families, output too', () => {
    // (2,000 x 0.1 + 200 x 0.4) per million
    expect(run([{ text: 'Hello' }], { standard: 'other-words' }).afterUsd).toBeCloseTo(0.00028, 12);
  });

  test('cached tokens become plain input where the target charges for writes', () => {
    const usage = { input: 100, cacheRead: 2000, output: 0 };
    const result = run([{ text: 'Hello', usage }], { standard: 'paid-writes' });
    expect(result.afterUsd).toBeCloseTo((2100 * 0.3) / 1e6, 12);
  });

  test('cached tokens become plain input where the rules of the target are unknown', () => {
    const usage = { input: 100, cacheRead: 2000, output: 0 };
    const result = run([{ text: 'Hello', usage }], { standard: 'no-minimum' });
    expect(result.afterUsd).toBeCloseTo((2100 * 0.4) / 1e6, 12);
  });

  test('and where the target has no price for them', () => {
    const usage = { input: 100, cacheRead: 2000, output: 0 };
    const result = run([{ text: 'Hello', usage }], { standard: 'unread' });
    expect(result.afterUsd).toBeCloseTo((2100 * 0.4) / 1e6, 12);
  });

  test('reads stay reads on a target that caches by itself, in its steps and above its minimum', () => {
    const read = (cacheRead: number): number =>
      run([{ text: 'Hello', usage: { input: 100, cacheRead, output: 0 } }], { standard: 'mid' }).afterUsd *
      1e6;
    expect(read(2000)).toBeCloseTo(1920 * 0.1 + 180 * 0.4, 9);
    expect(read(1000)).toBeCloseTo(1100 * 0.4, 9);
  });
});

describe('calls that stay', () => {
  test.each([
    ['failed', { failed: true }],
    ['embedding', { endpoint: 'embedding' as const }],
    ['batch', { tier: 'batch' as const }],
    ['longer than the window', { usage: { input: 3950, output: 100 } }],
    ['limit and prompt longer than the window', { maxOutputTokens: 3500 }],
    ['longer answer than the target writes', { usage: { input: 10, output: 2001 } }],
  ])('%s', (_, parts) => {
    expect(run([{ text: 'Hello', ...parts }], { standard: 'small' }).callsChanged).toBe(0);
  });

  test('a model of the same name elsewhere is another candidate; one of the same price is none', () => {
    expect(run([{ text: 'Hello' }], { standard: 'gpt-4.1' }).callsChanged).toBe(0);
    const elsewhere = run([{ text: 'Hello' }], { standard: 'gpt-4.1', provider: 'holysheep' });
    expect(elsewhere.savedUsd).toBeCloseTo(0.0014, 12);
    expect(run([{ text: 'Hello' }], { standard: 'same' }).callsChanged).toBe(0);
  });

  test('a dearer model only when allowed', () => {
    expect(run([{ text: 'Hello' }], { standard: 'dear' }).callsChanged).toBe(0);
    const dearer = run([{ text: 'Hello' }], { standard: 'dear', allowDearer: true });
    expect(dearer.savedUsd).toBeCloseTo(0.0028 - 0.028, 12);
  });

  test('a model that starts to reason only when allowed', () => {
    expect(run([{ text: 'Hello' }], { standard: 'thinker' }).callsChanged).toBe(0);
    expect(run([{ text: 'Hello' }], { standard: 'thinker,mid' }).groups[0]!.key).toBe('standard: mid');
    expect(run([{ text: 'Hello' }], { standard: 'thinker', allowReasoning: true }).callsChanged).toBe(1);
  });

  test('a candidate without a price on the day of the call is passed over', () => {
    const result = run([{ text: 'Hello' }], { standard: 'late,unknown,mid' });
    expect(groupsOf(result)).toEqual(['standard: mid']);
    const none = run([{ text: 'Hello' }], { standard: 'late' });
    expect(none.assumptions.join()).toContain('1 calls fit no candidate');
  });
});

describe('claims', () => {
  const expert = (input: number): StrategyResult =>
    run(
      [
        {
          text: 'A comprehensive review',
          model: 'gpt-4-32k',
          provider: 'holysheep',
          usage: { input, output: 500 },
        },
      ],
      { expert: 'claude-sonnet-4.5,gpt-4.1', provider: 'holysheep' },
    );

  test('S1-11: 10,000 tokens in and 500 out cost $0.0375 on Sonnet, under the ceiling', () => {
    expect(groupsOf(expert(10_000))).toEqual(['expert: claude-sonnet-4.5']);
    // The fake family of Claude here is the same as the call's, as the article counts.
    expect(expert(10_000).afterUsd).toBeCloseTo(0.0375, 12);
  });

  test('S1-12: 15,000 would cost $0.0525, so GPT-4.1 at $0.0170; the switch is between 14,166 and 14,167', () => {
    expect(groupsOf(expert(15_000))).toEqual(['expert: gpt-4.1']);
    expect(expert(15_000).afterUsd).toBeCloseTo(0.017, 12);
    expect(groupsOf(expert(14_166))).toEqual(['expert: claude-sonnet-4.5']);
    expect(groupsOf(expert(14_167))).toEqual(['expert: gpt-4.1']);
  });

  test('when every candidate is above the ceiling the cheapest is taken', () => {
    const result = run([{ text: 'Hello', usage: { input: 100_000, output: 10 } }], {
      standard: 'paid-writes,mid',
      ceilingUsd: 0.001,
    });
    expect(groupsOf(result)).toEqual(['standard: paid-writes']);
  });

  test('S3-08: 5% on gpt-4 is $1,560 of $62,400, 30% on gpt-3.5 at most $234', () => {
    const models = fakeModels([
      { model: 'gpt-4-32k', input: 60, output: 120 },
      { model: 'gpt-4', input: 30, output: 60 },
      { model: 'gpt-3.5-turbo', input: 0.5, output: 1.5 },
    ]);
    const usage = { input: 0, output: 5200 };
    const parts = Array.from({ length: 100 }, (_, i) => ({
      text: i < 5 ? 'deep dive' : i < 35 ? 'explain' : 'classify',
      model: 'gpt-4-32k',
      usage,
    }));
    const tiers = {
      trivial: 'local',
      standard: 'gpt-3.5-turbo',
      expert: 'gpt-4',
      ceilingUsd: 10,
      localUsdPerMonth: 0,
    };
    const result = run(parts, tiers, models);
    expect(result.beforeUsd * 1000).toBeCloseTo(62_400, 6);
    const costOf = (key: string): number => {
      const group = result.groups.find((row) => row.key === key)!;
      return group.calls * 0.624 * 1000 - group.savedUsd * 1000;
    };
    expect(costOf('expert: gpt-4')).toBeCloseTo(1560, 6);
    expect(costOf('standard: gpt-3.5-turbo')).toBeCloseTo(234, 6);
    expect(result.afterUsd * 1000).toBeCloseTo(1794, 6);
  });

  test('S0-14: a model swap saves at most the ratio of the prices', () => {
    const models = fakeModels([
      { model: 'gpt-4.1', input: 2, output: 8 },
      { model: 'deepseek-v3.2', input: 0.28, output: 0.42 },
    ]);
    const parts = [{ text: 'Classify', usage: { input: 0, output: 1000 } }];
    const result = run(parts, { trivial: 'deepseek-v3.2' }, models);
    expect(result.beforeUsd).toBeCloseTo(0.008, 12);
    expect(result.afterUsd).toBeCloseTo(0.00042, 12);
  });
});

describe('what is supposed of the answers is said', () => {
  const said = (options: AnyOptionValues): string =>
    run([{ feature: 'faq' }, { feature: 'faq' }], options).assumptions.join('\n');

  test('how many calls go to a model that asks less than a tenth', () => {
    expect(said({ standard: 'small' })).toContain(
      '2 of the 2 moved calls go to models that ask less than a tenth',
    );
    expect(said({ standard: 'mid' })).not.toContain('less than a tenth');
  });

  test('that no answer is rejected, unless a share is given', () => {
    expect(said({ standard: 'mid' })).toContain('no moved call has to be asked for again (redoShare=0)');
    expect(said({ standard: 'mid', redoShare: 0.2 })).not.toContain('redoShare=0');
  });
});
