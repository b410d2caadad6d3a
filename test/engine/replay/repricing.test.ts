import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReplayResult } from '../../../src/engine/replay/replay.ts';
import type { Choice } from '../../../src/engine/replay/replay-entry.ts';
import type { ReplayOptions } from '../../../src/engine/replay/replay-options.ts';
import { fakeModels } from '../../strategies/fake-models.ts';
import { choose, replayCalls } from '../../strategies/run.ts';
import { inOrder } from '../../support/calls.ts';
import { anyLog, anyRule, close, context, fake, MODELS } from './fake-strategies.ts';
import { expectIdentities } from './identities.ts';

/** Dear costs a half, middle the same, and cheap is sold no more. */
const LATER = fakeModels([
  { model: 'dear', input: 5, output: 15, cacheRead: 0.5, batch: 0.5 },
  { model: 'middle', input: 2, output: 8, cacheRead: 0.5, batch: 0.5 },
]);
const reprice = { title: 'Prices of later', options: { at: '2027-01-01' }, costOf: LATER.cost };

// $0.013, $0.0028, $0.00014 and unknown
const calls = inOrder([{ model: 'dear' }, { model: 'middle' }, { model: 'cheap' }, { model: 'unknown' }]);

/** At the prices of then the calls cost what MODELS says. */
const replayLater = (choices: readonly Choice[], options: ReplayOptions): ReplayResult =>
  replayCalls(choices, context, calls, options);

test('other prices are a step of their own before the first strategy', () => {
  const idle = fake('idle', () => undefined);
  const { strategies, combined } = replayLater([choose(idle)], { reprice });
  expect(strategies.map(({ strategy, order }) => [strategy, order])).toEqual([
    ['prices', 1],
    ['idle', 2],
  ]);
  expect(strategies[0]).toMatchObject({
    title: 'Prices of later',
    status: 'found',
    basis: 'measured',
    callsChanged: 1,
    ownCostUsd: 0,
    options: { at: '2027-01-01' },
    optionsSet: ['at'],
  });
  expect(combined.beforeUsd).toBeCloseTo(0.013 + 0.0028 + 0.00014, 12);
  expect(strategies[0]!.savedUsd).toBeCloseTo(0.0065, 12);
  expect(strategies[0]!.aloneSavedUsd).toBe(strategies[0]!.savedUsd);
  expect(strategies[1]!.beforeUsd).toBe(strategies[0]!.afterUsd);
  expect(combined.savedUsd).toBeCloseTo(0.0065, 12);
});

test('a call without a price there keeps the one it has, and is counted', () => {
  const [prices] = replayLater([], { reprice }).strategies;
  expect(prices!.afterUsd).toBeCloseTo(0.0065 + 0.0028 + 0.00014, 12);
  expect(prices!.assumptions).toContain('1 calls have no price there and keep theirs');
});

test('prices that change nothing are said to change nothing', () => {
  const [prices] = replayLater([], {
    reprice: { ...reprice, costOf: MODELS.cost },
  }).strategies;
  expect(prices).toMatchObject({ status: 'clean', savedUsd: 0, callsChanged: 0 });
});

test('strategies start from the new prices, also alone', () => {
  const drop = fake('drop', ({ model }) => (model === 'dear' ? { drop: true } : undefined));
  const other = fake('other', () => undefined);
  const { strategies } = replayLater([choose(other), choose(drop)], { reprice });
  expect(strategies[2]!.savedUsd).toBeCloseTo(0.0065, 12);
  expect(strategies[2]!.aloneSavedUsd).toBeCloseTo(0.0065, 12);
});

test('the end of a range has the new prices in it too', () => {
  const half = fake('half', () => undefined, {
    options: { share: { default: 0.5, describe: '' } },
    range: () => ({ pessimistic: { share: 0 }, optimistic: { share: 1 } }),
    start: (_, { share }) => ({
      change: ({ costUsd }) => ({ billedUsd: costUsd * (1 - Number(share)) }),
      assumptions: () => [],
    }),
  });
  const { combined, strategies } = replayLater([choose(half)], { reprice, ranges: true });
  expect(combined.range!.pessimisticUsd).toBeCloseTo(0.0065, 12);
  expect(combined.range!.optimisticUsd).toBeCloseTo(combined.beforeUsd, 12);
  // Alone is without the prices' own step.
  expect(strategies[1]!.range!.pessimisticUsd).toBeCloseTo(0, 12);
});

test('the whole of it adds up, and equals a replay of a log that was billed at those prices', () => {
  fc.assert(
    fc.property(anyLog, fc.array(anyRule, { maxLength: 3 }), (log, rules) => {
      const choices = rules.map((rule, i) => choose(fake(`s${i}`, rule)));
      const billed = log.filter(({ model }) => model !== 'cheap');
      const result = replayCalls(choices, context, billed, {
        reprice: { ...reprice, costOf: (call) => 3 * MODELS.cost(call) },
      });
      const priced = billed.map((call) => MODELS.cost(call)).filter((usd) => !Number.isNaN(usd));
      const total = priced.reduce((a, b) => a + b, 0);
      expectIdentities(result, total, billed.length);
      expect(close(result.strategies[0]!.afterUsd, 3 * total)).toBe(true);
    }),
  );
});
