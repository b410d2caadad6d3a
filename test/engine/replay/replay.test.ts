import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StrategyResult } from '../../../src/model/report.ts';
import { choose, replayCalls } from '../../strategies/run.ts';
import { anyLog, anyRule, close, context, fake, MODELS, slowReplay } from './fake-strategies.ts';

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
