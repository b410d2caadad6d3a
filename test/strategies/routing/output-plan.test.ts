import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import router from '../../../src/strategies/router.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8 },
  { model: 'gpt-4.1', provider: 'holysheep', input: 1, output: 4, isClaim: true },
  {
    model: 'deepseek-v3.2',
    provider: 'holysheep',
    input: 0.14,
    output: 0.42,
    reasoning: true,
    isClaim: true,
  },
  { model: 'gemini-2.5-flash', provider: 'holysheep', input: 0.3, output: 2.5, isClaim: true },
  { model: 'public-v3.2', input: 0.28, output: 0.42 },
]);

type Parts = Parameters<typeof inOrder>[0][number];

/** 1,000 counted prompt tokens and no answer. */
function asked(parts: Parts = {}): Parts {
  return { usageBasis: 'estimated', usage: { input: 1000, output: 0 }, ...parts };
}

function run(parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult {
  const article = router.presets!['first-article']!.options;
  const context = contextOf(fakePrompts([]).prompts, MODELS);
  return replayCalls([choose(router, { ...article, ...options })], context, inOrder(parts)).strategies[0]!;
}

const rowsOf = (result: StrategyResult) => result.views[0]?.rows ?? [];

describe('claims', () => {
  test('S0-09: 1,000 tokens to classify on DeepSeek V3.2 cost $0.0001484, not $0.0004284', () => {
    expect(rowsOf(run([asked({ feature: 'classification' })]))).toMatchObject([
      { task: 'classification', calls: 1, inputTokens: 1000, outputTokens: 20 },
    ]);
    const routed = rowsOf(run([asked({ feature: 'classification' })]))[0]!.routedUsd;
    expect(routed).toBeCloseTo(0.0001484, 12);
    const listed = run([asked({ feature: 'classification' })], {
      tasks: 'classification=public-v3.2',
      provider: '',
    });
    expect(rowsOf(listed)[0]!.routedUsd).toBeCloseTo(0.0002884, 12);
  });

  test('S0-10: creative on GPT-4.1 costs $0.0100, not $0.0160', () => {
    const [row] = rowsOf(run([asked({ feature: 'creative' })], { tasks: 'creative=keep' }));
    expect(row).toMatchObject({ outputTokens: 1000 });
    expect(row!.nowUsd).toBeCloseTo(0.01, 12);
    expect(row!.routedUsd).toBeCloseTo(0.01, 12);
  });

  test('S0-11: leaving GPT-4.1 saves $0.0020116 of a classification, not $0.0077', () => {
    const [row] = rowsOf(run([asked({ feature: 'classification' })]));
    expect(Number(row!.nowUsd) - Number(row!.routedUsd)).toBeCloseTo(0.0020116, 12);
  });
});

describe('planned answers', () => {
  test('leave the savings alone: the log has no answer on either side', () => {
    const result = run([asked({ feature: 'classification' })]);
    expect(result.beforeUsd).toBeCloseTo(0.002, 12);
    expect(result.afterUsd).toBeCloseTo(0.00014, 12);
    expect(result.assumptions.join()).toContain('1 calls have no logged answer');
    expect(result.assumptions.join()).toContain('1 calls are priced at what a reseller claims');
  });

  test.each([
    ['logged usage', { usageBasis: 'logged' as const }],
    ['an output that was counted', { usage: { input: 1000, output: 1 } }],
    ['an answer of tool calls', { response: 7 }],
    ['an empty answer', { answerLength: 0 }],
    ['a failed call', { failed: true }],
  ])('never replace %s', (_, parts) => {
    expect(run([asked({ feature: 'classification', ...parts })]).views).toEqual([]);
  });

  test('* plans the tasks without a share of their own; without any nothing is planned', () => {
    expect(rowsOf(run([asked({ feature: 'checkout' })]))).toMatchObject([{ task: '*', outputTokens: 500 }]);
    expect(run([asked({ feature: 'checkout' })], { outputShares: '' }).views).toEqual([]);
    expect(run([asked()], { outputShares: 'a=-1' })).toMatchObject({ status: 'failed' });
  });

  test('whole tokens, rounded down; tasks in the order of the option', () => {
    const rows = rowsOf(
      run([
        asked({ feature: 'analysis', usage: { input: 3, output: 0 } }),
        asked({ feature: 'extraction' }),
        asked({ feature: 'extraction' }),
      ]),
    );
    expect(rows).toMatchObject([
      { task: 'extraction', calls: 2, inputTokens: 2000, outputTokens: 300 },
      { task: 'analysis', calls: 1, inputTokens: 3, outputTokens: 1 },
    ]);
  });

  test('the ceiling counts the planned answer', () => {
    // 1,000 in and 500 out: $0.00155 on Gemini, $0.00035 on DeepSeek
    const result = run([asked({ feature: 'analysis' })], {
      tasks: 'analysis=gemini-2.5-flash|deepseek-v3.2',
      ceilingUsd: 0.001,
    });
    expect(result.groups[0]!.key).toBe('analysis: deepseek-v3.2');
    expect(rowsOf(result)[0]!.routedUsd).toBeCloseTo(0.00035, 12);
  });
});
