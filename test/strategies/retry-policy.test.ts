import { describe, expect, test } from 'vitest';
import { answer, fail, groups, metric, replayed, run, USD } from './retrying/attempts.ts';

describe('backoff', () => {
  test('of the attempts during a wait only those before the last are not made', () => {
    // Made at 0, at 1 (as the one at 0.9), at 3 (as the one at 2), and at 7 as the answer at 4.
    const parts = [fail(0), fail(0.3), fail(0.9), fail(1.2), fail(2), answer(4)];
    const result = run(parts, { maxAttempts: 4 });
    expect(groups(result)).toEqual({
      'sent before the wait was over': 2,
      'kept: answers that come later': 1,
    });
    expect(result.savedUsd).toBeCloseTo(2 * USD, 12);
    expect(result).toMatchObject({ status: 'found', basis: 'estimated', callsChanged: 2, ownCostUsd: 0 });
    expect(metric(result, 'attemptsNotMade')).toBe(2);
    expect(metric(result, 'delayMax')).toBe(3000);
  });

  test('a failure just before the retry is no saving: the retry would have met the same', () => {
    expect(run([fail(0), fail(0.9), answer(60)])).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    // The log shows the answer before the retry is sent: what failed before it is spared.
    expect(run([fail(0), fail(0.4), answer(0.8)]).savedUsd).toBeCloseTo(USD, 12);
    expect(run([fail(0), fail(0.4), answer(0.8)], { baseWait: '500ms' }).savedUsd).toBe(0);
  });

  test('a fallback that answered tells nothing of the model that failed', () => {
    expect(run([fail(0), fail(0.4), answer(0.8, { model: 'other' })]).callsChanged).toBe(0);
  });

  test('where attempts are taken to meet what they met in their order, waiting spares none', () => {
    const storm = [fail(0), fail(0.1), fail(0.2), fail(0.3), answer(0.4)];
    const result = run(storm, { outcome: 'order' });
    expect(groups(result)).toEqual({
      'beyond the most attempts': 1,
      'kept: answers after the policy gave up': 1,
    });
    const patient = run(storm, { outcome: 'order', maxAttempts: 9 });
    expect(patient).toMatchObject({ callsChanged: 0, savedUsd: 0 });
    // 1 + 2 + 4 + 8 s of waits.
    expect(metric(patient, 'delayMax')).toBe(14_600);
  });

  test('an answer that came too early is kept, and comes later', () => {
    const result = run([fail(0), answer(0.4)]);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(result.risks).toMatchObject({ delayed: 1, refused: 0 });
    expect(metric(result, 'delayMax')).toBe(600);
    expect(metric(result, 'retriedAnswers')).toBe(1);
  });

  test('the wait counts from the end of the failure', () => {
    const slow = { latencyMs: 5000 };
    expect(run([fail(0, slow), fail(5.5), fail(6), answer(9)]).callsChanged).toBe(1);
    expect(run([fail(0, slow), fail(5.5), fail(6.1), answer(9)]).callsChanged).toBe(0);
    // What stands for a retry ends as much later as it is sent later: at 1 + 2, so that the next is due at 5.
    const parts = [fail(0), fail(0.5, { latencyMs: 2000 }), fail(3), fail(4.9), answer(9.1)];
    expect(run(parts, { maxAttempts: 9 }).callsChanged).toBe(1);
  });

  test.each([
    ['none', 0.5, 0.99, 1],
    ['full', 0.5, 0.49, 0.5],
    ['full', 1, 0.99, 1],
    ['equal', 0.5, 0.74, 0.75],
    ['equal', 0, 0.49, 0.5],
  ])(
    'jitter %s taken at %d: the retry is not sent after %d s, but after %d s',
    (jitter, jitterPoint, early, due) => {
      const changed = (at: number): number =>
        run([fail(0), fail(0.01), fail(at), answer(60)], { jitter, jitterPoint }).callsChanged;
      expect([changed(early), changed(due), changed(due + 0.01)]).toEqual([1, 1, 0]);
    },
  );

  test('waits grow by the factor up to the longest', () => {
    const options = { maxAttempts: 9, baseWait: '2s', factor: 3, maxWait: '7s', window: '1h' };
    // 2, 6, then 7 instead of 18.
    const kept = [fail(0), fail(2), fail(8), fail(15), answer(22)];
    expect(run(kept, options).callsChanged).toBe(0);
    const changed = (...at: readonly number[]): number =>
      run([fail(0), ...at.map((one) => fail(one)), answer(30)], options).callsChanged;
    expect([changed(2, 7.8, 7.9), changed(2, 7.9, 8.1)]).toEqual([1, 0]);
    expect([changed(2, 8, 14.8, 14.9), changed(2, 8, 14.9, 15.1)]).toEqual([1, 0]);
  });

  test('the range reaches from waits that change nothing to the longest ones', () => {
    const parts = [fail(0), fail(0.3), fail(0.9), answer(5)];
    const result = (jitter: string) => replayed(parts, { jitter }, { ranges: true }).strategies[0]!;
    expect(result('full').savedUsd).toBe(0);
    for (const jitter of ['full', 'none']) {
      expect(result(jitter).range!.pessimisticUsd).toBe(0);
      expect(result(jitter).range!.optimisticUsd).toBeCloseTo(USD, 12);
    }
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
    // Its caller would have been told of the third failure.
    expect(result.risks.refused).toBe(1);
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
    [499, '', 0],
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
    expect(result.risks.refused).toBe(1);
  });
});

describe('which calls are attempts at one request', () => {
  test.each([
    ['another prompt', { prompt: 1 }],
    ['another user', { user: 'u' }],
    ['other parameters', { params: 2 }],
    ['no prompt and no trace', { prompt: -1 }],
  ])('%s: another request', (_, parts) => {
    expect(run([fail(0), fail(0.2, parts), answer(0.8), answer(0.9, parts)]).callsChanged).toBe(0);
    expect(run([fail(0), fail(0.2), answer(0.8)]).callsChanged).toBe(1);
  });

  test('without prompts a trace tells them', () => {
    const of = { prompt: -1, trace: 't' };
    expect(run([fail(0, of), fail(0.2, of), answer(0.9, of)]).callsChanged).toBe(1);
    expect(run([fail(0, of), fail(0.2, { ...of, trace: 'u' }), answer(0.9, of)]).callsChanged).toBe(0);
  });

  test('what was sent before the failure was known is no retry, unless it is numbered so', () => {
    const slow = { latencyMs: 3000 };
    const parts = [fail(0, slow), fail(0.1, slow), fail(0.2, slow), answer(3.9)];
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

describe('what is not known', () => {
  test('attempts without a latency are counted', () => {
    const said = (latencyMs: number): string =>
      run([fail(0, { latencyMs }), fail(2, { latencyMs }), answer(6)]).assumptions.join();
    expect(said(Number.NaN)).toContain('2 failed attempts have no latency');
    expect(said(0)).not.toContain('latency');
  });

  test('calls without a time are left and counted', () => {
    const result = run([fail(0), fail(Number.NaN), fail(Number.NaN), answer(3)]);
    expect(result.callsChanged).toBe(0);
    expect(result.assumptions.join()).toContain('2 calls have no time');
  });

  test('attempts without a price are not made either, and save nothing', () => {
    const result = run([fail(0, { model: 'x' }), fail(0.1, { model: 'x' }), answer(0.9, { model: 'x' })]);
    expect(result).toMatchObject({ savedUsd: 0, callsChanged: 0 });
    expect(metric(result, 'attemptsNotMade')).toBe(1);
  });

  test('failed attempts that were not billed save nothing', () => {
    const free = { usage: { input: 0, output: 0 } };
    expect(run([fail(0, free), fail(0.1, free), answer(0.9)])).toMatchObject({
      savedUsd: 0,
      callsChanged: 1,
    });
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
  const { strategies, combined } = replayed([fail(0), fail(0.1), answer(0.9), answer(9)]);
  expect(strategies[0]!.savedUsd).toBeCloseTo(USD, 12);
  expect(strategies[1]!.savedUsd).toBeCloseTo(USD, 12);
  expect(combined.savedUsd).toBeCloseTo(2 * USD, 12);
});
