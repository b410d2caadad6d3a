import { describe, expect, test } from 'vitest';
import { budgetAndRate } from '../../src/detectors/budget-and-rate.ts';
import { inOrder } from '../support/calls.ts';
import { realModels } from './real-models.ts';
import { runDetector } from './run-detector.ts';

const models = realModels();
const DAY = Date.UTC(2026, 8, 1);
const HOUR_MS = 3_600_000;

type Parts = Parameters<typeof inOrder>[0][number];

const run = (parts: readonly Parts[], settings = {}) =>
  runDetector(budgetAndRate, inOrder(parts), undefined, settings, models);

/** A call at this hour of the first day, of so many tokens on gpt-4.1 (2 and 8 US dollars per 1M). */
const at = (hour: number, tokens: number, parts: Parts = {}): Parts => ({
  time: DAY + hour * HOUR_MS,
  usage: { input: tokens, output: 0 },
  ...parts,
});

describe('hours and days', () => {
  test('with more tokens than allowed, by how much, and all their calls', () => {
    const parts = [at(9, 1_000_000), at(9.99, 1_500_000), at(10, 1_900_000)];
    const [group, ...others] = run(parts);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      id: 'hour 2026-09-01T09:00:00.000Z',
      label: '2026-09-01 09:00',
      basis: 'measured',
      columns: { tokens: 2_500_000, tokenLimit: 2_000_000, over: 0.25, costUsd: 5, budgetUsd: null },
    });
    expect(group!.covered!.calls).toBe(2);
    expect(inOrder(parts).map((call) => group!.covered!.covers(call))).toEqual([true, true, false]);
    expect(group!.waste.size).toBe(0);
  });

  test('exactly the limit is allowed, and 0 is no limit', () => {
    expect(run([at(9, 2_000_000)])).toEqual([]);
    expect(run([at(9, 2_000_001)])).toHaveLength(1);
    expect(run([at(9, 9_000_000)], { hourlyTokens: 0 })).toEqual([]);
    const day = Array.from({ length: 6 }, (_, hour) => at(hour, 1_700_000));
    expect(run(day).map(({ label }) => label)).toEqual(['2026-09-01']);
    expect(run(day, { dailyTokens: 0 })).toEqual([]);
  });

  test('all billed tokens count, cached ones and answers too; what the own cache answered does not', () => {
    const usage = { input: 500_000, cacheRead: 600_000, cacheWrite5m: 500_000, output: 500_000 };
    expect(run([at(9, 0, { usage })])[0]!.columns.tokens).toBe(2_100_000);
    const cached = [at(9, 0, { usage, cacheHit: true }), at(9.5, 2_100_000)];
    const [group] = run(cached);
    expect(group!.covered!.calls).toBe(1);
    expect(inOrder(cached).map((call) => group!.covered!.covers(call))).toEqual([false, true]);
  });

  test('money, of the calls whose price is known', () => {
    const dear = [at(9, 1_000_000), at(9.5, 100_000, { model: 'house-model' })];
    expect(run(dear, { hourlyUsd: 1.5 })[0]!.columns).toMatchObject({
      costUsd: 2,
      budgetUsd: 1.5,
      over: 2 / 1.5 - 1,
    });
    expect(run(dear, { hourlyUsd: 2 })).toEqual([]);
    expect(run(dear, { dailyUsd: 1 }).map(({ columns }) => columns.kind)).toEqual(['day beyond its limit']);
    expect(run([at(9, 3_000_000, { model: 'house-model' })])[0]!.columns.costUsd).toBeNull();
  });

  test('calls without a time are in no hour, and estimated tokens are told', () => {
    expect(run([at(9, 1_500_000), at(9, 1_500_000, { time: Number.NaN })])).toEqual([]);
    expect(run([at(9, 2_500_000, { usageBasis: 'estimated' })])[0]!.basis).toBe('estimated');
  });
});

describe('minutes', () => {
  const burst = (count: number, minute: number) =>
    Array.from({ length: count }, (_, i) => ({
      time: DAY + minute * 60_000 + i,
      usage: { input: 10, output: 0 },
    }));

  test('beyond a rate limit stand together by day', () => {
    const parts = [...burst(4, 0), ...burst(3, 1), ...burst(5, 2)];
    const [group, ...others] = run(parts, { requestsPerMinute: 3 });
    expect(others).toEqual([]);
    expect(group!.columns).toMatchObject({ minutes: 2, peakAt: '00:02 UTC', peakCalls: 5, callLimit: 3 });
    expect(group!.columns.over).toBeCloseTo(2 / 3, 12);
    expect(group!.covered!.calls).toBe(9);
    const covered = inOrder(parts).filter((call) => group!.covered!.covers(call));
    expect(covered).toHaveLength(9);
    expect(run(parts, { tokensPerMinute: 45 })[0]!.columns).toMatchObject({
      minutes: 1,
      tokens: 50,
      tokenLimit: 45,
    });
    expect(run(parts)).toEqual([]);
  });
});

describe('spenders', () => {
  /** A hundred calls of five users; `heavy` of ten of them are the first one's, each of as many tokens. */
  const shared = (heavy: number, parts: (name: string) => Parts = (user) => ({ user })): Parts[] =>
    Array.from({ length: 100 }, (_, i) => ({
      time: DAY + i * 60_000,
      ...parts(i % 10 < heavy ? 'n0' : `n${1 + (i % 4)}`),
    }));

  test('one of at least five names that holds half of the spending', () => {
    const [group, ...others] = run(shared(5));
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      id: 'top user n0',
      label: 'user n0',
      columns: { share: expect.closeTo(0.5, 9), names: 5, atLeast: false },
    });
    expect(group!.covered!.calls).toBe(50);
    expect(run(shared(4))).toEqual([]);
    expect(run(shared(4), { topShare: 0.4 })).toHaveLength(1);
    expect(run(shared(5), { minNames: 6 })).toEqual([]);
    expect(run(shared(5), { minCalls: 101 })).toEqual([]);
  });

  test('features and API keys, by the names that gateways give them; secrets are not shown', () => {
    expect(run(shared(6, (feature) => ({ feature }))).map(({ label }) => label)).toEqual(['feature n0']);
    const tagged = (name: string) => ({ tags: JSON.stringify({ team: 'x', user_api_key_alias: name }) });
    expect(run(shared(6, tagged)).map(({ label }) => label)).toEqual(['key n0']);
    const secret = (name: string) => ({
      tags: JSON.stringify({ api_key: `sk-proj-0123456789abcdef${name}` }),
    });
    expect(run(shared(6, secret)).map(({ label }) => label)).toEqual(['key sk-pro...efn0']);
    // Nobody can tell a hash from a key: neither the label nor the identifier of the group holds all of it.
    const bare = (name: string) => ({
      tags: JSON.stringify({ key: `9f8e7d6c5b4a39281706f5e4d3c2b1a0${name}` }),
    });
    for (const parts of [secret, bare]) {
      const [group] = run(shared(6, parts));
      const { key, api_key } = JSON.parse(parts('n0').tags);
      expect(JSON.stringify([group!.id, group!.label, group!.fix])).not.toContain(key ?? api_key);
    }
    const alias = (name: string) => ({
      tags: JSON.stringify({ key_alias: `production-customer-support-${name}` }),
    });
    expect(run(shared(6, alias))[0]).toMatchObject({ id: 'top key production-customer-support-n0' });
    expect(run(shared(6, (name) => ({ tags: JSON.stringify({ monkey: name }) })))).toEqual([]);
  });

  test('nothing where no price is known', () => {
    expect(run(shared(6).map((part) => ({ ...part, model: 'house-model' })))).toEqual([]);
  });
});

describe('growth', () => {
  const WEEK_MS = 7 * 24 * HOUR_MS;

  /** So many calls of each name in each week, evenly over its days; a call at the very end closes the last week. */
  const weeks = (...counts: readonly Readonly<Record<string, number>>[]): Parts[] =>
    counts
      .flatMap((names, week) =>
        Object.entries(names).flatMap(([feature, calls]) =>
          Array.from({ length: calls }, (_, i) => ({
            time: DAY + week * WEEK_MS + Math.floor(((i + 0.5) / calls) * WEEK_MS),
            feature,
          })),
        ),
      )
      .sort((a, b) => a.time - b.time);
  const grown = (parts: readonly Parts[], settings = {}) =>
    run(parts, settings).filter(({ id }) => id.startsWith('growth'));

  test('who spends twice as much as the week before, while the others do not', () => {
    const parts = weeks({ a: 60, b: 200 }, { a: 120, b: 200 });
    const [group, ...others] = grown(parts);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      id: 'growth feature a',
      columns: {
        kind: 'grew week on week',
        growth: expect.closeTo(1, 9),
        share: expect.closeTo(120 / 320, 9),
      },
    });
    expect(group!.covered!.calls).toBe(120);
    expect(inOrder(parts).filter((call) => group!.covered!.covers(call))).toHaveLength(120);
    expect(grown(weeks({ a: 61, b: 200 }, { a: 120, b: 200 }))).toEqual([]);
  });

  test('not when everybody grows alike', () => {
    expect(grown(weeks({ a: 60, b: 100 }, { a: 120, b: 200 }))).toEqual([]);
  });

  test('only what matters: a share of the week, and enough calls', () => {
    expect(grown(weeks({ a: 30, b: 600 }, { a: 60, b: 600 }))).toEqual([]);
    expect(grown(weeks({ a: 20, b: 100 }, { a: 49, b: 100 }))).toEqual([]);
    expect(grown(weeks({ a: 20, b: 100 }, { a: 50, b: 100 }))).toHaveLength(1);
  });

  test('who is new', () => {
    expect(grown(weeks({ b: 100 }, { a: 60, b: 100 }))[0]!.columns).toMatchObject({
      kind: 'new this week',
      growth: null,
    });
  });

  test('two full weeks are needed; the days after the last full one do not count', () => {
    expect(grown(weeks({ a: 60, b: 200 }, { a: 120, b: 200 }).slice(0, -40))).toEqual([]);
    const third = [
      ...weeks({ a: 60, b: 200 }, { a: 120, b: 200 }),
      { time: DAY + 2 * WEEK_MS + 1, feature: 'c' },
    ];
    expect(grown(third).map(({ label }) => label)).toEqual(['feature a']);
  });
});
