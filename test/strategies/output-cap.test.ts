import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { PlannedCall } from '../../src/contracts/strategy.ts';
import { optionsOf } from '../../src/engine/options-of.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import type { TokenCounts } from '../../src/model/usage.ts';
import outputCap from '../../src/strategies/output-cap.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

type Parts = Parameters<typeof inOrder>[0][number];
const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, batch: 0.5 },
  { model: 'twice', input: 2, output: 8, family: 'double' },
]);
const { prompts } = fakePrompts([]);

function run(parts: readonly Parts[], options: AnyOptionValues = {}, ranges = false): StrategyResult {
  const calls = inOrder(parts);
  const chosen = choose(outputCap, options);
  return replayCalls([chosen], contextOf(prompts, MODELS), calls, { ranges }).strategies[0]!;
}
const metric = (result: StrategyResult, key: string) =>
  result.metrics.find((metric) => metric.key === key)?.value;
const answers = (...outputs: number[]): Parts[] => outputs.map((output) => ({ usage: { output } }));
const micro = (usd: number): number => Math.round(usd * 1e12) / 1e6;
const article = optionsOf(outputCap, { 'output-cap': { preset: 'fourth-article' } });

describe('share', () => {
  test('S3-10: 40% shorter answers cut the output cost by 40%, the input is unchanged', () => {
    const result = run([{ usage: { input: 1000, output: 100 } }], article);
    // 1,000 x 2 + 100 x 8 = 2,800 millionths; 40 tokens go.
    expect(micro(result.beforeUsd)).toBe(2800);
    expect(micro(result.savedUsd)).toBe(40 * 8);
    expect(micro(result.afterUsd)).toBe(1000 * 2 + 60 * 8);
    expect(result).toMatchObject({ basis: 'assumed', callsChanged: 1, risks: { shorterAnswer: 1 } });
  });

  test('the range is from half of it to a quarter more', () => {
    const { range } = run([{ usage: { output: 100 } }], article, true);
    expect(micro(range!.pessimisticUsd)).toBe(20 * 8);
    expect(micro(range!.optimisticUsd)).toBe(50 * 8);
  });

  test('whole tokens go, none of them reasoning', () => {
    const result = run([{ usage: { output: 105, reasoning: 100 } }], { mode: 'share', share: 0.5 });
    expect(metric(result, 'removedTokens')).toBe(2);
    expect(micro(run(answers(100), { mode: 'share', share: 0.29 }).savedUsd)).toBe(29 * 8);
  });

  test('a schema is billed as input with every call', () => {
    const result = run([...answers(100), ...answers(1)], { mode: 'share', schemaTokens: 50 });
    expect(micro(result.savedUsd)).toBe(40 * 8 - 2 * 50 * 2);
  });

  test('answers that are JSON alone already are said', () => {
    const json = { usage: { output: 100 }, answerLength: 50, answerJsonLength: 50 };
    const result = run([json, ...answers(100)], { mode: 'share' });
    expect(metric(result, 'alreadyJson')).toBe(1);
    expect(result.assumptions.join()).toContain('1 of the shortened answers are JSON alone');
  });
});

describe('limit', () => {
  test('what is above it is cut, and nothing else', () => {
    const result = run(answers(40, 50, 90), { tokens: 50, redoShare: 0 });
    expect(micro(result.savedUsd)).toBe(40 * 8);
    expect(result).toMatchObject({ callsChanged: 1, ownCostUsd: 0, risks: { shorterAnswer: 1 } });
    expect(metric(result, 'cutShare')).toBeCloseTo(1 / 3);
  });

  test('cut answers that are asked again cost their whole call once more', () => {
    const parts = [{ usage: { input: 1000, output: 90 } }];
    const whole = 1000 * 2 + 90 * 8;
    expect(micro(run(parts, { tokens: 50, redoShare: 1 }).savedUsd)).toBe(40 * 8 - whole);
    const half = run(parts, { tokens: 50 });
    expect(micro(half.ownCostUsd)).toBe(whole / 2);
    expect(micro(half.savedUsd)).toBe(40 * 8 - whole / 2);
    const breakEven = metric(half, 'breakEvenRedo') as number;
    expect(breakEven).toBeCloseTo((40 * 8) / whole);
    expect(micro(run(parts, { tokens: 50, redoShare: breakEven }).savedUsd)).toBe(0);
    const { range } = run(parts, { tokens: 50 }, true);
    expect(micro(range!.optimisticUsd)).toBe(320);
    expect(micro(range!.pessimisticUsd)).toBe(320 - whole);
  });

  test('the 95th percentile of the complete answers of each template, by nearest rank', () => {
    const outputs = Array.from({ length: 100 }, (_, i) => i + 1);
    const parts = [
      ...outputs.map((output) => ({ feature: 'a', usage: { output } })),
      ...answers(500, 600).map((part) => ({ ...part, feature: 'b' })),
    ];
    const result = run(parts, { redoShare: 0, breakEven: 0 });
    // 96 to 100 are cut to 95; the longest of two answers is the 95th percentile.
    expect(micro(result.savedUsd)).toBe((1 + 2 + 3 + 4 + 5) * 8);
    expect(result.views[0]!.rows).toEqual([{ template: 'a', answers: 100, limit: 95, cut: 5 }]);
    expect(metric(run(parts, { quantile: 1 }), 'shortened')).toBe(0);
    expect(metric(run(parts, { quantile: 0.07, breakEven: 0 }), 'shortened')).toBe(93 + 1);
  });

  test('only where it still saves when half of the cut calls are asked again', () => {
    const most = Array.from({ length: 38 }, () => 100);
    const parts = [
      // Two that ran away, and two that are a little longer than the others.
      ...[...most, 2000, 4000].map((output) => ({ feature: 'runs away', usage: { input: 100, output } })),
      ...[...most, 130, 150].map((output) => ({ feature: 'even', usage: { input: 100, output } })),
    ];
    const result = run(parts, {}, true);
    const runaways = 2 * 200 + 8 * 6000;
    expect(micro(result.savedUsd)).toBe(8 * (1900 + 3900) - runaways / 2);
    expect(micro(result.range!.pessimisticUsd)).toBe(8 * (1900 + 3900) - runaways);
    expect(result.callsChanged).toBe(2);
    expect(result.assumptions.join()).toContain('1 of 2 templates or features');
    expect(run(parts, { breakEven: 0 }).callsChanged).toBe(4);
    expect(run(parts, { tokens: 100 }).callsChanged).toBe(4);
    const none = run(parts, { breakEven: 0.99 });
    expect(none).toMatchObject({ callsChanged: 0, savedUsd: 0, status: 'clean' });
    expect(metric(none, 'bestBreakEven')).toBeCloseTo((8 * 5800) / runaways);
    expect(metric(result, 'bestBreakEven')).toBeCloseTo((8 * 80) / (2 * 200 + 8 * 280));
  });

  test('a template is told by its prompt, not by its feature', () => {
    const tried = fakePrompts([[{ text: 'one' }], [{ text: 'two' }]]);
    const calls = inOrder(
      [10, 10, 80, 80].map((output, i) => ({
        prompt: tried.nodes[i >> 1]!,
        feature: 'same',
        usage: { output },
      })),
    );
    const templates = { of: (call: { prompt: number }) => call.prompt, id: String, label: String };
    const context = contextOf(tried.prompts, MODELS, undefined, { templates });
    const [result] = replayCalls(
      [choose(outputCap, { quantile: 0.5, breakEven: 0 })],
      context,
      calls,
    ).strategies;
    expect(result!.callsChanged).toBe(0);
  });

  test('reasoning counts towards it and never exceeds the output', () => {
    const parts = [{ usage: { output: 100, reasoning: 80 } }, { usage: { output: 100, reasoning: 20 } }];
    const result = run(parts, { tokens: 50, redoShare: 0 });
    expect(micro(result.savedUsd)).toBe(2 * 50 * 8);
    expect(metric(result, 'unanswered')).toBe(1);
  });

  test.each(['limit', 'share'])('mode %s leaves whole tokens, reasoning among them', (mode) => {
    const seen: TokenCounts[] = [];
    const spy = {
      ...outputCap,
      id: 'spy',
      sweeps: [],
      start: () => ({
        change: ({ usage }: PlannedCall) => {
          seen.push(usage);
          return undefined;
        },
        assumptions: () => [],
      }),
    };
    const calls = inOrder([
      { usage: { output: 100, reasoning: 80 } },
      { usage: { output: 99, reasoning: 20 } },
    ]);
    const choices = [choose(outputCap, { mode, tokens: 50, share: 0.3 }), choose(spy)];
    replayCalls(choices, contextOf(prompts, MODELS), calls, { onlySequence: true });
    const left = seen.map(({ output, reasoning }) => [output, reasoning]);
    expect(left).toEqual(
      mode === 'limit'
        ? [
            [50, 50],
            [50, 20],
          ]
        : [
            [94, 80],
            [76, 20],
          ],
    );
  });

  test('cut JSON and tool calls are counted: nobody can read them', () => {
    const parts = [
      { asksJson: true, usage: { output: 90 } },
      { toolsCalled: '["find"]', usage: { output: 90 } },
      { usage: { output: 90 } },
    ];
    expect(metric(run(parts, { tokens: 50 }), 'unreadable')).toBe(2);
  });

  test('on another model it is as many tokens as the same text has there', () => {
    const router = {
      ...outputCap,
      id: 'to-twice',
      start: () => ({
        change: ({ usage }: { usage: { output: number } }) =>
          ({ model: 'twice', usage: { ...usage, output: 2 * usage.output } }) as never,
        assumptions: () => [],
      }),
    };
    const calls = inOrder(answers(10, 20, 30));
    const choices = [choose(router), choose(outputCap, { quantile: 0.5, redoShare: 0, breakEven: 0 })];
    const [, result] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
    // The limit is 20 tokens here and 40 there, where the answers have 20, 40 and 60.
    expect(micro(result!.savedUsd)).toBe(20 * 8);
    expect(micro(result!.aloneSavedUsd)).toBe(10 * 8);
  });
});

describe('left alone', () => {
  test.each([
    ['cut already', { finishReason: 'length' }],
    ['failed', { failed: true }],
    ['without usage', { usageBasis: 'none' }],
    ['embeddings', { endpoint: 'embedding' }],
    ['answered by the own cache', { cacheHit: true }],
    ['without a price', { model: 'unknown' }],
    ['of another feature', { feature: 'chat' }],
  ] as const)('calls that are %s', (_, parts) => {
    for (const mode of ['limit', 'share']) {
      const calls = [
        { ...parts, usage: { output: 500 } },
        { feature: 'jobs', usage: { output: 10 } },
      ];
      const result = run(calls, { mode, tokens: 50, calls: 'feature' in parts ? 'feature:jobs' : 'all' });
      expect(result.risks.shorterAnswer).toBe(mode === 'share' ? 1 : 0);
    }
  });

  test('a list that names nothing is an error, not no calls', () => {
    expect(run(answers(10), { calls: 'jobs' })).toMatchObject({ status: 'failed', savedUsd: 0 });
  });
});

const anyCall = fc.record({
  feature: fc.constantFrom('', 'a', 'b'),
  finishReason: fc.constantFrom('stop', 'stop', 'length'),
  failed: fc.boolean(),
  tier: fc.constantFrom('standard', 'batch'),
  usage: fc.tuple(fc.nat(60), fc.nat(60), fc.nat(30)).map(([input, output, reasoning]) => ({
    input,
    output,
    reasoning: Math.min(output, reasoning),
  })),
});

test('equals the obvious way to work it out', () => {
  fc.assert(
    fc.property(
      fc.array(anyCall, { maxLength: 40 }),
      fc.constantFrom(0, 0.25, 1),
      fc.constantFrom(0.2, 0.5, 0.95),
      fc.nat(40),
      // No fraction of these small numbers, so that rounding decides nothing.
      fc.constantFrom(0, 0.31415926),
      (calls, redoShare, quantile, tokens, breakEven) => {
        const result = run(calls as Parts[], { redoShare, quantile, tokens, breakEven });
        const saved: Record<string, { cut: number; again: number }> = {};
        for (const call of calls) {
          if (call.failed || call.finishReason === 'length' || call.usage.output === 0) continue;
          const peers = calls.filter((it) => !it.failed && it.finishReason === 'stop' && it.usage.output > 0);
          const lengths = peers.filter((it) => it.feature === call.feature).map((it) => it.usage.output);
          const limit =
            tokens > 0
              ? tokens
              : lengths.find(
                  (length) =>
                    lengths.filter((it) => it <= length).length >= quantile * lengths.length - 1e-9 &&
                    lengths.filter((it) => it < length).length < quantile * lengths.length - 1e-9,
                )!;
          const factor = call.tier === 'batch' ? 0.5 : 1;
          if (call.usage.output <= limit) continue;
          saved[call.feature] ??= { cut: 0, again: 0 };
          saved[call.feature]!.cut += factor * 8 * (call.usage.output - limit);
          saved[call.feature]!.again += factor * (2 * call.usage.input + 8 * call.usage.output);
        }
        const expected = Object.values(saved)
          .filter(({ cut, again }) => tokens > 0 || cut >= breakEven * again)
          .reduce((sum, { cut, again }) => sum + cut - redoShare * again, 0);
        if (result.status === 'notApplicable') expect(calls).toEqual([]);
        else expect(micro(result.aloneSavedUsd)).toBeCloseTo(expected, 5);
      },
    ),
  );
});
