import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Models } from '../../src/contracts/models.ts';
import type { Change, PlannedCall, Strategy } from '../../src/contracts/strategy.ts';
import { Replay, replay } from '../../src/engine/replay.ts';
import { CompensatedSum } from '../../src/engine/replay-sum.ts';
import type { Call } from '../../src/model/call.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { fakeModels } from '../strategies/fake-models.ts';
import { fakePrompts } from '../strategies/fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../strategies/run.ts';
import { inOrder, makeCall } from '../support/calls.ts';

const MODELS = fakeModels([
  { model: 'dear', input: 10, output: 30, cacheRead: 1, batch: 0.5 },
  { model: 'middle', input: 2, output: 8, cacheRead: 0.5, batch: 0.5 },
  { model: 'cheap', input: 0.1, output: 0.4 },
]);
const context = contextOf(fakePrompts([]).prompts, MODELS);

type Rule = (planned: PlannedCall, seen: number) => Change | undefined;

function fake(id: string, rule: Rule, parts: Partial<Strategy> = {}): Strategy {
  return {
    id,
    title: id,
    describe: id,
    basis: 'measured',
    needs: [],
    options: {},
    sweeps: [],
    start() {
      let seen = 0;
      return { change: (planned) => rule(planned, seen++), assumptions: () => [] };
    },
    ...parts,
  };
}

const added = (input: number): Change['added'] => [
  {
    model: 'cheap',
    provider: '',
    time: 0,
    tier: 'standard',
    usage: { ...makeCall().usage, input, output: 0 },
  },
];

/** Random rules that depend on how many calls the strategy has seen, so that one strategy's drops move the next. */
const anyRule: fc.Arbitrary<Rule> = fc
  .array(
    fc.oneof(
      fc.constant(undefined),
      fc.record({ drop: fc.constant(true), group: fc.constantFrom('a', 'b') }),
      fc.record({ model: fc.constantFrom('dear', 'middle', 'cheap', 'unknown'), group: fc.constant('m') }),
      fc.record({ tier: fc.constantFrom('batch' as const, 'standard' as const) }),
      fc.record({ addedUsd: fc.double({ min: 0, max: 0.01, noNaN: true }) }),
      fc.record({ drop: fc.constant(true), added: fc.nat(100_000).map(added) }),
      fc.record({ usage: fc.nat(5000).map((input) => ({ ...makeCall().usage, input })) }),
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map(
    (changes): Rule =>
      (_, seen) =>
        changes[seen % changes.length],
  );

const anyLog: fc.Arbitrary<Call[]> = fc
  .array(
    fc.record({
      model: fc.constantFrom('dear', 'middle', 'cheap', 'unknown'),
      usage: fc.record({ input: fc.nat(100_000), output: fc.nat(10_000) }),
    }),
    { maxLength: 60 },
  )
  .map(inOrder);

/** The slow obvious replay: one strategy after the other over a list, kept in full. */
function slowReplay(
  strategies: readonly Strategy[],
  calls: readonly Call[],
  models: Models,
): { after: number; own: number; changed: number }[] {
  const price = (p: Omit<PlannedCall, 'original' | 'costUsd'>, time: number): number =>
    models.cost({ ...p, time });
  let rows = calls
    .map((call) => {
      const { model, provider, tier, usage } = call;
      const usd = price(call, call.time);
      return { planned: { original: call, model, provider, tier, usage, costUsd: usd }, usd };
    })
    .filter((row) => !Number.isNaN(row.usd));
  let ownBefore = 0;
  return strategies.map((strategy) => {
    const run = strategy.start(context, {});
    let own = 0;
    let changed = 0;
    rows = rows.flatMap((row) => {
      const change = run.change(row.planned);
      if (change === undefined) return [row];
      const cost = (change.addedUsd ?? 0) + (change.added ?? []).reduce((sum, b) => sum + models.cost(b), 0);
      const next = { ...row.planned, ...change, original: row.planned.original };
      const usd = price(next, next.original.time);
      if (Number.isNaN(cost) || (!change.drop && Number.isNaN(usd))) return [row];
      own += cost;
      const isSame =
        next.model === row.planned.model &&
        next.tier === row.planned.tier &&
        JSON.stringify(next.usage) === JSON.stringify(row.planned.usage);
      if (change.drop || !isSame) changed++;
      const costUsd = isSame ? row.usd : usd;
      return change.drop ? [] : [{ planned: { ...next, costUsd }, usd: costUsd }];
    });
    ownBefore += own;
    return { after: rows.reduce((sum, row) => sum + row.usd, 0) + ownBefore, own, changed };
  });
}

const close = (a: number, b: number, scale = Math.max(Math.abs(a), Math.abs(b))): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(scale, 1e-12);

describe('identities, on random logs and strategies', () => {
  test('the waterfall adds up and agrees with a replay of full lists', () => {
    fc.assert(
      fc.property(anyLog, fc.array(anyRule, { maxLength: 4 }), (calls, rules) => {
        const list = rules.map((rule, i) => fake(`s${i}`, rule));
        const { strategies, combined } = replayCalls(
          list.map((strategy) => choose(strategy)),
          context,
          calls,
        );
        const total = calls
          .map((call) => MODELS.cost(call))
          .filter((usd) => !Number.isNaN(usd))
          .reduce((a, b) => a + b, 0);
        expect(close(combined.beforeUsd, total)).toBe(true);
        let before = combined.beforeUsd;
        const slow = slowReplay(list, calls, MODELS);
        strategies.forEach((result, i) => {
          expect(result.beforeUsd).toBe(before);
          expect(result.savedUsd).toBe(result.beforeUsd - result.afterUsd);
          expect(close(result.afterUsd, slow[i]!.after, total)).toBe(true);
          expect(close(result.ownCostUsd, slow[i]!.own)).toBe(true);
          expect(result.callsChanged).toBe(slow[i]!.changed);
          const grouped = result.groups.reduce((sum, group) => sum + group.savedUsd, 0);
          if (result.groups.length > 0) expect(close(grouped, result.savedUsd, total)).toBe(true);
          before = result.afterUsd;
          const [alone] = slowReplay([list[i]!], calls, MODELS);
          expect(close(result.aloneSavedUsd, total - alone!.after, total)).toBe(true);
        });
        expect(combined.afterUsd).toBe(before);
        expect(combined.savedUsd).toBe(combined.beforeUsd - combined.afterUsd);
      }),
    );
  });

  test('a single strategy saves alone what it saves in the sequence', () => {
    fc.assert(
      fc.property(anyLog, anyRule, (calls, rule) => {
        const [result] = replayCalls([choose(fake('one', rule))], context, calls).strategies;
        expect(result!.aloneSavedUsd).toBe(result!.savedUsd);
      }),
    );
  });

  test('a strategy that throws at any call leaves the others as if it had not been chosen', () => {
    fc.assert(
      fc.property(
        anyLog,
        fc.array(anyRule, { minLength: 1, maxLength: 3 }),
        fc.nat(60),
        fc.nat(3),
        (calls, rules, at, where) => {
          const others = rules.map((rule, i) => fake(`s${i}`, rule));
          const broken = fake('broken', (_, seen) => {
            if (seen === at) throw new Error('first line\nsecond line');
            return { drop: true };
          });
          const position = Math.min(where, others.length);
          const withBroken = others.toSpliced(position, 0, broken);
          const priced = calls.filter((call) => call.model !== 'unknown');
          if (at >= priced.length) return;
          const clean = replayCalls(
            others.map((s) => choose(s)),
            context,
            priced,
          );
          const result = replayCalls(
            withBroken.map((s) => choose(s)),
            context,
            priced,
          );
          const failed = result.strategies[position]!;
          if (failed.status === 'failed') {
            expect(failed).toMatchObject({
              reason: 'first line second line',
              savedUsd: 0,
              aloneSavedUsd: 0,
              ownCostUsd: 0,
              callsChanged: 0,
            });
          }
          expect(failed.status).toBe('failed');
          expect(failed.afterUsd).toBe(failed.beforeUsd);
          const strip = ({ order: _, ...rest }: StrategyResult): unknown => rest;
          expect(result.strategies.toSpliced(position, 1).map(strip)).toEqual(clean.strategies.map(strip));
          expect(result.combined).toEqual(clean.combined);
        },
      ),
    );
  });
});

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
    const run = new Replay([choose(fake('drop', () => ({ drop: true })))], context);
    run.see(makeCall({ model: 'dear', cacheHit: true }), 0);
    run.see(makeCall({ model: 'dear', index: 1 }), 0.013);
    expect(run.finish().strategies[0]).toMatchObject({ callsChanged: 1, savedUsd: 0.013 });
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
