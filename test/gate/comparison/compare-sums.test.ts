import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from '../../../src/gate/comparison/compare.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { type MadeGroup, madeBaseline, madeGroups, madeMeasurement, madeMoney } from '../made-measurement.ts';

const usd = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e4, noNaN: true }));

const group = fc
  .record({
    key: fc.constantFrom('', 'a', 'b', 'c', 'd', 'e'),
    calls: fc.nat(50),
    unpriced: fc.nat(3),
    past: usd,
    today: usd,
    sketch: fc.constantFrom([], [1, 2, 3], [2, 3, 4], [6, 7, 8], [9]),
  })
  .map(({ key, calls, unpriced, past, today, sketch }): MadeGroup => {
    const unpricedCalls = Math.min(unpriced, calls);
    const isFree = unpricedCalls === calls;
    return { key, calls, unpricedCalls, sketch, money: isFree ? madeMoney(0) : madeMoney(past, today) };
  });

/** A log whose templates hold all of its calls; as a baseline it lists those with the keys that come first. */
const anyLog = fc
  .record({
    groups: fc.uniqueArray(group, { selector: ({ key }) => key, minLength: 1, maxLength: 6 }),
    listed: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ groups, listed }) => {
    const sum = (of: (group: MadeGroup) => number) => groups.reduce((total, it) => total + of(it), 0);
    const whole = madeMeasurement({
      total: {
        calls: sum(({ calls }) => calls!),
        unpricedCalls: sum(({ unpricedCalls }) => unpricedCalls!),
        money: madeMoney(
          sum(({ money }) => money!.thenUsd),
          sum(({ money }) => money!.nowUsd),
        ),
      },
      groups: { template: groups },
    });
    const dearest = [...groups].sort((a, b) => b.money!.thenUsd - a.money!.thenUsd).slice(0, listed);
    const template = madeGroups(dearest, groups.length - dearest.length);
    return { whole, cut: { ...whole, groups: { template } } satisfies Measurement };
  });

test('price drift and usage drift are all that the money changed by; the effects are all of the usage', () => {
  const seen = { volumeUsd: 0, perCallUsd: 0, appearedUsd: 0, vanishedUsd: 0 };
  fc.assert(
    fc.property(anyLog, anyLog, ({ whole: current }, { cut }) => {
      const it = compare(current, madeBaseline(cut));
      const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-8 * size);
      const size =
        1 +
        cut.total.money.thenUsd +
        cut.total.money.nowUsd +
        current.total.money.thenUsd +
        current.total.money.nowUsd;
      expect(it.priceDriftUsd === null).toBe(it.baselineUsd === null || it.currentUsd === null);
      expect(it.effects === null).toBe(it.usageDriftUsd === null);
      if (it.priceDriftUsd === null || it.usageDriftUsd === null || it.effects === null) return;
      close(it.priceDriftUsd + it.usageDriftUsd, it.currentThenUsd - it.baselineThenUsd);
      const { volumeUsd, perCallUsd, appearedUsd, vanishedUsd } = it.effects;
      close(volumeUsd + perCallUsd + appearedUsd + vanishedUsd, it.usageDriftUsd);
      for (const name of Object.keys(seen) as (keyof typeof seen)[]) if (it.effects[name] !== 0) seen[name]++;
    }),
    { numRuns: 500 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test('a log compared with itself has not changed', () => {
  fc.assert(
    fc.property(anyLog, ({ whole }) => {
      const it = compare(whole, madeBaseline(whole));
      expect(it.usageDriftUsd ?? 0).toBe(0);
      expect([it.templates, it.features, it.models]).toEqual([[], [], []]);
      expect(Object.values(it.effects ?? {}).filter((effect) => effect !== 0)).toEqual([]);
      expect(it.likeForLike.currentUsd).toBe(it.likeForLike.baselineUsd);
    }),
  );
});

test('nothing is infinite or no number', () => {
  fc.assert(
    fc.property(anyLog, anyLog, ({ whole }, { cut }) => {
      const broken: unknown[] = [];
      JSON.stringify(compare(whole, madeBaseline(cut)), (_, value: unknown) => {
        if (typeof value === 'number' && !Number.isFinite(value)) broken.push(value);
        return value;
      });
      expect(broken).toEqual([]);
    }),
  );
});
