import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replayEach } from '../../../src/engine/replay/replay.ts';
import { RISKS } from '../../../src/model/replayed.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import { choose, replayCalls } from '../../strategies/run.ts';
import { anyLog, anyRule, close, context, fake, MODELS } from './fake-strategies.ts';
import { expectIdentities, ordersOf } from './identities.ts';
import { slowReplay } from './slow-replay.ts';

const totalOf = (calls: readonly Parameters<typeof MODELS.cost>[0][]): number =>
  calls
    .map((call) => MODELS.cost(call))
    .filter((usd) => !Number.isNaN(usd))
    .reduce((a, b) => a + b, 0);

describe('identities, on random logs and strategies', () => {
  test('every subset in every order adds up and agrees with a replay of full lists', () => {
    fc.assert(
      fc.property(anyLog, fc.array(anyRule, { minLength: 1, maxLength: 3 }), (calls, rules) => {
        const total = totalOf(calls);
        for (const list of ordersOf(rules.map((rule, i) => fake(`s${i}`, rule)))) {
          const choices = list.map((strategy) => choose(strategy));
          const result = replayCalls(choices, context, calls);
          expectIdentities(result, total, calls.length);
          const slow = slowReplay(list, calls, MODELS);
          result.strategies.forEach((step, i) => {
            expect(close(step.afterUsd, slow[i]!.after, total)).toBe(true);
            expect(close(step.ownCostUsd, slow[i]!.own)).toBe(true);
            expect(step.callsChanged).toBe(slow[i]!.changed);
            for (const risk of RISKS) expect(step.risks[risk]).toBe(slow[i]!.risks.get(risk)?.size ?? 0);
            const [alone] = slowReplay([list[i]!], calls, MODELS);
            expect(close(step.aloneSavedUsd, total - alone!.after, total)).toBe(true);
          });
          const atRisk = slow.flatMap(({ risks }) => [...risks.values()].flatMap((of) => [...of]));
          expect(result.combined.risk.calls).toBe(new Set(atRisk).size);
          for (const risk of RISKS) {
            const of = slow.flatMap(({ risks }) => [...(risks.get(risk) ?? [])]);
            expect(result.combined.risk.kinds[risk]).toBe(new Set(of).size);
          }
        }
      }),
      { numRuns: 60 },
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

  test('a strategy that looks at one call only may be judged once for both runs', () => {
    fc.assert(
      fc.property(anyLog, anyRule, fc.boolean(), (calls, before, isDear) => {
        const byCall = fake('by-call', ({ costUsd, model, usage, hasOtherPrompt }) =>
          hasOtherPrompt || costUsd < 0.01
            ? { addedUsd: costUsd / 10 }
            : isDear
              ? { model: 'middle', addedUsd: costUsd / 20, risk: 'otherModel' }
              : { usage: { ...usage, input: Math.floor(usage.input / 2) }, group: model },
        );
        const both = [false, true].map((isStateless) =>
          replayCalls([choose(fake('first', before)), choose({ ...byCall, isStateless })], context, calls),
        );
        expect(both[1]).toEqual(both[0]);
      }),
    );
  });

  test('several replays over one pass are what each is by itself', () => {
    fc.assert(
      fc.property(anyLog, fc.array(anyRule, { minLength: 1, maxLength: 2 }), (calls, rules) => {
        const sequences = [...ordersOf(rules.map((rule, i) => choose(fake(`s${i}`, rule))))];
        const pass = (see: (call: (typeof calls)[number], usd: number) => void): void => {
          for (const call of calls) see(call, MODELS.cost(call));
        };
        const together = replayEach(sequences, context, pass, {});
        expect(together).toEqual(sequences.map((choices) => replayCalls(choices, context, calls)));
        const quick = replayEach(sequences, context, pass, { onlySequence: true });
        expect(quick.map(({ combined }) => combined)).toEqual(together.map(({ combined }) => combined));
      }),
      { numRuns: 40 },
    );
  });
});

describe('a strategy that throws leaves the others as if it had not been chosen', () => {
  const strip = ({ order: _, ...rest }: StrategyResult): unknown => rest;

  test('at any call', () => {
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
            return { drop: true, risk: 'refused' };
          });
          const position = Math.min(where, others.length);
          const priced = calls.filter((call) => call.model !== 'unknown');
          if (at >= priced.length) return;
          const [clean, result] = [others, others.toSpliced(position, 0, broken)].map((list) =>
            replayCalls(
              list.map((strategy) => choose(strategy)),
              context,
              priced,
            ),
          );
          const failed = result!.strategies[position]!;
          expect(failed).toMatchObject({
            status: 'failed',
            reason: 'first line second line',
            savedUsd: 0,
            aloneSavedUsd: 0,
            ownCostUsd: 0,
            callsChanged: 0,
          });
          expect(failed.afterUsd).toBe(failed.beforeUsd);
          expect(result!.strategies.toSpliced(position, 1).map(strip)).toEqual(clean!.strategies.map(strip));
          expect(result!.combined).toEqual(clean!.combined);
        },
      ),
    );
  });

  test.each(['start', 'assumptions', 'metrics', 'views', 'standingUsd'] as const)(
    'in %s, wherever it stands',
    (where) => {
      const throws = (): never => {
        throw new Error('broken');
      };
      fc.assert(
        fc.property(anyLog, anyRule, fc.boolean(), (calls, rule, isLast) => {
          const run = { change: () => ({ drop: true, risk: 'refused' }) as const, assumptions: () => [] };
          const broken = fake('broken', () => undefined, {
            start: where === 'start' ? throws : () => ({ ...run, [where]: throws }),
            range: () => ({ pessimistic: {}, optimistic: {} }),
          });
          const other = choose(fake('other', rule));
          const priced = calls.filter((call) => call.model !== 'unknown');
          if (priced.length === 0) return;
          const sequence = isLast ? [other, choose(broken)] : [choose(broken), other];
          const result = replayCalls(sequence, context, priced, { ranges: true });
          const clean = replayCalls([other], context, priced, { ranges: true });
          expect(result.strategies[isLast ? 1 : 0]).toMatchObject({ status: 'failed', reason: 'broken' });
          expect(strip(result.strategies[isLast ? 0 : 1]!)).toEqual(strip(clean.strategies[0]!));
          expect(result.combined).toEqual(clean.combined);
          expect(result.standingUsd).toBe(clean.standingUsd);
        }),
        { numRuns: 30 },
      );
    },
  );
});
