import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { Call } from '../../src/model/call.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { billedTokens } from '../../src/model/usage.ts';
import rateLimit from '../../src/strategies/rate-limit.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([{ model: 'gpt-4.1', input: 2, output: 8 }]);
const START = Date.UTC(2026, 8, 1);

type Parts = Parameters<typeof inOrder>[0][number] & { readonly at: number };

/** `at`: milliseconds from the start. */
function run(parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult {
  const calls = inOrder(parts.map(({ at, ...part }) => ({ ...part, time: START + at })));
  return replay(calls, options);
}
function replay(calls: readonly Call[], options: AnyOptionValues): StrategyResult {
  const context = contextOf(fakePrompts([]).prompts, MODELS);
  return replayCalls([choose(rateLimit, options)], context, calls).strategies[0]!;
}
const metric = (result: StrategyResult, key: string): unknown =>
  result.metrics.find((one) => one.key === key)!.value;
const metrics = (result: StrategyResult, ...keys: string[]): unknown[] =>
  keys.map((key) => metric(result, key));
const at = (...times: number[]): Parts[] => times.map((time) => ({ at: time }));

describe('the bucket', () => {
  test('lets a burst through, then one per interval, in order', () => {
    // 60 a minute: one a second after two at once. Sent at 0, 0, 1, 2, 3.
    const result = run(at(0, 0, 0, 0, 500), { requestsPerMinute: 60, burst: 2 });
    expect(metrics(result, 'delayP50', 'delayMax', 'callsDelayed')).toEqual([1000, 2500, 3]);
    expect(metric(result, 'delayedShare')).toBeCloseTo(0.6, 12);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0, basis: 'estimated' });
    expect(result.risks.delayed).toBe(3);
    expect(result.views[0]!.rows).toEqual([{ day: '2026-09-01', delayed: 3, longest: 2500, avoided: 0 }]);
  });

  test('is refilled while a call waits, and no fuller than the burst', () => {
    const options = { requestsPerMinute: 60, burst: 2 };
    // After an hour two at once again, not more. A call that waited leaves what was gained since.
    expect(metric(run(at(0, 0, 3_600_000, 3_600_000, 3_600_000), options), 'delayMax')).toBe(1000);
    expect(metric(run(at(0, 0, 0, 1500), options), 'delayMax')).toBe(1000);
    expect(metric(run(at(0, 0, 0, 2000), options), 'callsDelayed')).toBe(1);
  });

  test('calls of a batch API take none: their limits are others', () => {
    const batch = at(...Array.from({ length: 50 }, () => 0)).map((part) => ({
      ...part,
      tier: 'batch' as const,
    }));
    const result = run([...batch, ...at(0, 0, 0)], { requestsPerMinute: 60, burst: 2 });
    expect(metrics(result, 'callsPlaced', 'callsDelayed', 'longestQueue')).toEqual([3, 1, 1]);
    expect(result.assumptions.join()).toContain('50 calls of a batch API are not placed');
  });

  test('counts how many wait at once', () => {
    const result = run(at(0, 0, 0, 0, 1000, 10_000), { requestsPerMinute: 60, burst: 1 });
    // At 0 three wait; at 1 s one has been sent and another has come.
    expect(metric(result, 'longestQueue')).toBe(3);
  });

  test('of tokens holds a minute; a larger call waits until it is full', () => {
    const usage = (input: number) => ({ input, output: 0 });
    const options = { requestsPerMinute: 0, tokensPerMinute: 6000 };
    const result = run(
      [
        { at: 0, usage: usage(5000) },
        { at: 0, usage: usage(2000) },
        { at: 0, usage: usage(9000) },
      ],
      options,
    );
    // 1,000 short: 10 s; then empty, full after 60 s.
    expect(metrics(result, 'delayP50', 'delayMax')).toEqual([10_000, 70_000]);
    expect(metric(result, 'limitPerDay')).toBeNull();
  });

  test.each([
    ['global', 2],
    ['model', 1],
    ['user', 0],
  ])('scope %s: %d wait', (scope, delayed) => {
    const parts = [
      { at: 0, user: 'a' },
      { at: 0, user: 'b' },
      { at: 0, user: 'c', model: 'other' },
    ];
    expect(metric(run(parts, { scope, requestsPerMinute: 60, burst: 1 }), 'callsDelayed')).toBe(delayed);
  });
});

describe('rate limit errors', () => {
  const error = { status: 429, failed: true, error: 'rate_limit_exceeded' };
  const options = { requestsPerMinute: 60, burst: 1 };

  test('are avoided where the bucket is empty; the retry takes their turn', () => {
    const parts = [{ at: 0 }, { at: 100, ...error }, { at: 200, ...error }, { at: 1000 }];
    const result = run(parts, options);
    expect(metrics(result, 'rateLimitErrors', 'rateLimitErrorsAvoided', 'callsDelayed')).toEqual([2, 2, 0]);
    // Two errors that were billed, 1,000 x 2 + 100 x 8 per million each.
    expect(result.savedUsd).toBeCloseTo(2 * 0.0028, 12);
    expect(result).toMatchObject({ callsChanged: 2, status: 'found' });
  });

  test('below the limit are not, and take a turn', () => {
    const result = run([{ at: 0 }, { at: 5000, ...error }, { at: 5100 }], options);
    expect(metrics(result, 'rateLimitErrors', 'rateLimitErrorsAvoided', 'delayMax')).toEqual([1, 0, 900]);
  });

  test('a quota that is used up, another failure and an answer are no such errors', () => {
    const parts = [
      { at: 0 },
      { at: 0, ...error, error: 'insufficient_quota' },
      { at: 0, status: 503, failed: true },
    ];
    expect(metrics(run(parts, options), 'rateLimitErrors', 'callsDelayed')).toEqual([0, 2]);
  });
});

test('calls without a price take a turn; calls without a time are not placed', () => {
  const unpriced = run([{ at: 0, model: 'x' }, { at: 0 }], { requestsPerMinute: 60, burst: 1 });
  expect(metric(unpriced, 'delayMax')).toBe(1000);
  const untimed = run([{ at: 0 }, { at: Number.NaN }, { at: 0 }], { requestsPerMinute: 60, burst: 1 });
  expect(metric(untimed, 'callsPlaced')).toBe(2);
  expect(untimed.assumptions.join()).toContain('1 calls have no time');
  expect(run([{ at: 0, model: 'x' }]).status).toBe('clean');
});

test('S0-19: 2.3 million a day are 1,597.2 a minute; 3,000 a minute are 4.32 million a day, far below 10,000', () => {
  // A hundredth of a day, evenly spread; then at the 10,000 a minute that the article claims.
  const traffic = (perMinute: number, calls: number): Parts[] =>
    Array.from({ length: calls }, (_, i) => ({ at: (i * 60_000) / perMinute }));
  const preset = rateLimit.presets!['first-article']!.options;
  const average = run(traffic(2_300_000 / 1440, 23_000), preset);
  expect(metric(average, 'averagePerMinute')).toBeCloseTo(1597.2, 1);
  expect(metrics(average, 'limitPerDay', 'callsDelayed')).toEqual([4_320_000, 0]);
  const claimed = run(traffic(10_000, 10_000), preset);
  // The last comes 59,994 ms after the first; of 9,999 before it 100 went at once, the rest 20 ms apart.
  expect(metric(claimed, 'delayMax')).toBeCloseTo(9_900 * 20 - 59_994, 6);
});

/** A bucket of whole tokens, filled and emptied a millisecond at a time; nobody overtakes. */
function slowDelays(
  calls: readonly Call[],
  perMs: number,
  burst: number,
  tokensPerMs: number,
): (number | 'avoided')[] {
  let [requests, tokens] = [burst, tokensPerMs * 60_000];
  let now = START;
  const pass = (): void => {
    now++;
    requests = Math.min(burst, requests + perMs);
    tokens = Math.min(tokensPerMs * 60_000, tokens + tokensPerMs);
  };
  return calls.map((call) => {
    while (now < call.time) pass();
    const needed = Math.min(billedTokens(call.usage), tokensPerMs * 60_000);
    const mustWait = now > call.time || requests < 1 || tokens < needed;
    if (call.status === 429 && mustWait) return 'avoided';
    while (requests < 1 || tokens < needed) pass();
    requests -= 1;
    tokens -= needed;
    return now - call.time;
  });
}

test('equal to a slow bucket on random logs', () => {
  const part = fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 3, 8, 40),
    status: fc.constantFrom(200, 200, 200, 429),
    input: fc.constantFrom(0, 10, 5000, 20_000),
  });
  // Powers of two: the slow bucket adds without rounding.
  const rules = fc.record({
    interval: fc.constantFrom(1, 4, 16),
    burst: fc.integer({ min: 1, max: 4 }),
    tokensPerMs: fc.constantFrom(1, 64, 1024),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), rules, (parts, { interval, burst, tokensPerMs }) => {
      let time = START;
      const calls = inOrder(
        parts.map(({ gap, status, input }) => {
          time += gap;
          return { time, status, failed: status !== 200, usage: { input, output: 0 } };
        }),
      );
      const options = { requestsPerMinute: 60_000 / interval, burst, tokensPerMinute: tokensPerMs * 60_000 };
      const result = replay(calls, options);
      if (calls.length === 0) return;
      const slow = slowDelays(calls, 1 / interval, burst, tokensPerMs);
      const delays = slow.filter((delay) => delay !== 'avoided').sort((a, b) => a - b);
      const rank = (share: number): number | null =>
        delays.length === 0 ? null : delays[Math.max(1, Math.ceil(share * delays.length)) - 1]!;
      expect(metric(result, 'rateLimitErrorsAvoided')).toBe(slow.length - delays.length);
      expect(metric(result, 'callsDelayed')).toBe(delays.filter((delay) => delay > 0).length);
      for (const [key, share] of [
        ['delayP50', 0.5],
        ['delayP95', 0.95],
        ['delayMax', 1],
      ] as const) {
        expect(metric(result, key)).toBeCloseTo(rank(share)!, 6);
      }
    }),
    { numRuns: 300 },
  );
});
