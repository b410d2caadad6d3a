import { describe, expect, test } from 'vitest';
import type { PlannedCall } from '../../src/contracts/strategy.ts';
import type { Call } from '../../src/model/call.ts';
import cache from '../../src/strategies/cache.ts';
import { inOrder } from '../support/calls.ts';
import { CALL_USD, HOUR, MODELS, metric, type Parts, run, START, savedCalls } from './caching/run-cache.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

describe('what is the same request', () => {
  test('equal prompts: the second is answered', () => {
    const result = run([{ text: 'a' }, { text: 'a' }, { text: 'b' }]);
    expect(result).toMatchObject({ status: 'found', basis: 'measured', callsChanged: 1 });
    expect(result.savedUsd).toBeCloseTo(CALL_USD, 12);
    expect(result.groups).toEqual([{ key: 'exact', calls: 1, savedUsd: expect.closeTo(CALL_USD, 12) }]);
  });

  test.each([
    ['requested model', { requestedModel: 'gpt-4.1-other' }],
    ['provider', { provider: '' }],
    ['parameters', { params: 2 }],
    ['endpoint', { endpoint: 'responses' as const }],
  ])('another %s is another request', (_, parts) => {
    expect(savedCalls(run([{ text: 'a' }, { text: 'a', ...parts }]))).toBe(0);
  });

  test('the requested model counts, not the snapshot that answered', () => {
    const models = [
      { text: 'a', requestedModel: 'latest' },
      { text: 'a', model: 'gpt-4.1-2025-04-14', requestedModel: 'latest' },
    ];
    expect(savedCalls(run(models))).toBe(1);
  });

  test('case and white space only count in mode exact', () => {
    const parts = [{ text: 'What is it?' }, { text: 'what  is it?' }];
    expect(savedCalls(run(parts))).toBe(0);
    expect(run(parts, { mode: 'normalized' })).toMatchObject({ callsChanged: 1, basis: 'estimated' });
    expect(run(parts).sweep.find(({ value }) => value === 'normalized')!.savedUsd).toBeCloseTo(CALL_USD, 12);
  });

  test('scope keeps users and features apart', () => {
    const parts = [
      { text: 'a', user: 'u', feature: 'f' },
      { text: 'a', user: 'v', feature: 'f' },
      { text: 'a', user: 'u', feature: 'g' },
    ];
    expect(savedCalls(run(parts))).toBe(2);
    expect(savedCalls(run(parts, { scope: 'user' }))).toBe(1);
    expect(savedCalls(run(parts, { scope: 'feature' }))).toBe(1);
    const { sweep } = run(parts);
    expect(sweep.find(({ value }) => value === 'user')!.savedUsd).toBeCloseTo(CALL_USD, 12);
  });

  test('calls that name no user are nobody in particular: they share nothing in scope user', () => {
    const result = run([{ text: 'a' }, { text: 'a' }], { scope: 'user', lookupUsd: 0.1 });
    expect(result).toMatchObject({ callsChanged: 0, ownCostUsd: 0 });
    expect(result.assumptions.join()).toContain('2 calls name no user and pass by the cache');
  });

  test('embeddings are matched byte for byte in every mode', () => {
    const parts = ['Text', 'text', 'text'].map((text) => ({ text, endpoint: 'embedding' as const }));
    expect(run(parts, { mode: 'normalized' }).callsChanged).toBe(1);
  });

  test('only calls at temperature 0 count with deterministicOnly; none set is sampled', () => {
    const at = (temperature: number): Parts => ({ text: 'a', temperature });
    const twice = (temperature: number) => [at(temperature), at(temperature)];
    for (const [temperature, calls] of [
      [0, 1],
      [0.2, 0],
      [Number.NaN, 0],
    ] as const) {
      expect(run(twice(temperature), { deterministicOnly: true }).callsChanged).toBe(calls);
      expect(run(twice(temperature)).callsChanged).toBe(1);
    }
    const result = run([at(0), at(1), at(1)], { deterministicOnly: true, lookupUsd: 0.1 });
    expect(result.ownCostUsd).toBeCloseTo(0.1, 12);
    expect(result.assumptions.join()).toContain('2 calls are sampled');
  });

  test('a prompt that an earlier strategy cut is not the logged one', () => {
    const { prompts, nodes } = fakePrompts([[{ text: 'a' }]]);
    const calls = inOrder([0, 1].map(() => ({ prompt: nodes[0]!, latencyMs: 0 })));
    const cut = {
      ...cache,
      id: 'cut',
      options: {},
      sweeps: [],
      start: () => ({
        change: ({ usage }: PlannedCall) => ({ usage: { ...usage, input: 10 }, hasOtherPrompt: true }),
        assumptions: () => [],
      }),
    };
    const { strategies } = replayCalls([choose(cut), choose(cache)], contextOf(prompts, MODELS), calls);
    expect(strategies[1]).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    expect(strategies[1]!.aloneSavedUsd).toBeCloseTo(CALL_USD, 12);
  });
});

describe('time', () => {
  const at = (hours: number): Parts => ({ text: 'a', time: START + hours * HOUR });

  test('an answer expires at its hours, and a hit does not extend them', () => {
    expect(savedCalls(run([at(0), at(0.999)], { ttl: '1h' }))).toBe(1);
    expect(savedCalls(run([at(0), at(1)], { ttl: '1h' }))).toBe(0);
    // 0 stored; 0.6 hit; 1.2 expired and stored anew; 1.8 hit.
    expect(savedCalls(run([at(0), at(0.6), at(1.2), at(1.8)], { ttl: '1h' }))).toBe(2);
  });

  test('the sweep shows an hour, two, a day and a week', () => {
    const { sweep } = run([at(0), at(1.5), at(20), at(100)]);
    const saved = sweep
      .filter(({ option }) => option === 'ttl')
      .map(({ value, savedUsd }) => [value, Math.round(savedUsd / CALL_USD)]);
    expect(saved).toEqual([
      ['1h', 0],
      ['2h', 1],
      ['24h', 2],
      ['7d', 3],
    ]);
  });

  test('a call that comes before the answer is complete is made', () => {
    const parts = [
      { text: 'a', time: START, latencyMs: 5000 },
      { text: 'a', time: START + 4999 },
      { text: 'a', time: START + 5000 },
    ];
    expect(savedCalls(run(parts))).toBe(1);
  });

  test('of two calls under way the one that ends first is stored first, and the later one renews it', () => {
    const parts = [
      { text: 'a', time: START, latencyMs: 60_000 },
      { text: 'a', time: START + 1000, latencyMs: 1000 },
      // Answered by the second, long before the first is complete.
      { text: 'a', time: START + 3000 },
      // Two minutes after the second answer, one after the first.
      { text: 'a', time: START + 119_000 },
    ];
    expect(savedCalls(run(parts, { ttl: '1m' }))).toBe(2);
    expect(savedCalls(run(parts.slice(1), { ttl: '1m' }))).toBe(1);
  });

  test('answers without a latency count as complete at once, and that is said', () => {
    const result = run([{ text: 'a', latencyMs: Number.NaN }, { text: 'a' }]);
    expect(result.callsChanged).toBe(1);
    expect(result.assumptions.join()).toContain('1 stored answers have no latency');
  });

  test('a call without a time in between makes no answer last longer or come earlier', () => {
    const parts = [
      { ...at(0), latencyMs: 10 * HOUR },
      { text: 'b', time: Number.NaN },
      { ...at(0.1), text: 'c' },
      { ...at(2), text: 'c' },
      at(2),
    ];
    expect(savedCalls(run(parts, { ttl: '1h' }))).toBe(0);
  });

  test('without times the order counts, and that is said', () => {
    const result = run(
      [
        { text: 'a', time: Number.NaN },
        { text: 'a', time: Number.NaN },
      ],
      { ttl: '1h' },
    );
    expect(savedCalls(result)).toBe(1);
    expect(result.assumptions.join()).toContain('2 calls have no time');
  });
});

describe('look-ups', () => {
  test('a look-up fee is paid for hits and misses', () => {
    const result = run([{ text: 'a' }, { text: 'a' }], { lookupUsd: 0.0001 });
    expect(result.ownCostUsd).toBeCloseTo(0.0002, 12);
    expect(result.savedUsd).toBeCloseTo(CALL_USD - 0.0002, 12);
  });
});

describe('claims', () => {
  /** `duplicates` of 100 calls repeat the first. */
  const log = (duplicates: number): Parts[] =>
    Array.from({ length: 100 }, (_, i) => ({ text: i === 0 || i > 100 - 1 - duplicates ? 'same' : `p${i}` }));

  test('S0-16 and S3-06: savings are the duplicate share and no more', () => {
    for (const [duplicates, billUsd, afterUsd] of [
      [34, 100, 66],
      [35, 62_400, 40_560],
    ] as const) {
      const result = run(log(duplicates));
      expect((result.afterUsd / result.beforeUsd) * billUsd).toBeCloseTo(afterUsd, 6);
    }
  });

  test('S0-18: the first article keeps answers for 7 days: 604,800 s', () => {
    const at = (seconds: number): Parts => ({ text: 'a', time: START + seconds * 1000 });
    const ttl = cache.presets!['first-article']!.options.ttl!;
    expect(savedCalls(run([at(0), at(604_799)], { ttl }))).toBe(1);
    expect(savedCalls(run([at(0), at(604_800)], { ttl }))).toBe(0);
  });

  test('S2-06: a share of 30% or 50% that repeats caps the hit ratio and what is saved', () => {
    for (const share of [30, 50]) {
      const result = run(log(share));
      expect(metric(result, 'hitRatio')).toBeCloseTo(share / 100, 12);
      expect(metric(result, 'hitCostShare')).toBeCloseTo(share / 100, 12);
      expect(result.savedUsd / result.beforeUsd).toBeCloseTo(share / 100, 12);
    }
  });

  test('S2-07: the third article matches exactly, and with the model in the key two models share nothing', () => {
    const { options } = cache.presets!['third-article']!;
    expect(options).toEqual({ mode: 'exact', ttl: '1h' });
    const ask = (model: string): Parts => ({ text: 'a', model });
    const parts = ['gpt-4.1', 'gpt-4.1-2025-04-14', 'gpt-4.1'].map(ask);
    expect(run(parts, options)).toMatchObject({ callsChanged: 1, basis: 'measured', range: null });
  });

  test('S2-08: a hit saves the price of the request, not of one token', () => {
    const { prompts, nodes } = fakePrompts([[{ text: 'a' }]]);
    const models = fakeModels([{ model: 'deepseek-v4-flash', input: 0.14, output: 0.28 }]);
    const usage = { input: 1500, output: 500 };
    const calls = inOrder(
      [0, 1].map(() => ({ model: 'deepseek-v4-flash', prompt: nodes[0]!, latencyMs: 0, usage })),
    );
    const [result] = replayCalls([choose(cache)], contextOf(prompts, models), calls).strategies;
    // 1,500 x 0.14 + 500 x 0.28 per million, where the article prints 0.25 per million.
    expect(result!.savedUsd).toBeCloseTo(0.00035, 15);
  });

  test('S0-17: a router that leaves 38%, then a cache with 34% duplicates: 5,000 to 1,900 to 1,254', () => {
    const { prompts, nodes } = fakePrompts(log(34).map(({ text }) => [{ text }]));
    const models = fakeModels([
      { model: 'gpt-4.1', input: 10, output: 0 },
      { model: 'routed', input: 3.8, output: 0 },
    ]);
    const calls: Call[] = inOrder(
      nodes.map((prompt) => ({ prompt, latencyMs: 0, usage: { input: 5e6, output: 0 } })),
    );
    const route = {
      ...cache,
      id: 'route',
      options: {},
      sweeps: [],
      start: () => ({ change: () => ({ model: 'routed' }), assumptions: () => [] }),
    };
    const { strategies } = replayCalls([choose(route), choose(cache)], contextOf(prompts, models), calls);
    expect(strategies[0]!.beforeUsd).toBeCloseTo(5000, 6);
    expect(strategies[0]!.afterUsd).toBeCloseTo(1900, 6);
    expect(strategies[1]!.afterUsd).toBeCloseTo(1254, 6);
  });
});
