import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { ReplayOptions, ReplayResult } from '../../src/engine/replay/replay.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import cache from '../../src/strategies/cache.ts';
import retryPolicy from '../../src/strategies/retry-policy.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([{ model: 'gpt-4.1', input: 2, output: 8 }]);
const START = Date.UTC(2026, 8, 1);
/** 1,000 x 2 + 100 x 8 per million. */
const USD = 0.0028;

type Parts = Parameters<typeof inOrder>[0][number] & { readonly at: number };
const fail = (at: number, parts: Partial<Parts> = {}): Parts => ({ at, status: 503, failed: true, ...parts });
const answer = (at: number, parts: Partial<Parts> = {}): Parts => ({ at, ...parts });

/** `at`: seconds from the start; no latency, and one prompt for all unless a part says otherwise. */
function replayed(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  settings: ReplayOptions = {},
): ReplayResult {
  const { prompts } = fakePrompts([[{ text: 'a' }], [{ text: 'b' }]]);
  const calls = inOrder(
    parts.map(({ at, ...part }) => ({ latencyMs: 0, prompt: 0, time: START + at * 1000, ...part })),
  );
  const chosen = choose(retryPolicy, { jitter: 'none', ...options });
  return replayCalls([chosen, choose(cache)], contextOf(prompts, MODELS), calls, settings);
}
const run = (parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult =>
  replayed(parts, options).strategies[0]!;
const metric = (result: StrategyResult, key: string): unknown =>
  result.metrics.find((one) => one.key === key)!.value;
const groups = (result: StrategyResult): Record<string, number> =>
  Object.fromEntries(result.groups.map(({ key, calls }) => [key, calls]));

describe('backoff', () => {
  test('attempts before the wait is over are not made; the first one after it stands for the retry', () => {
    // Made at 0, then from 1 on (1.2), then from 1.2 + 2 on: the answer at 4.
    const result = run([fail(0), fail(0.3), fail(0.9), fail(1.2), fail(2), answer(4)]);
    expect(groups(result)).toEqual({ 'sent before the wait was over': 3 });
    expect(result.savedUsd).toBeCloseTo(3 * USD, 12);
    expect(result).toMatchObject({ status: 'found', basis: 'estimated', callsChanged: 3, ownCostUsd: 0 });
    expect(metric(result, 'attemptsNotMade')).toBe(3);
    expect(metric(result, 'delayMax')).toBe(0);
  });

  test('an answer that came too early is kept, and comes later', () => {
    const result = run([fail(0), answer(0.4)]);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result.risks).toMatchObject({ delayed: 1, refused: 0 });
    expect(metric(result, 'delayMax')).toBe(600);
    expect(metric(result, 'retriedAnswers')).toBe(1);
  });

  test('the wait counts from the end of the failure', () => {
    expect(run([fail(0, { latencyMs: 5000 }), fail(5.9), answer(9)]).callsChanged).toBe(1);
    expect(run([fail(0, { latencyMs: 5000 }), fail(6), answer(9)]).callsChanged).toBe(0);
  });

  test.each([
    ['none', 0.5, 0.99, 1],
    ['full', 0.5, 0.49, 0.5],
    ['full', 1, 0.99, 1],
    ['equal', 0.5, 0.74, 0.75],
    ['equal', 0, 0.49, 0.5],
  ])(
    'jitter %s taken at %d: a retry after %d s is too early, after %d s it is not',
    (jitter, jitterPoint, early, due) => {
      const changed = (at: number): number =>
        run([fail(0), fail(at), answer(60)], { jitter, jitterPoint }).callsChanged;
      expect([changed(early), changed(due)]).toEqual([1, 0]);
    },
  );

  test('waits grow by the factor up to the longest', () => {
    const options = { maxAttempts: 9, baseWait: '2s', factor: 3, maxWait: '7s', window: '1h' };
    // 2, 6, then 7 instead of 18.
    const kept = [fail(0), fail(2), fail(8), fail(15), answer(22)];
    expect(run(kept, options).callsChanged).toBe(0);
    expect(run([fail(0), fail(2), fail(7.9), answer(30)], options).callsChanged).toBe(1);
    expect(run([fail(0), fail(2), fail(8), fail(14.9), answer(30)], options).callsChanged).toBe(1);
  });

  test('the range lies between the ends of the jitter', () => {
    const parts = [fail(0), fail(0.3), answer(5)];
    const ranged = (jitter: string) => replayed(parts, { jitter }, { ranges: true }).strategies[0]!.range;
    expect(ranged('full')!.pessimisticUsd).toBe(0);
    expect(ranged('full')!.optimisticUsd).toBeCloseTo(USD, 12);
    expect(ranged('none')).toBeNull();
  });
});

describe('ceiling', () => {
  const storm = Array.from({ length: 12 }, (_, i) => fail(i * 0.25));

  test('of 12 attempts that all fail, three are made', () => {
    const result = run(storm, { breakerFailures: 0 });
    expect(groups(result)).toEqual({ 'beyond the most attempts': 9 });
    expect(result.savedUsd).toBeCloseTo(9 * USD, 12);
  });

  test('where nothing succeeds, attempts that the policy would make as well are not sold as spared', () => {
    expect(run([fail(0), fail(0.1), fail(0.2)]).callsChanged).toBe(0);
  });

  test('an answer after the last attempt is kept and counted', () => {
    const result = run([fail(0), fail(2), fail(5), fail(10), answer(15)]);
    expect(result.callsChanged).toBe(1);
    expect(metric(result, 'answersAfterGivingUp')).toBe(1);
  });

  test('after the window it is a new request', () => {
    const parts = [fail(0), fail(2), fail(5), fail(400), fail(402), fail(405), fail(406)];
    expect(groups(run(parts, { breakerFailures: 0 }))).toEqual({ 'beyond the most attempts': 1 });
  });

  test('an answer ends the request', () => {
    expect(run([fail(0), answer(2), fail(3), answer(5), fail(6), answer(8), fail(9)]).callsChanged).toBe(0);
  });
});

describe('what cannot succeed', () => {
  test.each([
    [400, '', 2],
    [401, '', 2],
    [422, '', 2],
    [0, 'invalid_request_error', 2],
    [408, '', 0],
    [409, '', 0],
    [429, '', 0],
    [500, '', 0],
    [0, 'APITimeoutError', 0],
    [0, '', 0],
  ])('status %d %s: %d of two later attempts are spared', (status, error, spared) => {
    const parts = [0, 2, 6].map((at) => fail(at, { status, error }));
    expect(groups(run(parts))).toEqual(spared === 0 ? {} : { 'cannot succeed': spared });
  });

  test('a retry that succeeded nevertheless is kept', () => {
    const result = run([fail(0, { status: 400 }), answer(0.1)]);
    expect(result).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    expect(metric(result, 'answersAfterGivingUp')).toBe(1);
  });
});

describe('which calls are attempts at one request', () => {
  test.each([
    ['another prompt', { prompt: 1 }],
    ['another user', { user: 'u' }],
    ['other parameters', { params: 2 }],
    ['no prompt and no trace', { prompt: -1 }],
  ])('%s: another request', (_, parts) => {
    expect(run([fail(0), fail(0.2, parts), answer(3), answer(4, parts)]).callsChanged).toBe(0);
  });

  test('without prompts a trace tells them', () => {
    const of = { prompt: -1, trace: 't' };
    expect(run([fail(0, of), fail(0.2, of), answer(3, of)]).callsChanged).toBe(1);
    expect(run([fail(0, of), fail(0.2, { ...of, trace: 'u' }), answer(3, of)]).callsChanged).toBe(0);
  });

  test('what was sent before the failure was known is no retry, unless it is numbered so', () => {
    const slow = { latencyMs: 3000 };
    const parts = [fail(0, slow), fail(0.1, slow), fail(0.2, slow), answer(9)];
    expect(run(parts).callsChanged).toBe(0);
    const numbered = parts.map((part, i) => ({ ...part, attempt: i + 1 }));
    expect(run(numbered).callsChanged).toBe(2);
  });

  test('a fallback to another model answers, so that the next failure is another request', () => {
    const fallback = { model: 'other' };
    const parts = [0, 10, 20, 30].flatMap((at) => [fail(at), answer(at + 1, fallback)]);
    expect(run(parts, { breakerFailures: 0 }).callsChanged).toBe(0);
  });
});

describe('circuit breaker', () => {
  /** Every request another one. */
  const alone = (parts: readonly Parts[]): Parts[] => parts.map((part, i) => ({ ...part, user: `u${i}` }));
  const five = [0, 1, 2, 3, 4].map((at) => fail(at));

  test('five failures in a row open it for 30 s after the last; failures then are not made', () => {
    const result = run(alone([...five, fail(5), fail(33.9), fail(34), answer(35)]));
    expect(groups(result)).toEqual({
      'while the breaker is open': 2,
      'kept: answers that the open breaker would refuse': 1,
    });
    expect(metric(result, 'breakerOpened')).toBe(1);
    expect(result.savedUsd).toBeCloseTo(2 * USD, 12);
  });

  test('answers of that time are kept: refused requests are no saving', () => {
    const result = run(alone([...five, answer(5), answer(6)]));
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result.risks.refused).toBe(2);
    expect(metric(result, 'answersRefused')).toBe(2);
  });

  test('four do not, nor five with an answer between', () => {
    expect(run(alone([...five.slice(1), fail(20)].slice(0, 4))).callsChanged).toBe(0);
    expect(run(alone([...five.slice(0, 4), answer(4), fail(5), fail(6)])).callsChanged).toBe(0);
  });

  test('half-open, one call passes; its answer closes it', () => {
    const result = run(alone([...five, answer(34), fail(35), fail(36)]));
    expect(result.callsChanged).toBe(0);
    // While the probe is under way the others still fail at once.
    const slow = run(alone([...five, answer(34, { latencyMs: 10_000 }), fail(35), fail(45)]));
    expect(groups(slow)).toEqual({ 'while the breaker is open': 1 });
  });

  test('calls that were sent before the fifth failure was known are made', () => {
    const parts = Array.from({ length: 20 }, () => fail(0, { latencyMs: 1000 }));
    expect(run(alone(parts)).callsChanged).toBe(0);
    expect(run(alone([...parts, fail(2)])).callsChanged).toBe(1);
  });

  test('each model and provider has its own; refused requests say nothing against the provider', () => {
    const other = { provider: 'azure' };
    expect(run(alone([...five, fail(5, other)])).callsChanged).toBe(0);
    const invalid = five.map((part) => ({ ...part, status: 400 }));
    expect(run(alone([...invalid, fail(5)])).callsChanged).toBe(0);
    expect(run(alone([...five, fail(5)]), { breakerFailures: 0 }).callsChanged).toBe(0);
  });
});

describe('what is not known', () => {
  test('calls without a time are left and counted', () => {
    const result = run([fail(0), fail(Number.NaN), fail(Number.NaN), answer(3)]);
    expect(result.callsChanged).toBe(0);
    expect(result.assumptions.join()).toContain('2 calls have no time');
  });

  test('attempts without a price are not made either, and save nothing', () => {
    const result = run([fail(0, { model: 'x' }), fail(0.1, { model: 'x' }), answer(3, { model: 'x' })]);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(metric(result, 'attemptsNotMade')).toBe(1);
  });

  test('failed attempts that were not billed save nothing', () => {
    const free = { usage: { input: 0, output: 0 } };
    expect(run([fail(0, free), fail(0.1, free), answer(3)])).toMatchObject({ savedUsd: 0, callsChanged: 1 });
  });

  test('an answer from the own cache is no attempt; no failure at all is clean', () => {
    expect(run([fail(0), fail(2), answer(2.5, { cacheHit: true }), fail(7)]).callsChanged).toBe(0);
    const clean = run([answer(0), answer(0.1)]);
    expect(clean.status).toBe('clean');
    expect(metric(clean, 'delayP99')).toBeNull();
  });

  test('hostile numbers', () => {
    const parts = [
      fail(-1e12, { latencyMs: Number.POSITIVE_INFINITY }),
      fail(0, { latencyMs: -5 }),
      fail(0.1, { latencyMs: 1e300 }),
      answer(2),
    ];
    const result = run(parts, { factor: 1e300, maxAttempts: 1e9, baseWait: '0' });
    expect(Number.isFinite(result.savedUsd)).toBe(true);
  });
});

test('replayed before the cache: what neither makes is counted once', () => {
  const { strategies, combined } = replayed([fail(0), fail(0.1), answer(3), answer(9)]);
  expect(strategies[0]!.savedUsd).toBeCloseTo(USD, 12);
  expect(strategies[1]!.savedUsd).toBeCloseTo(USD, 12);
  expect(combined.savedUsd).toBeCloseTo(2 * USD, 12);
});
