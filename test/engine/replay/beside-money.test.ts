import { describe, expect, test } from 'vitest';
import type { Strategy, StrategyRun } from '../../../src/contracts/strategy.ts';
import { replay } from '../../../src/engine/replay/replay.ts';
import { choose, replayCalls } from '../../strategies/run.ts';
import { inOrder, makeCall } from '../../support/calls.ts';
import { context, fake } from './fake-strategies.ts';

const DAY = 86_400_000;

/** A strategy whose run is what the test says. */
const running = (run: Partial<StrategyRun>, parts: Partial<Strategy> = {}): Strategy =>
  fake('s', () => undefined, {
    start: () => ({ change: () => undefined, assumptions: () => [], ...run }),
    ...parts,
  });

// Two calls of $0.013, three days from the first to the last.
const threeDays = [
  makeCall({ model: 'dear', time: 0 }),
  makeCall({ model: 'dear', time: 3 * DAY, index: 1 }),
];

describe('what is due however many calls are made', () => {
  const server = running({
    change: () => ({ drop: true, group: 'local' }),
    standingUsd: (days) => 0.001 * days,
  });

  test('is taken off, also alone, and told apart', () => {
    const { strategies, combined, standingUsd } = replayCalls([choose(server)], context, threeDays);
    expect(standingUsd).toBeCloseTo(0.003, 12);
    expect(strategies[0]!.ownCostUsd).toBeCloseTo(0.003, 12);
    expect(strategies[0]!.savedUsd).toBeCloseTo(0.026 - 0.003, 12);
    expect(strategies[0]!.aloneSavedUsd).toBe(strategies[0]!.savedUsd);
    expect(combined.afterUsd).toBeCloseTo(0.003, 12);
    // No call made it due, so it is in no group.
    expect(strategies[0]!.groups).toEqual([{ key: 'local', calls: 2, savedUsd: expect.closeTo(0.026, 12) }]);
  });

  test('is due although nothing is done for it', () => {
    const idle = running({ standingUsd: () => 5 });
    const { strategies } = replayCalls([choose(idle)], context, threeDays);
    expect(strategies[0]).toMatchObject({ status: 'found', callsChanged: 0, ownCostUsd: 5 });
    expect(strategies[0]!.savedUsd).toBeCloseTo(-5, 12);
  });

  test('is asked for with the days of all calls, also of those without a price', () => {
    const asked: number[] = [];
    const spy = running({
      standingUsd(days) {
        asked.push(days);
        return 0;
      },
    });
    const calls = [...threeDays, makeCall({ model: 'unknown', time: 4 * DAY, index: 2 })];
    replayCalls([choose(spy)], context, calls);
    expect(asked).toEqual([4]);
    const untimed = threeDays.map((call) => ({ ...call, time: Number.NaN }));
    replayCalls([choose(spy)], context, untimed);
    expect(asked).toEqual([4, Number.NaN]);
  });

  test('where it cannot be known, the strategy has no figures and the others have theirs', () => {
    const untimed = threeDays.map((call) => ({ ...call, time: Number.NaN }));
    const after = fake('after', () => ({ model: 'middle' }));
    const { strategies, standingUsd } = replayCalls([choose(server), choose(after)], context, untimed);
    expect(strategies[0]).toMatchObject({ status: 'failed', savedUsd: 0, ownCostUsd: 0 });
    expect(strategies[0]!.reason).toMatch(/cannot be known/);
    expect(strategies[1]!.savedUsd).toBeCloseTo(0.026 - 0.0056, 12);
    expect(standingUsd).toBe(0);
  });

  test('each value of a sweep and each end of a range has its own', () => {
    const sized = running(
      {},
      {
        options: { usd: { default: 1, describe: '' } },
        sweeps: [{ option: 'usd', values: [1, 2] }],
        range: () => ({ pessimistic: { usd: 4 }, optimistic: { usd: 0.5 } }),
        start: (_, { usd }) => ({
          change: () => undefined,
          assumptions: () => [],
          standingUsd: () => Number(usd),
        }),
      },
    );
    const { strategies, combined } = replayCalls([choose(sized)], context, threeDays, { ranges: true });
    expect(strategies[0]!.sweep.map(({ savedUsd }) => savedUsd)).toEqual([
      expect.closeTo(-1, 12),
      expect.closeTo(-2, 12),
    ]);
    expect(combined.range).toEqual({
      pessimisticUsd: expect.closeTo(-4, 12),
      optimisticUsd: expect.closeTo(-0.5, 12),
    });
  });
});

describe('what callers may notice', () => {
  test('is counted by distinct calls: two strategies at one call are one call at risk', () => {
    const move = fake('move', () => ({ model: 'middle', risk: 'otherModel' }));
    const delay = fake('delay', (_, seen) => (seen === 0 ? { tier: 'batch', risk: 'delayed' } : undefined));
    const again = fake('again', () => ({ model: 'cheap', tier: 'standard', risk: 'otherModel' }));
    const calls = inOrder([{ model: 'dear' }, { model: 'dear' }, { model: 'unknown' }, { model: 'dear' }]);
    const { combined, strategies } = replayCalls(
      [choose(move), choose(delay), choose(again)],
      context,
      calls,
    );
    expect(strategies.map(({ risks }) => [risks.otherModel, risks.delayed])).toEqual([
      [3, 0],
      [0, 1],
      [3, 0],
    ]);
    expect(combined.risk).toMatchObject({ calls: 3, share: 0.75, kinds: { otherModel: 3, delayed: 1 } });
  });

  test('is nothing where the change is refused', () => {
    const bad = fake('bad', () => ({ model: 'unknown', risk: 'otherModel' }));
    const { combined, strategies } = replayCalls([choose(bad)], context, threeDays);
    expect(strategies[0]!.risks.otherModel).toBe(0);
    expect(combined.risk).toMatchObject({ calls: 0, share: 0 });
  });

  test('is that of the sequence, not of what a strategy would do alone', () => {
    const drop = fake('drop', (_, seen) => (seen === 0 ? { drop: true, risk: 'cachedAnswer' } : undefined));
    const move = fake('move', () => ({ model: 'middle', risk: 'otherModel' }));
    const { strategies, combined } = replayCalls([choose(drop), choose(move)], context, threeDays);
    expect(strategies[1]!.risks.otherModel).toBe(1);
    expect(combined.risk.kinds).toMatchObject({ cachedAnswer: 1, otherModel: 1 });
  });
});

test('what refused calls would have cost is told apart, as things stood when they were refused', () => {
  const half = fake('half', ({ usage }) => ({ usage: { ...usage, input: usage.input / 2 } }));
  const refuse = fake('refuse', (_, seen) => (seen === 0 ? { drop: true, risk: 'refused' } : undefined));
  const { combined, strategies } = replayCalls([choose(half), choose(refuse)], context, threeDays);
  // 500 tokens in at $10 and 100 out at $30 per 1M.
  expect(combined.unservedUsd).toBeCloseTo(0.008, 12);
  expect(strategies[1]!.savedUsd).toBeCloseTo(0.008, 12);
  expect(combined.savedUsd).toBeCloseTo(0.018, 12);
  // An answer that is kept although it would come late or not at all is served.
  const kept = fake('kept', () => ({ risk: 'refused' }));
  expect(replayCalls([choose(kept)], context, threeDays).combined.unservedUsd).toBe(0);
});

describe('calls without a price', () => {
  const seenBy = (strategy: (seen: string[]) => Strategy, more: readonly Strategy[] = []): string[] => {
    const seen: string[] = [];
    replay(
      [...more, strategy(seen)].map((s) => choose(s)),
      context,
      (see) => {
        see(makeCall({ model: 'dear' }), 0.013);
        see(makeCall({ model: 'unknown', index: 1 }), Number.NaN);
        see(makeCall({ model: 'unknown', index: 2, cacheHit: true }), Number.NaN);
        see(makeCall({ model: 'middle', index: 3 }), 0.0028);
      },
    );
    return seen;
  };
  const watching = (seen: string[]): Strategy =>
    running({
      change({ original }) {
        seen.push(`change ${original.index}`);
        return undefined;
      },
      observe: ({ index }) => seen.push(`observe ${index}`),
    });

  test('are observed in the order of all calls, but for those that a cache answered', () => {
    // The only strategy runs once: alone is the sequence.
    expect(seenBy(watching)).toEqual(['change 0', 'observe 1', 'change 3']);
  });

  test('are observed also behind a strategy that drops everything', () => {
    const seen = seenBy(watching, [fake('drop', () => ({ drop: true }))]);
    // Once in the sequence, where no priced call is left, and once alone.
    expect(seen.filter((it) => it === 'observe 1')).toHaveLength(2);
    expect(seen.filter((it) => it.startsWith('change'))).toEqual(['change 0', 'change 3']);
  });

  test('a strategy that throws there fails alone', () => {
    const breaks = running({
      observe() {
        throw new Error('unpriced');
      },
    });
    const calls = inOrder([{ model: 'dear' }, { model: 'unknown' }]);
    const { strategies } = replayCalls(
      [choose(breaks), choose(fake('other', () => ({ model: 'cheap' })))],
      context,
      calls,
    );
    expect(strategies[0]).toMatchObject({ status: 'failed', reason: 'unpriced' });
    expect(strategies[1]!.savedUsd).toBeCloseTo(0.013 - 0.00014, 12);
  });

  test('are enough for a strategy that says so, and for no other', () => {
    const metrics = () => [{ key: 'calls', label: 'calls', kind: 'count', value: 2 } as const];
    const unpriced = inOrder([{ model: 'unknown' }, { model: 'unknown' }]);
    const of = (parts: Partial<Strategy>) =>
      replayCalls([choose(running({ metrics }, parts))], context, unpriced).strategies[0]!;
    expect(of({ worksUnpriced: true })).toMatchObject({ status: 'clean', metrics: metrics() });
    expect(of({})).toMatchObject({ status: 'notApplicable', metrics: [] });
  });
});

test('figures and tables are those of the sequence', () => {
  const counting = fake('counting', () => undefined, {
    start() {
      let seen = 0;
      return {
        change() {
          seen++;
          return undefined;
        },
        assumptions: () => [],
        metrics: () => [{ key: 'seen', label: 'seen', kind: 'count', value: seen }],
        views: () => [
          { id: 'v', title: 'v', columns: [{ key: 'n', label: 'n', kind: 'count' }], rows: [{ n: seen }] },
        ],
      };
    },
  });
  const drop = fake('drop', (_, seen) => (seen === 0 ? { drop: true } : undefined));
  const [, step] = replayCalls([choose(drop), choose(counting)], context, threeDays).strategies;
  expect(step!.metrics[0]!.value).toBe(1);
  expect(step!.views[0]!.rows).toEqual([{ n: 1 }]);
});

test('a cost that a strategy states itself is taken instead of the list price', () => {
  const local = fake('local', () => ({ model: 'on-my-own-server', billedUsd: 0 }));
  const { strategies } = replayCalls([choose(local)], context, threeDays);
  expect(strategies[0]).toMatchObject({ status: 'found', callsChanged: 2 });
  expect(strategies[0]!.savedUsd).toBeCloseTo(0.026, 12);
});

test('options that are not at their defaults are named', () => {
  const strategy = running(
    {},
    { options: { a: { default: 1, describe: '' }, b: { default: 'x', describe: '' } } },
  );
  const of = (options: Readonly<Record<string, number | string>>) =>
    replayCalls([choose(strategy, options)], context, threeDays).strategies[0]!.optionsSet;
  expect(of({})).toEqual([]);
  expect(of({ b: 'y', a: 1 })).toEqual(['b']);
});
