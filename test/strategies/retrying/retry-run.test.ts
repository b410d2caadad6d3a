import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../../src/contracts/strategy.ts';
import retryPolicy from '../../../src/strategies/retry-policy.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf } from '../run.ts';
import { slowRetries } from './slow-retries.ts';

const START = Date.UTC(2026, 8, 1);
const MODELS = fakeModels([{ model: 'a', input: 1, output: 1 }]);

const attempt = fc.record({
  gap: fc.constantFrom(0, 0, 100, 250, 600, 1500, 4000),
  latencyMs: fc.constantFrom(Number.NaN, 0, 100, 400, 2500),
  prompt: fc.constantFrom(0, 0, 1),
  model: fc.constantFrom('a', 'a', 'b'),
  trace: fc.constantFrom('', '', 't', 'u'),
  user: fc.constantFrom('', '', 'someone'),
  attempt: fc.constantFrom(0, 0, 1, 2, 3),
  status: fc.constantFrom(200, 429, 500, 500, 503, 400),
});
const rules = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 4 }),
  breakerFailures: fc.integer({ min: 0, max: 4 }),
  jitter: fc.constantFrom('none', 'full', 'equal'),
  jitterPoint: fc.constantFrom(0, 0.5, 1),
  outcome: fc.constantFrom('time', 'time', 'order'),
});

function fateOf(change: Change | undefined): string {
  return change === undefined ? 'sent' : change.drop === true ? 'dropped' : change.risk!;
}

test('equal to a slow reference on random logs', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 40 }), rules, (parts, options) => {
      let time = START;
      const calls = inOrder(
        parts.map(({ gap, ...part }) => {
          time += gap;
          return { ...part, time, failed: part.status !== 200 };
        }),
      );
      const { prompts } = fakePrompts([[{ text: 'x' }], [{ text: 'y' }]]);
      const chosen = choose(retryPolicy, {
        ...options,
        baseWait: '400ms',
        maxWait: '1s',
        window: '3s',
        breakerOpen: '1s',
      });
      const context = { ...contextOf(prompts, MODELS), calls: () => calls };
      const run = retryPolicy.start(context, chosen.options);
      const fates = calls.map((original) => {
        const { model, provider, tier, usage } = original;
        return fateOf(run.change({ original, model, provider, tier, usage, costUsd: 1 }));
      });
      const { jitter, jitterPoint } = options;
      const share = jitter === 'none' ? 1 : jitter === 'full' ? jitterPoint : 0.5 + jitterPoint / 2;
      const wait = (failures: number): number => share * Math.min(1000, 400 * 2 ** (failures - 1));
      expect(fates).toEqual(slowRetries(calls, { ...options, wait, window: 3000, breakerOpen: 1000 }));
    }),
    { numRuns: 2000 },
  );
});
