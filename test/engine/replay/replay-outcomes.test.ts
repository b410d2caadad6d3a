import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../../src/contracts/strategy.ts';
import { replay } from '../../../src/engine/replay/replay.ts';
import { CompensatedSum } from '../../../src/engine/replay/replay-sum.ts';
import type { Call } from '../../../src/model/call.ts';
import { fakeModels } from '../../strategies/fake-models.ts';
import { choose, contextOf, replayCalls } from '../../strategies/run.ts';
import { inOrder, makeCall } from '../../support/calls.ts';
import { added, context, fake, type Rule } from './fake-strategies.ts';

describe('what counts', () => {
  const three = inOrder([{ model: 'dear' }, { model: 'unknown' }, { model: 'middle' }]);
  // 1,000 x 10 + 100 x 30 = $0.013 and 1,000 x 2 + 100 x 8 = $0.0028
  const totalUsd = 0.0158;

  test('an unpriced call is neither shown to a strategy nor counted', () => {
    const seen: string[] = [];
    const spy = fake('spy', ({ model }) => {
      seen.push(model);
      return { model: 'cheap' };
    });
    const { strategies, combined } = replayCalls([choose(spy)], context, three);
    expect(seen).toEqual(['dear', 'middle']);
    expect(combined.beforeUsd).toBeCloseTo(totalUsd, 12);
    // 2 x (1,000 x 0.1 + 100 x 0.4) = $0.00028
    expect(strategies[0]!.afterUsd).toBeCloseTo(0.00028, 12);
  });

  test('a change to an unpriced model is refused, with its own costs, and said', () => {
    const rule: Rule = () => ({ model: 'unknown', addedUsd: 1 });
    const [result] = replayCalls([choose(fake('bad', rule))], context, three).strategies;
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0, ownCostUsd: 0, callsChanged: 0 });
    expect(result!.assumptions).toEqual(['2 changes are left out because a price they lead to is unknown']);
  });

  test('own costs without a price refuse the change', () => {
    const unpriced = added(10)!.map((billable) => ({ ...billable, model: 'unknown' }));
    const [result] = replayCalls(
      [choose(fake('bad', () => ({ drop: true, added: unpriced })))],
      context,
      three,
    ).strategies;
    expect(result!.savedUsd).toBe(0);
  });

  test('own costs are in afterUsd and shown apart', () => {
    const drop = fake('drop', ({ model }) =>
      model === 'dear' ? { drop: true, addedUsd: 0.001 } : undefined,
    );
    const later = fake('later', () => ({ addedUsd: 0.0005 }));
    const { strategies } = replayCalls([choose(drop), choose(later)], context, three);
    expect(strategies[0]!.afterUsd).toBeCloseTo(0.0028 + 0.001, 12);
    expect(strategies[0]!.ownCostUsd).toBeCloseTo(0.001, 12);
    expect(strategies[1]).toMatchObject({ callsChanged: 0, status: 'found' });
    expect(strategies[1]!.ownCostUsd).toBeCloseTo(0.0005, 12);
    expect(strategies[1]!.aloneSavedUsd).toBeCloseTo(-0.001, 12);
  });

  test('a call that the log says a cache answered is not changed', () => {
    const { strategies } = replay([choose(fake('drop', () => ({ drop: true })))], context, (see) => {
      see(makeCall({ model: 'dear', cacheHit: true }), 0);
      see(makeCall({ model: 'dear', index: 1 }), 0.013);
    });
    expect(strategies[0]).toMatchObject({ callsChanged: 1, savedUsd: 0.013 });
  });
});

describe('strategies without a result', () => {
  test('needs that no call meets: not applicable, with the reason', () => {
    const needy = fake('needy', () => ({ drop: true }), { needs: ['prompts'] });
    const after = fake('after', () => ({ model: 'cheap' }));
    const both = replayCalls([choose(needy), choose(after)], context, inOrder([{ model: 'dear' }]));
    expect(both.strategies[0]).toMatchObject({
      status: 'notApplicable',
      reason: 'no call has prompt text',
      savedUsd: 0,
    });
    const alone = replayCalls([choose(after)], context, inOrder([{ model: 'dear' }]));
    expect(both.strategies[1]!.savedUsd).toBe(alone.strategies[0]!.savedUsd);
  });

  test.each([
    ['usage', { usageBasis: 'none' }, 'no call has token usage'],
    ['time', { time: Number.NaN }, 'no call has a time'],
    ['status', { status: 0 }, 'no call has a status'],
  ] as const)('needs %s', (need, parts, reason) => {
    const strategy = fake('s', () => undefined, { needs: [need] });
    const without = replayCalls([choose(strategy)], context, [makeCall({ model: 'dear', ...parts })]);
    expect(without.strategies[0]).toMatchObject({ status: 'notApplicable', reason });
    const having = replayCalls([choose(strategy)], context, [makeCall({ model: 'dear' })]);
    expect(having.strategies[0]).toMatchObject({ status: 'clean', reason: null });
  });

  test('no priced call is said, not shown as nothing to save', () => {
    const [result] = replayCalls([choose(fake('s', () => undefined))], context, [
      makeCall({ model: '?' }),
    ]).strategies;
    expect(result).toMatchObject({ status: 'notApplicable', reason: 'no call has a known price' });
  });

  test.each(['start', 'assumptions'] as const)('throwing in %s fails it alone', (where) => {
    const throws = (): never => {
      throw new Error('broken');
    };
    const broken = fake('broken', () => undefined, {
      start: where === 'start' ? throws : () => ({ change: () => ({ drop: true }), assumptions: throws }),
    });
    const other = fake('other', () => ({ model: 'cheap' }));
    const calls = inOrder([{ model: 'dear' }]);
    const { strategies } = replayCalls([choose(broken), choose(other)], context, calls);
    expect(strategies[0]).toMatchObject({ status: 'failed', reason: 'broken', savedUsd: 0 });
    expect(strategies[1]!.savedUsd).toBeCloseTo(0.013 - 0.00014, 12);
  });
});

describe('sweeps', () => {
  test('each value is replayed alone; the chosen one only once', () => {
    let starts = 0;
    const strategy = fake('s', () => undefined, {
      options: { model: { default: 'middle', describe: '' } },
      sweeps: [{ option: 'model', values: ['middle', 'cheap'] }],
      start(_, options) {
        starts++;
        return { change: () => ({ model: String(options.model) }), assumptions: () => [] };
      },
    });
    const drop = fake('drop', () => ({ drop: true }));
    const { strategies } = replayCalls(
      [choose(drop), choose(strategy)],
      context,
      inOrder([{ model: 'dear' }]),
    );
    const [middle, cheap] = strategies[1]!.sweep;
    expect(middle!.savedUsd).toBeCloseTo(0.013 - 0.0028, 12);
    expect(cheap!.savedUsd).toBeCloseTo(0.013 - 0.00014, 12);
    expect(strategies[1]).toMatchObject({ savedUsd: 0, callsChanged: 0, status: 'found' });
    expect(strategies[1]!.aloneSavedUsd).toBe(middle!.savedUsd);
    expect(starts).toBe(3);
  });
});

test('claim S2-15: chained percentages multiply: 15,000 to 2,250, 900, 720 and 612', () => {
  const cut = (id: string, percent: number): Strategy =>
    fake(id, ({ usage }) => ({ usage: { ...usage, input: (usage.input * (100 - percent)) / 100 } }));
  const models = fakeModels([{ model: 'm', input: 10, output: 0 }]);
  const calls = inOrder(Array.from({ length: 15 }, () => ({ model: 'm', usage: { input: 1e8, output: 0 } })));
  const choices = [cut('a', 85), cut('b', 60), cut('c', 20), cut('d', 15)].map((s) => choose(s));
  const { strategies, combined } = replayCalls(choices, contextOf(context.prompts, models), calls);
  expect(combined.beforeUsd).toBeCloseTo(15_000, 6);
  expect(strategies.map(({ afterUsd }) => Math.round(afterUsd * 1e6) / 1e6)).toEqual([2250, 900, 720, 612]);
  expect(combined.share).toBeCloseTo(0.9592, 6);
});

test('the pass is repeated only when a failed strategy had changed something', () => {
  let passes = 0;
  const pass = (see: (call: Call, usd: number) => void): void => {
    passes++;
    see(makeCall({ model: 'dear' }), 0.013);
    see(makeCall({ model: 'dear', index: 1 }), 0.013);
  };
  const failsAt = (at: number): Strategy =>
    fake('f', (_, seen) => {
      if (seen === at) throw new Error('x');
      return { drop: true };
    });
  const other = fake('other', () => undefined);
  replay([choose(failsAt(0)), choose(other)], context, pass);
  expect(passes).toBe(1);
  replay([choose(failsAt(1)), choose(other)], context, pass);
  expect(passes).toBe(3);
});

test('a sum over a million terms keeps what naive addition loses', () => {
  const sum = new CompensatedSum();
  sum.add(1e9);
  for (let i = 0; i < 1_000_000; i++) sum.add(1e-8);
  sum.add(-1e9);
  expect(sum.value).toBeCloseTo(0.01, 12);
});
