import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../../src/contracts/strategy.ts';
import { bestOrder } from '../../../src/engine/replay/best-order.ts';
import { type CallPass, replay } from '../../../src/engine/replay/replay.ts';
import type { Choice } from '../../../src/engine/replay/replay-entry.ts';
import type { Call } from '../../../src/model/call.ts';
import { inOrder } from '../../support/calls.ts';
import { anyLog, anyRule, context, fake, MODELS, type Rule } from './fake-strategies.ts';

const choose = (strategy: Strategy): Choice => ({ strategy, options: {} });

const passOf =
  (calls: readonly Call[]): CallPass =>
  (see) => {
    for (const call of calls) see(call, MODELS.cost(call));
  };

/** What is saved on calls that are still answered. */
const savedBy = (choices: readonly Choice[], calls: readonly Call[]): number => {
  const { savedUsd, unservedUsd } = replay(choices, context, passOf(calls)).combined;
  return savedUsd - unservedUsd;
};

const total = (calls: readonly Call[]): number => replay([], context, passOf(calls)).combined.beforeUsd;

const search = (choices: readonly Choice[], calls: readonly Call[]) =>
  bestOrder(choices, context, passOf(calls), {});

/** Written apart from the search: every order, the slow way. */
function allOrders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    allOrders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** Several strategies named s0, s1, ... by what they do to a call. */
const named = (rules: readonly Rule[]): Choice[] => rules.map((rule, i) => choose(fake(`s${i}`, rule)));

const idsOf = (choices: readonly Choice[]): string[] => choices.map(({ strategy }) => strategy.id);

describe('on random logs and strategies', () => {
  test('up to four strategies: as good as the best of all orders', () => {
    fc.assert(
      fc.property(anyLog, fc.array(anyRule, { maxLength: 4 }), (calls, rules) => {
        const choices = named(rules);
        const { choices: best, tried } = search(choices, calls);
        const most = Math.max(...allOrders(choices).map((order) => savedBy(order, calls)));
        expect(savedBy(best, calls)).toBeGreaterThanOrEqual(most - 1e-8 * total(calls));
        expect(new Set(best)).toEqual(new Set(choices));
        expect(tried).toBe(allOrders(choices).length);
      }),
    );
  });

  test('more: never worse than the given order, and each strategy once', () => {
    fc.assert(
      fc.property(anyLog, fc.array(anyRule, { minLength: 5, maxLength: 8 }), (calls, rules) => {
        const choices = named(rules);
        const { choices: best, tried } = search(choices, calls);
        expect(savedBy(best, calls)).toBeGreaterThanOrEqual(savedBy(choices, calls) - 1e-12);
        expect(best.length).toBe(choices.length);
        expect(new Set(best)).toEqual(new Set(choices));
        expect(tried).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

/** Every call on the dear model: 1,000 tokens in at $10 and 100 out at $30 per 1M, $0.013. */
const dear = inOrder(Array.from({ length: 4 }, () => ({ model: 'dear' })));

const nothing: Rule = () => undefined;
const half: Rule = ({ usage }) => ({ usage: { ...usage, input: Math.floor(usage.input / 2) } });
const toCheap: Rule = () => ({ model: 'cheap' });
/** Works on what is still dear, and asks a fee for it. */
const dropDear: Rule = ({ model }) => (model === 'dear' ? { drop: true, addedUsd: 0.001 } : undefined);
const fee: Rule = () => ({ addedUsd: 0.0001 });

/** Refuses what is still dear, as a budget that is used up does. */
const refuseDear: Rule = ({ model }) => (model === 'dear' ? { drop: true, risk: 'refused' } : undefined);

describe('what is found', () => {
  test('no order wins by refusing more calls', () => {
    const choices = [choose(fake('cheap', toCheap)), choose(fake('refuse', refuseDear))];
    for (const given of [choices, choices.toReversed()]) {
      expect(idsOf(search(given, dear).choices)).toEqual(['cheap', 'refuse']);
    }
  });

  test('a fee that depends on the order is avoided', () => {
    // Given: cheap first costs 4 * ($0.0001 + $0.00004); dropping first costs 4 * $0.001.
    const { choices, tried } = search(named([dropDear, toCheap]), dear);
    expect([idsOf(choices), tried]).toEqual([['s1', 's0'], 2]);
    expect(savedBy(choices, dear)).toBeCloseTo(4 * (0.013 - 0.00014), 12);
  });

  test('the given order where no order is better', () => {
    const { choices, tried } = search(named([half, toCheap, nothing]), dear);
    expect([idsOf(choices), tried]).toEqual([['s0', 's1', 's2'], 6]);
  });

  test('one strategy, or none, is one order', () => {
    expect(search(named([half]), dear)).toMatchObject({ tried: 1 });
    expect(search([], dear)).toEqual({ choices: [], tried: 1 });
  });

  test('of many, those that change nothing go last, and the others in every order', () => {
    const rules = [nothing, dropDear, nothing, toCheap, nothing, nothing];
    const { choices, tried } = search(named(rules), dear);
    expect(idsOf(choices)).toEqual(['s3', 's1', 's0', 's2', 's4', 's5']);
    // The given order, and two of the two that change anything.
    expect(tried).toBe(3);
  });

  test('of five that do something: inserted one by one, then neighbours swapped', () => {
    const rules = [fee, dropDear, half, fee, toCheap];
    const { choices, tried } = search(named(rules), dear);
    const most = Math.max(...allOrders(named(rules)).map((order) => savedBy(order, dear)));
    expect(savedBy(choices, dear)).toBeCloseTo(most, 12);
    expect(tried).toBeLessThan(120);
  });

  test('a strategy that throws is out in every order', () => {
    const broken: Rule = () => {
      throw new Error('no');
    };
    const { choices } = search(named([dropDear, broken, toCheap]), dear);
    expect(savedBy(choices, dear)).toBeCloseTo(4 * (0.013 - 0.00014), 12);
  });

  test('the sweeps of the choices are untouched, and none is replayed while searching', () => {
    let started = 0;
    const counting: Strategy = {
      ...fake('swept', half),
      options: { level: { default: 1, describe: 'x' } },
      start: () => {
        started++;
        return { change: nothing as never, assumptions: () => [] };
      },
    };
    const sweeps = [{ option: 'level', values: [1, 2, 3] }];
    const choices = [{ strategy: counting, options: { level: 1 }, sweeps }, choose(fake('other', toCheap))];
    expect(search(choices, dear).choices.find(({ strategy }) => strategy === counting)).toBe(choices[0]);
    expect(started).toBe(2);
  });
});

test('other prices are the same first step in every order', () => {
  const reprice = {
    title: 'Halved',
    options: {},
    costOf: (call: Call) => MODELS.cost(call) / 2,
  };
  const rules = [nothing, dropDear, nothing, toCheap, nothing, nothing];
  const { choices } = bestOrder(named(rules), context, passOf(dear), { reprice });
  expect(idsOf(choices)).toEqual(['s3', 's1', 's0', 's2', 's4', 's5']);
});
