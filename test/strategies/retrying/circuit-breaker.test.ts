import { describe, expect, test } from 'vitest';
import { answer, fail, groups, metric, type Parts, run, USD } from './attempts.ts';

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
