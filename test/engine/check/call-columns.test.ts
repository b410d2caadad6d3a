import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallColumns } from '../../../src/engine/check/call-columns.ts';
import { promptTokens } from '../../../src/model/usage.ts';

/** By the definition: the first value that enough of the values do not exceed. */
function slowQuantile(values: readonly number[], percent: number): number {
  const candidates = [...values].sort((a, b) => a - b);
  return candidates.find((c) => 100 * values.filter((v) => v <= c).length >= percent * values.length)!;
}

const tokens = fc.oneof(
  fc.nat(20),
  fc.nat(100_000),
  fc.constantFrom(2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 2 ** 40),
);

const calls = fc.array(
  fc.record({
    group: fc.nat(4),
    usage: fc.option(
      fc.record({
        input: tokens,
        cacheRead: fc.nat(9),
        cacheWrite5m: fc.nat(9),
        cacheWrite1h: fc.nat(9),
        output: tokens,
        reasoning: fc.nat(9),
      }),
      { nil: undefined },
    ),
  }),
  { minLength: 1, maxLength: 120 },
);

test('quantiles are those of a slow definition, for all calls and for each group', () => {
  fc.assert(
    fc.property(calls, (given) => {
      const columns = new CallColumns(1);
      given.forEach(({ group, usage }, i) => {
        columns.add(i - 1, usage, [group]);
      });
      const expected = (of: typeof given) => {
        const known = of.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
        if (known.length === 0) return null;
        const both = (values: readonly number[]) => ({
          p50: slowQuantile(values, 50),
          p95: slowQuantile(values, 95),
        });
        return {
          input: both(known.map(promptTokens)),
          output: both(known.map(({ output }) => output)),
          reasoning: both(known.map(({ reasoning }) => reasoning)),
        };
      };
      expect(columns.quantiles()).toEqual(expected(given));
      expect(columns.quantilesByGroup(0, 5)).toEqual(
        [0, 1, 2, 3, 4].map((group) => expected(given.filter((call) => call.group === group))),
      );
      given.forEach(({ group }, i) => {
        expect([columns.termsOf(i), columns.groupOf(0, i)]).toEqual([i - 1, group]);
      });
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('a column holds more numbers than it began with', () => {
  const columns = new CallColumns(0);
  const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
  for (let i = 0; i < 5000; i++) columns.add(i, { ...usage, output: i < 2500 ? i : 2 ** 33 + i }, []);
  expect(columns.quantiles()?.output).toEqual({ p50: 2499, p95: 2 ** 33 + 4749 });
  expect(columns.termsOf(4999)).toBe(4999);
});
