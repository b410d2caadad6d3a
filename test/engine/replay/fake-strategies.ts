import fc from 'fast-check';
import type { Models } from '../../../src/contracts/models.ts';
import type { Change, PlannedCall, Strategy } from '../../../src/contracts/strategy.ts';
import type { Call } from '../../../src/model/call.ts';
import { fakeModels } from '../../strategies/fake-models.ts';
import { fakePrompts } from '../../strategies/fake-prompts.ts';
import { contextOf } from '../../strategies/run.ts';
import { inOrder, makeCall } from '../../support/calls.ts';

export const MODELS = fakeModels([
  { model: 'dear', input: 10, output: 30, cacheRead: 1, batch: 0.5 },
  { model: 'middle', input: 2, output: 8, cacheRead: 0.5, batch: 0.5 },
  { model: 'cheap', input: 0.1, output: 0.4 },
]);
export const context = contextOf(fakePrompts([]).prompts, MODELS);

export type Rule = (planned: PlannedCall, seen: number) => Change | undefined;

export function fake(id: string, rule: Rule, parts: Partial<Strategy> = {}): Strategy {
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

export const added = (input: number): Change['added'] => [
  {
    model: 'cheap',
    provider: '',
    time: 0,
    tier: 'standard',
    usage: { ...makeCall().usage, input, output: 0 },
  },
];

/** Random rules that depend on how many calls the strategy has seen, so that one strategy's drops move the next. */
export const anyRule: fc.Arbitrary<Rule> = fc
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

export const anyLog: fc.Arbitrary<Call[]> = fc
  .array(
    fc.record({
      model: fc.constantFrom('dear', 'middle', 'cheap', 'unknown'),
      usage: fc.record({ input: fc.nat(100_000), output: fc.nat(10_000) }),
    }),
    { maxLength: 60 },
  )
  .map(inOrder);

/** The slow obvious replay: one strategy after the other over a list, kept in full. */
export function slowReplay(
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

export const close = (a: number, b: number, scale = Math.max(Math.abs(a), Math.abs(b))): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(scale, 1e-12);
