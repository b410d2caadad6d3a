import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Models } from '../../src/contracts/models.ts';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import { batchable } from '../../src/detectors/batchable.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import batchApi from '../../src/strategies/batch-api.ts';
import modelMap from '../../src/strategies/model-map.ts';
import { realModels } from '../detectors/real-models.ts';
import { runDetector } from '../detectors/run-detector.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { type FakeSegment, fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

type Parts = Omit<Parameters<typeof inOrder>[0][number], 'prompt'> & {
  readonly prompt?: readonly FakeSegment[];
};
const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, batch: 0.5 },
  { model: 'unbatched', input: 1, output: 2 },
  { model: 'dear', input: 1, output: 2, batch: 1 },
]);
const HOUR = 3_600_000;
const midnight = Date.UTC(2026, 8, 1);

function build(parts: readonly Parts[]) {
  const texts = parts.flatMap(({ prompt }) => (prompt === undefined ? [] : [prompt]));
  const { prompts, nodes } = fakePrompts(texts);
  let next = 0;
  const calls = inOrder(
    parts.map(({ prompt, ...part }) => ({ ...part, prompt: prompt === undefined ? -1 : nodes[next++]! })),
  );
  return { prompts, calls };
}
function run(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  models: Models = MODELS,
  ranges = false,
): StrategyResult {
  const { prompts, calls } = build(parts);
  const choices = [choose(batchApi, options)];
  return replayCalls(choices, contextOf(prompts, models), calls, { ranges }).strategies[0]!;
}
const metric = (result: StrategyResult, key: string) =>
  result.metrics.find((metric) => metric.key === key)?.value;
const micro = (usd: number): number => Math.round(usd * 1e12) / 1e6;
const moved = (parts: readonly Parts[], options: AnyOptionValues = { who: 'all' }) =>
  run(parts, options).callsChanged;

/** 2,800 millionths each: 1,000 x 2 + 100 x 8. */
const job = (count: number, parts: Parts = {}): Parts[] =>
  Array.from({ length: count }, (_, i) => ({
    time: midnight + 14 * HOUR + i * 5000,
    feature: 'nightly-summary',
    ...parts,
  }));
const day: Parts[] = [0, 23.9].map((hour) => ({
  time: midnight + hour * HOUR,
  user: 'ann',
  feature: 'chat',
}));
const sorted = (parts: readonly Parts[]) => parts.toSorted((a, b) => a.time! - b.time!);
const user = (text: string): FakeSegment => ({ text });
const assistant = (text: string): FakeSegment => ({ text, role: 'assistant' });

describe('the rate', () => {
  test('S4-02: half of the standard price of input and output, within 24 hours', () => {
    for (const model of ['gpt-4o-mini', 'claude-sonnet-4-5']) {
      const provider = model.startsWith('gpt') ? 'openai' : 'anthropic';
      const part = { model, provider, usage: { input: 1_000_000, output: 200_000 } };
      const result = run([part], { who: 'all' }, realModels());
      expect(result.savedUsd).toBeCloseTo(result.beforeUsd / 2, 9);
      expect(metric(result, 'longestWait')).toBe(24 * HOUR);
      expect(result.risks.delayed).toBe(1);
    }
  });

  test('S1-02: a batch endpoint takes half of the tokens, not 40% of an overhead', () => {
    const result = run([{}], { who: 'all' });
    expect(micro(result.beforeUsd)).toBe(2800);
    expect(micro(result.savedUsd)).toBe(1400);
  });

  test("S4-02: cached input has the batch rate where the provider's list says so", () => {
    const cached = { usage: { input: 0, cacheRead: 1_000_000, output: 0 } };
    const shareOf = (model: string, provider: string): number => {
      const { savedUsd, beforeUsd } = run([{ ...cached, model, provider }], { who: 'all' }, realModels());
      return savedUsd / beforeUsd;
    };
    expect(shareOf('claude-sonnet-4-5', 'anthropic')).toBeCloseTo(0.5);
    expect(shareOf('gpt-5', 'openai')).toBeCloseTo(0.5);
    expect(shareOf('gpt-4.1', 'openai')).toBe(0);
  });

  test('what the cache serves no more in a batch is billed as input', () => {
    const models = fakeModels([{ model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5, batch: 0.5 }]);
    const parts = [{ usage: { input: 0, cacheRead: 1000, output: 0 } }];
    expect(micro(run(parts, { who: 'all' }, models).savedUsd)).toBe(250);
    // All as input at half of 2 is dearer than 0.5; nobody knows before.
    expect(micro(run(parts, { who: 'all', cacheServed: 0 }, models).savedUsd)).toBe(500 - 1000);
    const { range } = run([{ ...parts[0]!, feature: 'nightly' }], { who: 'feature:nightly' }, models, true);
    expect(micro(range!.pessimisticUsd)).toBe(500 - 700 - 150 * 0.5);
    expect(micro(range!.optimisticUsd)).toBe(250);
  });

  test('models without a batch rate stay and are counted', () => {
    const result = run([{ model: 'unbatched' }, {}], { who: 'all' });
    expect(result.callsChanged).toBe(1);
    expect(metric(result, 'unbatchedCalls')).toBe(1);
    expect(result.assumptions.join()).toContain('1 calls that could wait stay');
  });

  test('a batch rate that is no cheaper moves nothing', () => {
    expect(run([{ model: 'dear' }], { who: 'all' })).toMatchObject({ status: 'clean', savedUsd: 0 });
  });
});

describe('who can wait', () => {
  test('found: what the detector is certain of, at the same saving', () => {
    const parts = sorted([
      ...day,
      ...job(30),
      ...job(30, { feature: 'helpdesk', user: 'bob' }),
      // Over within a minute: for review, which is not enough here.
      ...job(30, { feature: '', prompt: [user('tell me')] }).map((part, i) => ({
        ...part,
        time: midnight + 15 * HOUR + i * 1000,
      })),
    ]);
    const result = run(parts);
    expect(micro(result.savedUsd)).toBe(30 * 1400);
    expect(result).toMatchObject({ basis: 'estimated', range: null, callsChanged: 30 });
    const { prompts, calls } = build(parts);
    const certain = runDetector(batchable, calls, prompts, {}, MODELS).filter(({ review }) => !review);
    expect(certain.flatMap(({ waste }) => [...waste.keys()])).toHaveLength(30);
  });

  test('found: a call that was sent to a model with a batch rate, whatever the logged one has', () => {
    const parts = sorted([...day, ...job(40, { model: 'unbatched' })]);
    const { prompts, calls } = build(parts);
    const choices = [choose(modelMap, { map: 'unbatched=gpt-4.1' }), choose(batchApi)];
    const [, result] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
    expect(result).toMatchObject({ callsChanged: 40, aloneSavedUsd: 0 });
    expect(metric(run(parts), 'unbatchedCalls')).toBe(40);
  });

  test('found: the rule of a burst can be set', () => {
    const parts = sorted([...day, ...job(12)]);
    expect(moved(parts, {})).toBe(0);
    expect(moved(parts, { minCalls: 12 })).toBe(12);
    expect(moved(parts, { minCalls: 12, pause: '3s' })).toBe(0);
    expect(moved(parts, { minCalls: 12, window: '30s' })).toBe(0);
  });

  test('found: each run has its own rule', () => {
    const { prompts, calls } = build(sorted([...day, ...job(12)]));
    const sweeps = [{ option: 'minCalls', values: [12, 20] }];
    const choices = [{ ...choose(batchApi), sweeps }];
    const [result] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
    expect(result!.sweep.map(({ savedUsd }) => micro(savedUsd))).toEqual([12 * 1400, 0]);
  });

  test('a list names features and users', () => {
    const parts = [{ feature: 'a' }, { user: 'etl' }, { feature: 'b', user: 'ann' }];
    expect(moved(parts, { who: 'feature:a,user:etl' })).toBe(2);
    expect(run(parts, { who: 'feature:a' })).toMatchObject({ basis: 'estimated', range: null });
    expect(run(parts, { who: 'a' }).status).toBe('failed');
  });

  test('all is assumed: at worst only what is found can wait', () => {
    const result = run(sorted([...day, ...job(30)]), { who: 'all' }, MODELS, true);
    expect(result.basis).toBe('assumed');
    expect(micro(result.range!.optimisticUsd)).toBe(32 * 1400);
    expect(micro(result.range!.pessimisticUsd)).toBe(30 * 1400);
  });
});

describe('left alone', () => {
  test.each([
    ['streamed', { stream: true }],
    ['failed', { failed: true }],
    ['answered by the own cache', { cacheHit: true }],
    ['at the batch rate', { tier: 'batch' }],
    ['at the flex rate', { tier: 'flex', model: 'free' }],
    ['without usage', { usageBasis: 'none', usage: { input: 0, output: 0 } }],
    ['without a price', { model: 'unknown' }],
  ] as const)('calls that are %s', (_, part) => {
    const models = fakeModels([
      { model: 'gpt-4.1', input: 2, output: 8, batch: 0.5 },
      { model: 'free', input: 2, output: 8, batch: 0.1 },
    ]);
    expect(run([part, {}], { who: 'all' }, models).callsChanged).toBe(1);
  });

  test('calls without a time are moved where they are named', () => {
    expect(moved([{}, { time: Number.NaN, feature: 'a' }], { who: 'feature:a' })).toBe(1);
  });

  test('turns of a conversation: the first, and those that follow', () => {
    const first = [user('hello')];
    const second = [...first, assistant('yes?'), user('why')];
    const result = run([{ prompt: first }, { prompt: second }, { prompt: [user('alone')] }], { who: 'all' });
    expect(result.callsChanged).toBe(1);
    expect(result.assumptions.join()).toContain('2 calls stay as turns');
  });

  test('sessions whose prompts grow, where prompts are not in the log', () => {
    const turn = (input: number, parts: Parts): Parts => ({ ...parts, usage: { input } });
    const talk = [100, 200, 300].map((input) => turn(input, { session: 's' }));
    const items = [200, 100, 300].map((input) => turn(input, { trace: 't' }));
    expect(moved([...talk, ...items, {}])).toBe(4);
    expect(run([...talk, {}], { who: 'all' }).assumptions.join()).toContain('1 moved calls have no prompt');
  });
});

const anyCall = fc.record({
  talk: fc.nat(4),
  turn: fc.nat(3),
  model: fc.constantFrom('gpt-4.1', 'unbatched', 'unknown'),
  tier: fc.constantFrom('standard', 'batch', 'flex'),
  stream: fc.boolean(),
  failed: fc.boolean(),
  feature: fc.constantFrom('a', 'b'),
  usage: fc.record({ input: fc.nat(500), output: fc.nat(500) }),
});
const messages = (talk: number, turn: number): FakeSegment[] =>
  Array.from({ length: 2 * turn + 1 }, (_, i) => (i % 2 === 0 ? user : assistant)(`${talk} says ${i}`));

test('equals the obvious way to work it out', () => {
  fc.assert(
    fc.property(
      fc.array(anyCall, { maxLength: 25 }),
      fc.constantFrom('all', 'feature:a'),
      (unsorted, who) => {
        // A conversation's turns come in their order.
        const plans = unsorted.toSorted((a, b) => a.turn - b.turn);
        const parts = plans.map(({ talk, turn, ...part }) => ({ ...part, prompt: messages(talk, turn) }));
        const result = run(parts as Parts[], { who });
        let expected = 0;
        for (const { talk, turn, ...part } of plans) {
          const wentOn = plans.some((other) => other.talk === talk && other.turn > turn);
          const isLater = plans.some((other) => other.talk === talk && other.turn === turn - 1);
          if (wentOn || isLater || part.stream || part.failed || part.tier !== 'standard') continue;
          if (part.model !== 'gpt-4.1' || (who !== 'all' && part.feature !== 'a')) continue;
          expected += (2 * part.usage.input + 8 * part.usage.output) / 2;
        }
        expect(micro(result.savedUsd)).toBeCloseTo(expected, 5);
      },
    ),
  );
});
