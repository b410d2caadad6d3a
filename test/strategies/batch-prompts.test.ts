import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import batchPrompts from '../../src/strategies/batch-prompts.ts';
import compression from '../../src/strategies/compression.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { type FakeSegment, fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

type Parts = Omit<Parameters<typeof inOrder>[0][number], 'prompt'> & {
  readonly prompt?: readonly FakeSegment[];
};
const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5, contextWindow: 100_000, maxOutput: 10_000 },
  { model: 'small', input: 2, output: 8, contextWindow: 4000, maxOutput: 250 },
  { model: 'gpt-4.1', provider: 'azure', input: 2, output: 8, contextWindow: 100_000, maxOutput: 10_000 },
  { model: 'unbounded', input: 2, output: 8 },
]);
const user = (text: string, tokens = 100): FakeSegment => ({ text, tokens });
const system: FakeSegment = { text: 'Describe the item.', kind: 'system', tokens: 1000 };
const schema: FakeSegment = { text: 'schema', kind: 'tool', tokens: 400 };

function replayed(parts: readonly Parts[], options: AnyOptionValues, ranges = false) {
  const { prompts, nodes } = fakePrompts(parts.map(({ prompt }) => prompt ?? []));
  const calls = inOrder(parts.map((part, i) => ({ ...part, prompt: nodes[i]! })));
  const chosen = choose(batchPrompts, { overheadTokens: 0, ...options });
  return replayCalls([chosen], contextOf(prompts, MODELS), calls, { ranges }).strategies[0]!;
}
const metric = (result: StrategyResult, key: string) =>
  result.metrics.find((metric) => metric.key === key)?.value;
const micro = (usd: number): number => Math.round(usd * 1e12) / 1e6;

const start = Date.UTC(2026, 8, 1);
/** Items of 100 tokens behind a shared part of 1,000, billed as they are, `gap` ms apart. */
const items = (count: number, parts: Parts = {}, gap = 1000): Parts[] =>
  Array.from({ length: count }, (_, i) => ({
    time: start + i * gap,
    prompt: [system, user(`item ${i}`)],
    usage: { input: 1100, output: 100 },
    ...parts,
  }));
const joined = (parts: readonly Parts[], options: AnyOptionValues = {}) =>
  replayed(parts, options).risks.sharedRequest;

describe('what is billed once', () => {
  test('three calls in one save the system prompt and the schema twice, not the items', () => {
    const parts = items(3).map((part, i) => ({
      ...part,
      prompt: [schema, system, user(`item ${i}`)],
      usage: { input: 1500, output: 100 },
    }));
    const result = replayed(parts, { maxItems: 3, window: '1m' });
    expect(micro(result.savedUsd)).toBe(2 * 1400 * 2);
    expect(result).toMatchObject({ basis: 'assumed', callsChanged: 2, ownCostUsd: 0 });
    expect(result.risks).toMatchObject({ sharedRequest: 2, delayed: 1 });
    expect(metric(result, 'mergedRequests')).toBe(1);
    expect(metric(result, 'sharedTokens')).toBe(2800);
  });

  test('the shared part is scaled to what was billed', () => {
    const parts = items(2, { usage: { input: 1540, output: 100 } });
    expect(micro(replayed(parts, {}).savedUsd)).toBe(1400 * 2);
  });

  test('what was billed beyond the text, as images are, is no part of what is shared', () => {
    const parts = items(2, { usage: { input: 5500, output: 100 } });
    expect(micro(replayed(parts, {}).savedUsd)).toBe(1000 * 2);
  });

  test('tokens around the items are part of it, those of the first come with the second', () => {
    expect(micro(replayed(items(2), { overheadTokens: 30 }).savedUsd)).toBe((1000 - 60) * 2);
    expect(micro(replayed(items(4), { overheadTokens: 30 }).savedUsd)).toBe((3 * 1000 - 4 * 30) * 2);
    const { range } = replayed(items(2), { overheadTokens: 30 }, true);
    expect(micro(range!.pessimisticUsd)).toBe((1000 - 180) * 2);
    expect(micro(range!.optimisticUsd)).toBe(1000 * 2);
  });

  test('a shared part that the provider caches is worth its cache reads; what followed it is read no more', () => {
    const parts = items(2, { usage: { input: 40, cacheRead: 1060, output: 0 } });
    // 1,000 reads at 0.5 go; 60 reads become input at 2.
    expect(micro(replayed(parts, {}).savedUsd)).toBe(1000 * 0.5 - 60 * 1.5);
  });

  test('nothing waits where joining would cost more', () => {
    const parts = items(2, { usage: { input: 100, cacheRead: 1000, output: 0 } });
    const result = replayed(parts, { overheadTokens: 130 });
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0 });
    expect(result.risks.delayed).toBe(0);
  });

  test('what compression took from the shared part is not saved again', () => {
    const big: FakeSegment = { ...system, minifiedTokens: 200 };
    const parts = [1, 2].map((i) => [big, user(`item ${i}`)]);
    const { prompts, nodes } = fakePrompts(parts);
    const usage = { input: 1100, output: 100 };
    const calls = inOrder(nodes.map((prompt) => ({ prompt, usage })));
    const choices = [choose(compression), choose(batchPrompts, { overheadTokens: 0 })];
    const [first, second] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
    expect(micro(first!.savedUsd)).toBe(2 * 800 * 2);
    expect(micro(second!.savedUsd)).toBe(200 * 2);
  });
});

describe('who comes together', () => {
  test('so many items at most', () => {
    expect(joined(items(7), { maxItems: 3 })).toBe(4);
    expect(metric(replayed(items(7), { maxItems: 3 }), 'largestRequest')).toBe(3);
  });

  test('within the window after the first, its end included', () => {
    expect(joined(items(2, {}, 5000), { window: '5s' })).toBe(1);
    expect(joined(items(2, {}, 5001), { window: '5s' })).toBe(0);
    // 0 and 3 s, 6 and 9 s: the second pair is a request of its own.
    expect(joined(items(4, {}, 3000), { window: '5s' })).toBe(2);
  });

  test('items of one user alone, unless told otherwise', () => {
    const parts = items(4).map((part, i) => ({ ...part, user: i % 2 === 0 ? 'ann' : 'bob', feature: 'f' }));
    expect(joined(parts)).toBe(2);
    expect(joined(parts, { scope: 'feature' })).toBe(3);
    expect(joined(parts, { scope: 'global' })).toBe(3);
    expect(replayed(parts, { scope: 'global' }).assumptions).toContain(
      'one request may hold items of several users',
    );
  });

  test('of one session where no user is named, and together where neither is', () => {
    const parts = items(4).map((part, i) => ({ ...part, session: `s${i % 2}` }));
    expect(joined(parts)).toBe(2);
    const nameless = replayed(items(2), {});
    expect(nameless.risks.sharedRequest).toBe(1);
    expect(nameless.assumptions.join()).toContain('1 joined calls name neither user nor session');
  });

  test.each([
    ['another model', { model: 'small' }],
    ['another provider', { provider: 'azure' }],
    ['other parameters', { params: 2 }],
    ['another endpoint', { endpoint: 'responses' }],
    ['another tier', { tier: 'flex' }],
    ['another system prompt', { prompt: [{ ...system, text: 'Other.' }, user('x')] }],
    ['other tools', { prompt: [system, schema, user('x')] }],
    ['another template', { feature: 'g' }],
  ] as const)('%s: apart', (_, part) => {
    const [first, second] = items(2, {}, 0);
    expect(joined([first!, { ...second!, ...part } as Parts])).toBe(0);
  });

  test.each([
    ['failed', { failed: true }],
    ['streamed', { stream: true }],
    ['calling tools', { toolsCalled: '["find"]' }],
    ['with an answer in JSON', { asksJson: true }],
    ['embeddings', { endpoint: 'embedding' }],
    ['without usage', { usageBasis: 'none' }],
    ['without a time', { time: Number.NaN }],
    ['without a price', { model: 'unknown' }],
    ['without a known context window', { model: 'unbounded' }],
    ['without a shared part', { prompt: [user('x')] }],
    ['without an item', { prompt: [system] }],
    ['with an answer in the prompt', { prompt: [system, user('x'), { text: 'y', role: 'assistant' }] }],
  ] as const)('calls %s stay', (_, part) => {
    const result = replayed(items(3, part as Parts), {});
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result.risks.delayed).toBe(0);
  });

  test('prompts that an earlier strategy has rewritten stay', () => {
    const rewriting = {
      ...batchPrompts,
      id: 'rewriting',
      start: () => ({ change: () => ({ hasOtherPrompt: true }), assumptions: () => [] }),
    };
    const parts = items(3);
    const { prompts, nodes } = fakePrompts(parts.map(({ prompt }) => prompt!));
    const calls = inOrder(parts.map((part, i) => ({ ...part, prompt: nodes[i]! })));
    const choices = [choose(rewriting), choose(batchPrompts)];
    const [, result] = replayCalls(choices, contextOf(prompts, MODELS), calls).strategies;
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result!.aloneSavedUsd).toBeGreaterThan(0);
  });

  test('answers in JSON, and named calls only, when asked', () => {
    expect(joined(items(3, { asksJson: true }), { json: true })).toBe(2);
    expect(joined(items(3, { feature: 'f' }), { calls: 'feature:f' })).toBe(2);
    expect(joined(items(3, { feature: 'f' }), { calls: 'feature:g' })).toBe(0);
  });

  test('a question that a conversation goes on from stays', () => {
    const parts = items(3);
    const later = {
      ...parts[2]!,
      prompt: [...parts[0]!.prompt!, { text: 'a', role: 'assistant' }, user('b')],
    };
    expect(joined([parts[0]!, parts[1]!, later])).toBe(0);
    expect(joined([parts[0]!, parts[1]!])).toBe(1);
  });
});

describe('limits of the model', () => {
  test('the context window holds all items and answers', () => {
    const parts = items(6, { model: 'small', usage: { input: 1100, output: 1 } }).map((part, i) => ({
      ...part,
      prompt: [system, user(`item ${i}`, 1000)],
      usage: { input: 2000, output: 1 },
    }));
    // 2,000 + 1,000 + 2 fits 4,000; with a third item and its answer it is 4,003.
    expect(joined(parts, { maxItems: 10 })).toBe(3);
  });

  test('and so does the longest output', () => {
    // 250 tokens are two answers of 100.
    expect(joined(items(6, { model: 'small' }))).toBe(3);
    // What does not fit sends the request before it: 2 s and 1 s, 5 s for the last.
    const third = replayed(items(3, { model: 'small' }), {});
    expect([metric(third, 'delayP50'), metric(third, 'delayMax')]).toEqual([2000, 5000]);
  });

  test('where all together would have other rates, they are not put together', () => {
    const parts = items(4);
    const { prompts, nodes } = fakePrompts(parts.map(({ prompt }) => prompt!));
    const calls = inOrder(parts.map((part, i) => ({ ...part, prompt: nodes[i]! })));
    const long = {
      ...MODELS,
      cost: (billable: Parameters<typeof MODELS.cost>[0]) =>
        MODELS.cost(billable) * (billable.usage.input > 1250 ? 2 : 1),
    };
    const chosen = choose(batchPrompts, { overheadTokens: 0 });
    const [result] = replayCalls([chosen], contextOf(prompts, long), calls).strategies;
    // 1,100 + 100 is below the longer prompt's rates, one item more is not.
    expect(micro(result!.savedUsd)).toBe(2 * 1000 * 2);
  });
});

test('each waits until the request is full or the window has passed, also what stays alone', () => {
  const full = replayed(items(3), { maxItems: 3 });
  expect([metric(full, 'delayMax'), metric(full, 'delayP50')]).toEqual([2000, 1000]);
  const ended = replayed(items(2), { window: '5s' });
  expect([metric(ended, 'delayMax'), metric(ended, 'delayP50')]).toEqual([5000, 4000]);
  const alone = replayed(items(1), { window: '5s', minShared: 0 });
  expect(metric(alone, 'delayMax')).toBe(5000);
  expect(alone).toMatchObject({ savedUsd: 0, callsChanged: 0, risks: { delayed: 1 } });
});

test('which templates are worth the wait', () => {
  const parts = [...items(3, { feature: 'f' }), { ...items(1)[0]!, time: start + 90_000, feature: 'g' }];
  expect(replayed(parts, { minShared: 0 }).views[0]!.rows).toEqual([
    { template: 'f', requests: 1, joined: 2, tokens: 2000 },
    { template: 'g', requests: 1, joined: 0, tokens: 0 },
  ]);
});

test('items that came one after the other is answered are said: nobody would send them at once', () => {
  const said = (latencyMs: number) => replayed(items(3, { latencyMs }), {}).assumptions.join();
  expect(said(900)).toContain('2 joined calls came when an earlier item of their request was answered');
  expect(said(1500)).toContain('1 joined calls came');
  expect(said(4000)).not.toContain('answered already');
  expect(said(Number.NaN)).not.toContain('answered already');
});

describe('who waits at all', () => {
  const alone = (count: number, parts: Parts): Parts[] =>
    items(count, parts, 60_000).map((part) => ({ ...part, time: part.time! + 3_600_000 }));

  test('only calls of templates of which enough find others', () => {
    const parts = [...items(4, { feature: 'bulk' }), ...alone(5, { feature: 'chat' })];
    const result = replayed(parts, {});
    expect(result.risks).toMatchObject({ sharedRequest: 3, delayed: 1 });
    expect(micro(result.savedUsd)).toBe(3 * 1000 * 2);
    expect(result.assumptions.join()).toContain('1 of 2 templates are gathered');
    expect(replayed(parts, { minShared: 0 }).risks).toMatchObject({ sharedRequest: 3, delayed: 6 });
  });

  test('the share counts each call that shares a request, its end included', () => {
    const half = [...items(3, { feature: 'f' }), ...alone(3, { feature: 'f' })];
    expect(replayed(half, {}).risks).toMatchObject({ sharedRequest: 2, delayed: 4 });
    expect(replayed(half, { minShared: 0.51 }).risks).toMatchObject({ sharedRequest: 0, delayed: 0 });
  });

  test('calls of others, of another kind, or that no request can hold are no company', () => {
    const apart = items(4).map((part, i) => ({ ...part, user: `u${i}` }));
    expect(replayed(apart, {}).risks.delayed).toBe(0);
    expect(replayed(apart, { scope: 'global' }).risks).toMatchObject({ sharedRequest: 3, delayed: 1 });
    const priced = [...items(9, { model: 'unbounded' }), ...alone(3, {})];
    expect(replayed(priced, {}).risks.delayed).toBe(0);
  });
});
