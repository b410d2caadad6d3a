import fc from 'fast-check';
import type { Change, PlannedCall, Strategy } from '../../../src/contracts/strategy.ts';
import type { Call } from '../../../src/model/call.ts';
import { RISKS } from '../../../src/model/replayed.ts';
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
      fc.record({
        drop: fc.constant(true),
        group: fc.constantFrom('a', 'b'),
        risk: fc.constantFrom(...RISKS),
      }),
      fc.record({
        model: fc.constantFrom('dear', 'middle', 'cheap', 'unknown'),
        group: fc.constant('m'),
        risk: fc.constantFrom('otherModel' as const, 'delayed' as const),
      }),
      fc.record({ tier: fc.constantFrom('batch' as const, 'standard' as const) }),
      fc.record({ billedUsd: fc.double({ min: 0, max: 0.01, noNaN: true }) }),
      fc.record({ risk: fc.constant('delayed' as const) }),
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

export const close = (a: number, b: number, scale = Math.max(Math.abs(a), Math.abs(b))): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(scale, 1e-12);
