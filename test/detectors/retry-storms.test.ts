import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryStorms } from '../../src/detectors/retry-storms.ts';
import type { Call } from '../../src/model/call.ts';
import { backsOff } from '../../src/patterns/attempts/attempt-run.ts';
import { inOrder } from '../support/calls.ts';
import { promptTrie, user } from '../support/prompts.ts';
import { avoidable, runDetector } from './run-detector.ts';

const { prompts, nodes } = promptTrie([[user('first')], [user('second')]]);
const [A = 0, B = 0] = nodes;
const start = Date.UTC(2026, 8, 1);

type Parts = Parameters<typeof inOrder>[0][number];

/** Seconds after the start, and what differs from an answered call on prompt A that took no time. */
const at = (seconds: number, parts: Parts = {}): Parts => ({
  time: start + seconds * 1000,
  prompt: A,
  latencyMs: 0,
  ...parts,
});
const fails = (seconds: number, parts: Parts = {}): Parts =>
  at(seconds, { failed: true, status: 500, ...parts });
const unbilled = { usage: { input: 0, output: 0 } };
const run = (parts: readonly Parts[], settings = {}) =>
  runDetector(retryStorms, inOrder(parts), prompts, settings);

describe('retries', () => {
  test('failures before a success are avoidable, the success is not', () => {
    const groups = run([fails(0), fails(1, { status: 429, ...unbilled }), fails(3), at(7)]);
    expect(groups).toHaveLength(1);
    // Claimed as they are known to be avoidable: the first failure when a success makes it so.
    expect(Object.fromEntries(groups[0]!.waste)).toEqual({ 0: 'all', 1: {}, 2: 'all' });
    expect(groups[0]).toMatchObject({
      label: 'first',
      columns: {
        kind: 'retries',
        model: 'gpt-4.1',
        attempts: 4,
        failed: 3,
        statuses: '500 x2, 429 x1',
        backoff: true,
        firstGap: 1000,
        lastGap: 4000,
        span: 7000,
        failedTokens: 2200,
        unbilled: 1,
        answers: null,
      },
    });
  });

  test('what is needed is kept: the success, without one the first failure, of a loop the first call', () => {
    expect(run([fails(0), fails(1), at(7)])[0]!.kept).toEqual([2]);
    expect(run([fails(0), fails(1), fails(2)])[0]!.kept).toEqual([0]);
    // A storm that ended without an answer, and another one long after it.
    const apart = run([fails(0), fails(1), fails(5000), fails(5001), at(5002)]);
    expect(apart.map(({ kept }) => kept)).toEqual([[0], [4]]);
    expect(run([fails(0), fails(1), at(3, { model: 'gpt-4.1-mini' })])[0]!.kept).toEqual([2]);
    expect(run([at(0), at(10), at(20), at(30)])[0]!.kept).toEqual([0]);
  });

  test('when nothing succeeds the first failure is what finding out costs', () => {
    expect(avoidable(run([fails(0), fails(1), fails(2)]))).toEqual([1, 2]);
  });

  test('a failure that nothing follows is no storm', () => {
    expect(run([fails(0)])).toEqual([]);
    expect(run([at(0), fails(1)])).toEqual([]);
    expect(run([fails(0), at(1, { prompt: B })])).toEqual([]);
    expect(run([fails(0), at(1, { user: 'bob' })])).toEqual([]);
    expect(run([fails(0), at(1, { session: 's2' })])).toEqual([]);
    expect(run([fails(0), at(1, { params: 2 })])).toEqual([]);
    expect(run([fails(0), at(1, { cacheHit: true })])).toEqual([]);
  });

  test('the window is from the end of an attempt to the start of the next, its end included', () => {
    expect(avoidable(run([fails(0), at(300)]))).toEqual([0]);
    expect(run([fails(0), at(300.001)])).toEqual([]);
    expect(avoidable(run([fails(0, { latencyMs: 600_000 }), at(601)]))).toEqual([0]);
    expect(run([fails(0), at(61)], { window: 60 })).toEqual([]);
    expect(avoidable(run([fails(0), fails(200), at(400)]))).toEqual([0, 1]);
    expect(avoidable(run([fails(0), fails(301), at(302)]))).toEqual([1]);
  });

  test('attempts at different requests interleave', () => {
    const groups = run([
      fails(0),
      fails(1, { prompt: B }),
      fails(2),
      at(3, { prompt: B }),
      at(4),
      fails(5, { prompt: B }),
    ]);
    expect(groups.map(({ waste }) => [...waste.keys()].sort())).toEqual([[0, 2], [1]]);
  });

  test('a storm ends with its success; the next failure begins another', () => {
    const groups = run([fails(0), at(1), fails(2), at(3)]);
    expect(groups.map(({ waste }) => [...waste.keys()])).toEqual([[0], [2]]);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(2);
  });

  test('constant waits are no backoff, one wait says nothing', () => {
    expect(run([fails(0), fails(2), fails(4), at(6)])[0]!.columns.backoff).toBe(false);
    expect(run([fails(0), fails(2)])[0]!.columns.backoff).toBeNull();
    expect(backsOff([1, 2])).toBe(true);
    expect(backsOff([500, 750])).toBe(true);
    expect(backsOff([500, 749])).toBe(false);
    expect(backsOff([1, 2, 4, 8, 60, 60])).toBe(true);
    expect(backsOff([9, 1, 1])).toBe(false);
    expect(backsOff([0, 0, 0])).toBe(false);
    expect(backsOff([0, 0, 1])).toBe(true);
    expect(backsOff([])).toBeNull();
  });

  test('failures without a status show their error', () => {
    const [group] = run([fails(0, { status: 0, error: 'timeout' }), fails(1, { status: 0 }), at(2)]);
    expect(group!.columns.statuses).toBe('timeout x1, failed x1');
  });

  test('calls without a time, a prompt or a trace are ignored', () => {
    expect(run([fails(0, { prompt: -1 }), at(1, { prompt: -1 })])).toEqual([]);
    expect(run([fails(0, { time: Number.NaN }), at(1, { time: Number.NaN })])).toEqual([]);
  });
});

describe('fallbacks', () => {
  const other = { requestedModel: 'other', params: 2 };

  test('what failed and was then answered by another model is avoidable', () => {
    const groups = run([fails(0), at(1, other)]);
    expect(avoidable(groups)).toEqual([0]);
    expect(groups[0]!.columns).toMatchObject({ kind: 'retries', attempts: 2, failed: 1, firstGap: 1000 });
    const third = { requestedModel: 'third' };
    expect(avoidable(run([fails(0), fails(1), fails(2, other), at(3, third)]))).toEqual([0, 1, 2]);
    expect(avoidable(run([fails(0), at(300, other)]))).toEqual([0]);
  });

  test('an answer that was not waiting for the failure is no fallback', () => {
    expect(run([fails(0), at(301, other)])).toEqual([]);
    expect(run([fails(0, { latencyMs: 5000 }), at(2, other)])).toEqual([]);
    expect(run([fails(0), at(1, { ...other, user: 'bob' })])).toEqual([]);
    expect(run([fails(0), at(1, { ...other, session: 's2' })])).toEqual([]);
    expect(run([fails(0), at(1, { ...other, prompt: B })])).toEqual([]);
    expect(run([fails(0, { trace: 't1' }), at(1, { ...other, trace: 't2' })])).toEqual([]);
  });

  test('it ends the storm and leaves loops of the other model alone', () => {
    expect(avoidable(run([fails(0), at(1, other), at(2, other), at(3, other)]))).toEqual([0, 2, 3]);
    const groups = run([fails(0), at(1, other), at(2)]);
    expect(groups.map(({ waste }) => [...waste.keys()])).toEqual([[0]]);
  });
});

describe('traces', () => {
  const traced = { trace: 't1', prompt: -1 };

  test('a fallback to another model is an attempt at the same request in one trace', () => {
    const fallback = { trace: 't1', requestedModel: 'other' };
    expect(avoidable(run([fails(0, { trace: 't1' }), at(1, fallback)]))).toEqual([0]);
    expect(run([fails(0, { trace: 't1' }), at(1, { ...fallback, prompt: B })])).toEqual([]);
  });

  test('other trace ids do not hide a retry', () => {
    expect(avoidable(run([fails(0, { trace: 't1' }), at(1, { trace: 't2' })]))).toEqual([0]);
  });

  test('without text what follows a failure in a trace is its retry', () => {
    const groups = run([fails(0, traced), at(1, traced)]);
    expect(avoidable(groups)).toEqual([0]);
    expect(groups[0]!.label).toBe('trace t1');
    expect(run([fails(0, traced), at(1, { ...traced, requestedModel: 'other' })])).toEqual([]);
    expect(run([fails(0, traced), at(1, { ...traced, trace: 't2' })])).toEqual([]);
  });

  test('without text the successful steps of a trace are no loop', () => {
    expect(run([0, 1, 2, 3, 4].map((second) => at(second, traced)))).toEqual([]);
    expect(run([at(0, traced), fails(1, traced)])).toEqual([]);
  });

  test('rising attempt numbers make one request, whatever the model', () => {
    const first = fails(0, { ...traced, attempt: 1 });
    expect(avoidable(run([first, at(1, { ...traced, attempt: 2, requestedModel: 'other' })]))).toEqual([0]);
    expect(run([first, at(1, { ...traced, attempt: 1 })])).toEqual([]);
    const answered = [1, 2, 3].map((attempt) => at(attempt, { ...traced, attempt }));
    expect(avoidable(run(answered))).toEqual([1, 2]);
  });
});

describe('loops', () => {
  test('three successes within minutes are a loop, two are not', () => {
    expect(run([at(0), at(1)])).toEqual([]);
    const [group] = run([at(0, { response: 1 }), at(120, { response: 2 }), at(240, { response: 2 })]);
    expect([...group!.waste]).toEqual([
      [1, 'all'],
      [2, 'all'],
    ]);
    expect(group!.columns).toMatchObject({ kind: 'loop', attempts: 3, failed: 0, answers: 2, backoff: null });
    expect(run([at(0), at(121), at(242)])).toEqual([]);
    expect(avoidable(run([at(0), at(1)], { loopCalls: 2 }))).toEqual([1]);
  });

  test('a failure breaks a loop, and the success after it may begin one', () => {
    expect(avoidable(run([at(0), at(1), fails(2), at(3)]))).toEqual([2]);
    const groups = run([fails(0), at(1), at(2), at(3)]);
    expect(groups.map(({ columns, waste }) => [columns.kind, [...waste.keys()]])).toEqual([
      ['retries', [0]],
      ['loop', [2, 3]],
    ]);
  });

  test('one prompt asked of three models in a trace is no loop', () => {
    expect(run(['a', 'b', 'c'].map((model, i) => at(i, { trace: 't1', model })))).toEqual([]);
  });

  test('agrees with the definition applied to each request by itself', () => {
    const part = fc.record({
      wait: fc.constantFrom(0, 1, 60, 119, 121, 299, 301),
      prompt: fc.constantFrom(A, B),
      model: fc.constantFrom('a', 'b'),
      failed: fc.boolean(),
      latencyMs: fc.constantFrom(0, 2000, 90_000),
      isBilled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        let now = 0;
        const calls = inOrder(
          parts.map(({ wait, isBilled, ...rest }) => {
            now += wait;
            return at(now, { ...rest, ...(isBilled ? {} : unbilled) });
          }),
        );
        expect(avoidable(run(calls))).toEqual(
          calls.filter((call) => isAvoidable(call, calls)).map((c) => c.index),
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** The definition, slowly. */
function isAvoidable(call: Call, calls: readonly Call[]): boolean {
  const same = calls.filter((other) => other.prompt === call.prompt && other.model === call.model);
  const at = same.indexOf(call);
  const endOf = (i: number) => Math.max(...same.slice(0, i + 1).map((c) => c.time + c.latencyMs));
  const gap = (i: number) =>
    i <= 0 || i >= same.length ? Number.POSITIVE_INFINITY : Math.max(0, same[i]!.time - endOf(i - 1));
  /** Whether another model answers after the failure and before the next call to the same one. */
  const isAnsweredElsewhere = (i: number) =>
    calls.some((c) => {
      const wait = c.time - endOf(i);
      const isBetween =
        c.index > same[i]!.index && c.index < (same[i + 1]?.index ?? Number.POSITIVE_INFINITY);
      return isBetween && c.prompt === call.prompt && !c.failed && wait >= 0 && wait <= 300_000;
    });
  if (call.usage.input + call.usage.output === 0) return false;
  if (call.failed) {
    if (same[at - 1]?.failed && gap(at) <= 300_000 && !isAnsweredElsewhere(at - 1)) return true;
    let end = at;
    while (same[end + 1]?.failed && gap(end + 1) <= 300_000 && !isAnsweredElsewhere(end)) end++;
    if (isAnsweredElsewhere(end)) return true;
    return same[end + 1]?.failed === false && gap(end + 1) <= 300_000;
  }
  let first = at;
  while (same[first - 1]?.failed === false && gap(first) <= 120_000) first--;
  let last = at;
  while (same[last + 1]?.failed === false && gap(last + 1) <= 120_000) last++;
  return at > first && last - first + 1 >= 3;
}
