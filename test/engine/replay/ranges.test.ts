import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Strategy } from '../../../src/contracts/strategy.ts';
import type { Choice } from '../../../src/engine/replay/replay-entry.ts';
import { choose, replayCalls } from '../../strategies/run.ts';
import { inOrder } from '../../support/calls.ts';
import { anyLog, anyRule, close, context, fake, type Rule } from './fake-strategies.ts';

/** Cuts a share of the input; the share is assumed. */
const cut = fake('cut', () => undefined, {
  basis: 'assumed',
  options: { share: { default: 0.5, describe: '' } },
  range: () => ({ pessimistic: { share: 0.1 }, optimistic: { share: 0.8 } }),
  start: (_, { share }) => ({
    change: ({ usage }) => ({ usage: { ...usage, input: Math.round(usage.input * (1 - Number(share))) } }),
    assumptions: () => [],
  }),
});
const cheaper = fake('cheaper', ({ model }) => (model === 'dear' ? { model: 'middle' } : undefined));

// 1,000,000 tokens in at 10, no output: $10.
const million = inOrder([{ model: 'dear', usage: { input: 1_000_000, output: 0 } }]);
const ranged = (choices: readonly Choice[]) => replayCalls(choices, context, million, { ranges: true });

describe('by hand', () => {
  test('alone: 50% of $10, from 10% to 80%', () => {
    const { strategies, combined } = ranged([choose(cut)]);
    expect(strategies[0]!.savedUsd).toBeCloseTo(5, 12);
    expect(strategies[0]!.range!.pessimisticUsd).toBeCloseTo(1, 12);
    expect(strategies[0]!.range!.optimisticUsd).toBeCloseTo(8, 12);
    expect(combined.range).toEqual(strategies[0]!.range);
  });

  test('what comes after it starts from what either end leaves', () => {
    // 1,000,000 at 2 is $2; of it remain 50%, 90% and 20%.
    const { strategies, combined } = ranged([choose(cheaper), choose(cut)]);
    expect(combined.savedUsd).toBeCloseTo(10 - 1, 12);
    expect(combined.range!.pessimisticUsd).toBeCloseTo(10 - 1.8, 12);
    expect(combined.range!.optimisticUsd).toBeCloseTo(10 - 0.4, 12);
    expect(strategies[0]!.range).toBeNull();
    expect(strategies[1]!.range!.pessimisticUsd).toBeCloseTo(1, 12);
    const reversed = ranged([choose(cut), choose(cheaper)]);
    expect(reversed.combined.range!.pessimisticUsd).toBeCloseTo(10 - 1.8, 12);
    expect(reversed.combined.range!.optimisticUsd).toBeCloseTo(10 - 0.4, 12);
    expect(reversed.strategies[1]!.range).toBeNull();
  });

  test('there is none where nothing is assumed, none was asked for, or what assumes takes no part', () => {
    expect(ranged([choose(cheaper)]).combined.range).toBeNull();
    expect(replayCalls([choose(cut)], context, million).strategies[0]!.range).toBeNull();
    const measured = { ...cut, range: () => undefined };
    expect(ranged([choose(measured)]).strategies[0]!.range).toBeNull();
    const needy = { ...cut, needs: ['prompts'] as const };
    const { strategies, combined } = ranged([choose(needy), choose(cheaper)]);
    expect(strategies[0]).toMatchObject({ status: 'notApplicable', range: null });
    expect(combined.range).toBeNull();
  });

  test('a strategy that throws at one end only is left out whole', () => {
    const breaks: Strategy = {
      ...cut,
      start: (_, { share }) => ({
        change: () => {
          if (share === 0.8) throw new Error('too good');
          return { drop: true };
        },
        assumptions: () => [],
      }),
    };
    const { strategies, combined } = ranged([choose(breaks), choose(cheaper)]);
    expect(strategies[0]).toMatchObject({ status: 'failed', reason: 'too good', savedUsd: 0, range: null });
    expect(strategies[1]!.savedUsd).toBeCloseTo(8, 12);
    expect(combined.range).toBeNull();
  });
});

/** A strategy that follows one of three random rules by its option, the outer two being the ends. */
function uncertain(id: string, rules: readonly Rule[], isAssumed: boolean): Strategy {
  return fake(id, () => undefined, {
    options: { rule: { default: 1, describe: '' } },
    start(_, { rule }) {
      let seen = 0;
      return { change: (planned) => rules[Number(rule)]!(planned, seen++), assumptions: () => [] };
    },
    ...(isAssumed && { range: () => ({ pessimistic: { rule: 0 }, optimistic: { rule: 2 } }) }),
  });
}

test('both ends are what a replay with those options saves, or the expected figure beyond them, alone and in the sequence', () => {
  const three = fc.tuple(anyRule, anyRule, anyRule);
  fc.assert(
    fc.property(
      anyLog,
      fc.array(fc.tuple(three, fc.boolean()), { minLength: 1, maxLength: 4 }),
      (calls, list) => {
        const strategies = list.map(([rules, isAssumed], i) => uncertain(`s${i}`, rules, isAssumed));
        const plain = replayCalls(
          strategies.map((s) => choose(s)),
          context,
          calls,
        );
        const result = replayCalls(
          strategies.map((s) => choose(s)),
          context,
          calls,
          { ranges: true },
        );
        // Ranges stand beside the expected figures and move none of them.
        expect(result.strategies.map((step) => ({ ...step, range: null }))).toEqual(plain.strategies);
        expect({ ...result.combined, range: null }).toEqual(plain.combined);
        if (plain.strategies[0]!.status === 'notApplicable') return;
        const hasRange = strategies.some(({ range }) => range !== undefined);
        expect(result.combined.range !== null).toBe(hasRange);
        const atEnds = [0, 2].map((rule) =>
          strategies.map((s) => choose(s, s.range === undefined ? {} : { rule })),
        );
        const { beforeUsd, savedUsd } = plain.combined;
        const all = [savedUsd, ...atEnds.map((it) => replayCalls(it, context, calls).combined.savedUsd)];
        if (hasRange) {
          expect(close(result.combined.range!.pessimisticUsd, Math.min(...all), beforeUsd)).toBe(true);
          expect(close(result.combined.range!.optimisticUsd, Math.max(...all), beforeUsd)).toBe(true);
        }
        result.strategies.forEach((step, i) => {
          expect(step.range !== null).toBe(strategies[i]!.range !== undefined);
          if (step.range === null) return;
          const ends = atEnds.map((it) => replayCalls([it[i]!], context, calls).strategies[0]!.savedUsd);
          const each = [step.aloneSavedUsd, ...ends];
          expect(step.range).toEqual({ pessimisticUsd: Math.min(...each), optimisticUsd: Math.max(...each) });
        });
      },
    ),
    { numRuns: 60 },
  );
});
