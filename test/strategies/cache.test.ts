import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { SimilarityIndex } from '../../src/contracts/prompts.ts';
import type { Call } from '../../src/model/call.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import cache from '../../src/strategies/cache.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { type FakeSegment, fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5 },
  { model: 'gpt-4.1-2025-04-14', input: 2, output: 8 },
  { model: 'text-embedding-3-small', input: 0.02, output: 0, family: 'cl100k_base' },
]);
/** 1,000 x 2 + 100 x 8 per million. */
const CALL_USD = 0.0028;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 8, 1);

type Parts = Parameters<typeof inOrder>[0][number] & { readonly text: string };

function run(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  index?: () => SimilarityIndex,
): StrategyResult {
  const { prompts, nodes } = fakePrompts(parts.map(({ text }): FakeSegment[] => [{ text }]));
  const calls = inOrder(
    parts.map(({ text: _, ...rest }, i) => ({ latencyMs: 0, prompt: nodes[i]!, ...rest })),
  );
  return replayCalls([choose(cache, options)], contextOf(prompts, MODELS, index), calls).strategies[0]!;
}

const savedCalls = (result: StrategyResult): number => Math.round(result.savedUsd / CALL_USD);

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
  });
});

describe('time', () => {
  const at = (hours: number): Parts => ({ text: 'a', time: START + hours * HOUR });

  test('an answer expires at its hours, and a hit does not extend them', () => {
    expect(savedCalls(run([at(0), at(0.999)], { ttlHours: 1 }))).toBe(1);
    expect(savedCalls(run([at(0), at(1)], { ttlHours: 1 }))).toBe(0);
    // 0 stored; 0.6 hit; 1.2 expired and stored anew; 1.8 hit.
    expect(savedCalls(run([at(0), at(0.6), at(1.2), at(1.8)], { ttlHours: 1 }))).toBe(2);
  });

  test('the sweep shows 1, 2, 24 and 168 hours', () => {
    const { sweep } = run([at(0), at(1.5), at(20), at(100)]);
    const saved = sweep
      .filter(({ option }) => option === 'ttlHours')
      .map(({ value, savedUsd }) => [value, Math.round(savedUsd / CALL_USD)]);
    expect(saved).toEqual([
      [1, 0],
      [2, 1],
      [24, 2],
      [168, 3],
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

  test('without times the order counts, and that is said', () => {
    const result = run(
      [
        { text: 'a', time: Number.NaN },
        { text: 'a', time: Number.NaN },
      ],
      { ttlHours: 1 },
    );
    expect(savedCalls(result)).toBe(1);
    expect(result.assumptions.join()).toContain('2 calls have no time');
  });
});

describe('what is stored', () => {
  test('a failed call is never stored, and is not made when its answer is there', () => {
    expect(savedCalls(run([{ text: 'a', failed: true }, { text: 'a' }]))).toBe(0);
    expect(savedCalls(run([{ text: 'a' }, { text: 'a', failed: true }]))).toBe(1);
  });

  test('the least recently used answer goes first', () => {
    const order = (texts: string): Parts[] => [...texts].map((text) => ({ text }));
    expect(savedCalls(run(order('abab'), { capacity: 1 }))).toBe(0);
    expect(savedCalls(run(order('abacb'), { capacity: 2 }))).toBe(1);
    expect(savedCalls(run(order('abaca'), { capacity: 2 }))).toBe(2);
    expect(savedCalls(run(order('abcabc'), { capacity: 0 }))).toBe(3);
  });

  test('agrees with a slow reference that keeps a list', () => {
    const row = fc.record({
      text: fc.constantFrom('a', 'b', 'c', 'd'),
      minutes: fc.integer({ min: 0, max: 50 }),
      failed: fc.boolean(),
      user: fc.constantFrom('u', 'v'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(3), (rows, capacity) => {
        let time = START;
        const parts = rows.map(({ minutes, ...rest }) => {
          time += minutes * 60_000;
          return { ...rest, time };
        });
        let held: { key: string; at: number }[] = [];
        let hits = 0;
        for (const { text, user, failed, time: now } of parts) {
          const key = `${text}/${user}`;
          const found = held.find((entry) => entry.key === key);
          if (found !== undefined && now - found.at < HOUR) {
            hits++;
            held = [...held.filter((entry) => entry !== found), found];
          } else if (!failed) {
            held = [...held.filter((entry) => entry.key !== key), { key, at: now }];
            if (capacity > 0) held = held.slice(-capacity);
          }
        }
        expect(run(parts, { ttlHours: 1, capacity, scope: 'user' }).callsChanged).toBe(hits);
      }),
    );
  });
});

describe('look-ups', () => {
  test('a look-up fee is paid for hits and misses', () => {
    const result = run([{ text: 'a' }, { text: 'a' }], { lookupUsd: 0.0001 });
    expect(result.ownCostUsd).toBeCloseTo(0.0002, 12);
    expect(result.savedUsd).toBeCloseTo(CALL_USD - 0.0002, 12);
  });

  /** Finds the prompt of the first letter's last holder. */
  const firstLetter = (certain: boolean) => (): SimilarityIndex => {
    const nodes: number[] = [];
    return {
      find: () => (nodes.length === 0 ? undefined : { node: nodes[0]!, similarity: 0.95, certain }),
      add: (node) => nodes.push(node),
    };
  };

  test('claims S0-20 and S3-09: a near look-up embeds every prompt: 500 tokens cost $0.00001', () => {
    const parts = [
      { text: 'a', usage: { input: 500 } },
      { text: 'b', usage: { input: 500 } },
    ];
    const result = run(parts, { mode: 'near' }, firstLetter(true));
    expect(result.ownCostUsd).toBeCloseTo(0.00002, 12);
    expect(result).toMatchObject({ callsChanged: 1, basis: 'assumed' });
    // 500 x 2 + 100 x 8 less both look-ups
    expect(result.savedUsd).toBeCloseTo(0.0018 - 0.00002, 12);
  });

  test('a similar prompt whose difference may matter is not answered unless asked for', () => {
    const parts = [{ text: 'a' }, { text: 'b' }];
    expect(run(parts, { mode: 'near' }, firstLetter(false)).callsChanged).toBe(0);
    const accepted = run(parts, { mode: 'near', acceptUncertain: true }, firstLetter(false));
    expect(accepted.callsChanged).toBe(1);
    expect(accepted.groups.map(({ key }) => key)).toEqual(['near, uncertain', 'miss']);
  });

  test('a similar answer that has expired is not given', () => {
    const parts = [
      { text: 'a', time: START },
      { text: 'b', time: START + 2 * HOUR },
    ];
    expect(run(parts, { mode: 'near', ttlHours: 1 }, firstLetter(true)).callsChanged).toBe(0);
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
