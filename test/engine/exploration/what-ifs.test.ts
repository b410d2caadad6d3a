import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WhatIfAnswer, WhatIfWish } from '../../../src/contracts/explorer.ts';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { StrategyContext } from '../../../src/contracts/strategy.ts';
import { WhatIfs } from '../../../src/engine/exploration/what-ifs.ts';
import { replay } from '../../../src/engine/replay/replay.ts';
import { chosenStrategies } from '../../../src/engine/what-if.ts';
import type { Call } from '../../../src/model/call.ts';
import { strategies } from '../../../src/strategies/index.ts';
import { close } from '../replay/fake-strategies.ts';
import { type RandomLog, randomLog } from '../replay/random-log.ts';

const NEVER = (): boolean => false;

/** Options of any strategies at other values than their defaults: those of their sweeps and of a yes or no. */
const OTHER_VALUES: readonly (readonly [string, AnyOptionValues])[] = strategies.flatMap((strategy) => [
  ...strategy.sweeps.flatMap(({ option, values }) =>
    values.map((value) => [strategy.id, { [option]: value }] as const),
  ),
  ...Object.keys(strategy.presets ?? {}).map((preset) => [strategy.id, { preset }] as const),
]);

const anySettings = fc
  .array(fc.constantFrom(...OTHER_VALUES), { maxLength: 2 })
  .map((some): WhatIfWish['settings'] => Object.fromEntries(some));

/** What a person does to a wish: switches a strategy, moves one, changes an option, or begins anew. */
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('toggle' as const), at: fc.nat(20), id: fc.constantFrom(...strategies) }),
  fc.record({ kind: fc.constant('settings' as const), settings: anySettings }),
  fc.record({
    kind: fc.constant('order' as const),
    ids: fc.shuffledSubarray(strategies.map(({ id }) => id)),
  }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer One> ? One : never;

function after({ strategies: ids, settings }: WhatIfWish, step: Step): WhatIfWish {
  if (step.kind === 'settings') return { strategies: ids, settings: step.settings };
  if (step.kind === 'order') return { strategies: step.ids, settings };
  const { id } = step.id;
  const changed = ids.includes(id) ? ids.filter((one) => one !== id) : ids.toSpliced(step.at, 0, id);
  return { strategies: changed, settings };
}

function whatIfsOver({ calls, pass }: RandomLog, context: StrategyContext): WhatIfs {
  const costs: number[] = [];
  pass((call, costUsd) => {
    costs[call.index] = costUsd;
  });
  const log = {
    size: calls.length,
    at: (index: number) => calls[index]!,
    [Symbol.iterator]: () => calls[Symbol.iterator](),
  };
  return new WhatIfs({ log, context, costOf: (call: Call) => costs[call.index]! });
}

/** The same by a replay from the start, in a log of which nothing is known yet. */
function fromTheStart({ context, pass }: RandomLog, wish: WhatIfWish) {
  return replay(chosenStrategies(wish, false, undefined), context(), pass, { onlySequence: true });
}

function expectSame(answer: WhatIfAnswer, log: RandomLog): void {
  const { strategies: results, combined } = fromTheStart(log, answer.wish);
  expect(answer.strategies).toEqual(results);
  expect(answer.combined).toEqual(combined);
  // And by what `simulate` replays, each strategy alone beside the sequence.
  const simulated = replay(chosenStrategies(answer.wish, false, undefined), log.context(), log.pass);
  expect(close(answer.combined.savedUsd, simulated.combined.savedUsd)).toBe(true);
  answer.strategies.forEach(({ savedUsd }, i) => {
    expect(Math.abs(savedUsd - simulated.strategies[i]!.savedUsd)).toBeLessThan(1e-9);
  });
}

describe('on random logs', () => {
  test('any wishes in any order, some broken off, are answered as by a replay from the start', () => {
    const anySteps = fc.array(fc.tuple(anyStep, fc.integer({ min: -3, max: 2 })), {
      minLength: 4,
      maxLength: 10,
    });
    fc.assert(
      fc.property(randomLog, anySteps, (log, steps) => {
        const whatIfs = whatIfsOver(log, log.context());
        let wish: WhatIfWish = { strategies: ['cache', 'router', 'compression'], settings: {} };
        for (const [step, patience] of steps) {
          wish = after(wish, step);
          let looks = 0;
          const answer = whatIfs.answer(
            wish,
            patience < 0 ? NEVER : () => looks++ >= patience,
            patience === -3,
          );
          if (answer === undefined) expect(patience).toBeGreaterThanOrEqual(0);
          else expectSame(answer, log);
        }
        expectSame(whatIfs.answer(wish, NEVER)!, log);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what was replayed before', () => {
  /** A log whose passes are counted. */
  function counted(log: RandomLog): { readonly whatIfs: WhatIfs; seen(): number } {
    let seen = 0;
    const costs: number[] = [];
    log.pass((call, costUsd) => {
      costs[call.index] = costUsd;
    });
    function* visited(): Generator<Call> {
      for (const call of log.calls) {
        seen++;
        yield call;
      }
    }
    const whatIfs = new WhatIfs({
      log: {
        size: log.calls.length,
        at: (index) => {
          seen++;
          return log.calls[index]!;
        },
        [Symbol.iterator]: visited,
      },
      context: log.context(),
      costOf: (call) => costs[call.index]!,
    });
    return { whatIfs, seen: () => seen };
  }

  test('an answer that was given is given again without a look at the log', () => {
    const [log] = fc.sample(randomLog, { numRuns: 1, seed: 7 });
    const { whatIfs, seen } = counted(log!);
    const wish = { strategies: ['cache', 'router'], settings: {} };
    const first = whatIfs.answer(wish, NEVER)!;
    const before = seen();
    const again = { strategies: ['cache', 'router'], settings: { batchApi: {} } };
    expect(whatIfs.answer(again, NEVER)).toEqual({ ...first, wish: again });
    expect(seen()).toBe(before);
  });

  test('nobody who waits no more is answered, and a strategy that does not exist is said', () => {
    const [log] = fc.sample(randomLog, { numRuns: 1, seed: 7 });
    const { whatIfs, seen } = counted(log!);
    expect(whatIfs.answer({ strategies: ['cache'], settings: {} }, () => true)).toBeUndefined();
    expect(seen()).toBe(0);
    expect(() => whatIfs.answer({ strategies: ['cash'], settings: {} }, NEVER)).toThrow(
      'there is no strategy "cash"',
    );
  });
});
