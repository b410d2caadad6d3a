import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues, OptionSpec } from '../../../src/contracts/option.ts';
import type { Change, PlannedCall, Strategy } from '../../../src/contracts/strategy.ts';
import { optionsOf } from '../../../src/engine/options-of.ts';
import { replay } from '../../../src/engine/replay/replay.ts';
import type { Choice } from '../../../src/engine/replay/replay-entry.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import type { TokenCounts } from '../../../src/model/usage.ts';
import { strategies } from '../../../src/strategies/index.ts';
import { close } from './fake-strategies.ts';
import { expectIdentities } from './identities.ts';
import { type RandomLog, randomLog } from './random-log.ts';

/** Values an option may have: what the definition itself names, and the ends of what is allowed. */
function valuesOf(
  strategy: Strategy,
  name: string,
  spec: OptionSpec,
): fc.Arbitrary<number | string | boolean> {
  const { default: usual, choices, min, max, kind } = spec;
  const named = [
    usual,
    ...strategy.sweeps.filter(({ option }) => option === name).flatMap(({ values }) => values),
    ...Object.values(strategy.presets ?? {}).flatMap(({ options }) => options[name] ?? []),
    ...(choices ?? []),
    ...(typeof usual === 'boolean' ? [!usual] : []),
    ...(kind === 'duration' ? ['0', '30s', '1h', '7d'] : []),
    ...(typeof usual === 'number'
      ? [min, max, usual * 2].filter((n) => n !== undefined && isIn(spec, n))
      : []),
  ];
  return fc.constantFrom(...new Set(named.filter((value) => value !== undefined)));
}

function isIn({ min, max }: OptionSpec, value: number | undefined): boolean {
  return value !== undefined && !(value < (min ?? value)) && !(value > (max ?? value));
}

/** A strategy with a preset or its defaults, and some options set besides. */
function anyChoice(strategy: Strategy): fc.Arbitrary<Choice> {
  const specs = Object.entries(strategy.options);
  const values: Record<string, fc.Arbitrary<number | string | boolean>> = {};
  for (const [name, spec] of specs) values[name] = valuesOf(strategy, name, spec);
  const set: fc.Arbitrary<AnyOptionValues> = fc
    .tuple(fc.record(values), fc.subarray(Object.keys(values), { maxLength: Math.min(3, specs.length) }))
    .map(([all, some]) => Object.fromEntries(some.map((name) => [name, all[name]!])));
  const presets = Object.keys(strategy.presets ?? {});
  return fc.tuple(fc.constantFrom(undefined, ...presets), set).map(([preset, settings]) => {
    const named: AnyOptionValues = preset === undefined ? settings : { preset, ...settings };
    return { strategy: watched(strategy), options: optionsOf(strategy, { [strategy.id]: named }) };
  });
}

/** Every subset in every order is a shuffled subset. */
const anySequence: fc.Arbitrary<readonly Choice[]> = fc
  .shuffledSubarray([...strategies], { minLength: 1 })
  .chain((some) => fc.tuple(...some.map(anyChoice)));

/** The strategy; a change that cannot be makes it fail, which no test here lets pass. */
function watched(strategy: Strategy): Strategy {
  return {
    ...strategy,
    start(context, options) {
      const run = strategy.start(context, options);
      return {
        change(planned) {
          const change = run.change(planned);
          if (change !== undefined) checkChange(change, planned);
          return change;
        },
        assumptions: () => run.assumptions(),
        metrics: () => run.metrics?.() ?? [],
        views: () => run.views?.() ?? [],
        ...(run.observe !== undefined && { observe: (call) => run.observe?.(call) }),
        ...(run.standingUsd !== undefined && { standingUsd: (days) => run.standingUsd?.(days) ?? 0 }),
      };
    },
  };
}

function checkChange({ usage, added = [], addedUsd = 0 }: Change, planned: PlannedCall): void {
  const says = (what: string): string => `${what}, of ${JSON.stringify(planned.usage)}`;
  for (const counts of [...(usage === undefined ? [] : [usage]), ...added.map((billable) => billable.usage)])
    if (!isTokens(counts)) throw new Error(says(`these are no tokens: ${JSON.stringify(counts)}`));
  if (Number.isNaN(addedUsd)) throw new Error(says('an own cost is no number'));
}

function isTokens(usage: TokenCounts): boolean {
  const { reasoning, output } = usage;
  return Object.values(usage).every((n) => Number.isSafeInteger(n) && n >= 0) && reasoning <= output;
}

/** A log without times may leave a strategy without figures; nothing else does. */
function expectWhole({ status, reason }: StrategyResult): void {
  if (status === 'failed') expect(reason).toMatch(/cannot be known/);
}

const run = ({ context, pass }: RandomLog, choices: readonly Choice[], ranges = false) =>
  replay(choices, context(), pass, { ranges });

describe('the built-in strategies on random logs', () => {
  test('every identity holds for any of them in any order with any options', () => {
    fc.assert(
      fc.property(randomLog, anySequence, (log, choices) => {
        const result = run(log, choices, true);
        result.strategies.forEach(expectWhole);
        expectIdentities(result, log.totalUsd, log.calls.length);
        for (const { metrics, views } of result.strategies) {
          expect(new Set(metrics.map(({ key }) => key)).size).toBe(metrics.length);
          for (const { columns, rows } of views)
            for (const row of rows) for (const { key } of columns) expect(row[key]).toBeDefined();
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each(strategies.map((strategy) => [strategy.id, strategy] as const))(
    '%s saves alone what it saves when nothing else is chosen, at either end too',
    (_, strategy) => {
      fc.assert(
        fc.property(randomLog, anySequence, anyChoice(strategy), (log, others, choice) => {
          const before = others.filter((other) => other.strategy.id !== strategy.id).slice(0, 2);
          const step = run(log, [...before, choice], true).strategies.at(-1)!;
          const [alone] = run(log, [choice]).strategies;
          expectWhole(step);
          expect(step.status === 'failed').toBe(alone!.status === 'failed');
          expect(step.aloneSavedUsd).toBe(alone!.savedUsd);
          const ends = strategy.range?.(choice.options);
          if (ends === undefined || alone!.status !== 'found') return;
          const savedUsd = (['pessimistic', 'optimistic'] as const).map((end) => {
            const options = { ...choice.options, ...(ends[end] as AnyOptionValues) };
            return run(log, [{ strategy: choice.strategy, options }]).strategies[0]!.savedUsd;
          });
          const { pessimisticUsd, optimisticUsd } = step.range!;
          expect(close(pessimisticUsd, Math.min(alone!.savedUsd, ...savedUsd), log.totalUsd)).toBe(true);
          expect(close(optimisticUsd, Math.max(alone!.savedUsd, ...savedUsd), log.totalUsd)).toBe(true);
        }),
        { numRuns: 15 },
      );
    },
  );
});
