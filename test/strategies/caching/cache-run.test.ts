import { describe, expect, test } from 'vitest';
import { CALL_USD, HOUR, metric, type Parts, run, START } from './run-cache.ts';

const DAY = 24 * HOUR;

describe('metrics', () => {
  test('look-ups, hits and their share of calls and of cost', () => {
    const result = run([{ text: 'a' }, { text: 'a', usage: { input: 5000 } }, { text: 'b' }]);
    expect(metric(result, 'lookUps')).toBe(3);
    expect(metric(result, 'hits')).toBe(1);
    expect(metric(result, 'hitRatio')).toBeCloseTo(1 / 3, 12);
    // 5,000 x 2 + 100 x 8 per million of that and twice a call.
    expect(metric(result, 'hitCostShare')).toBeCloseTo(0.0108 / (0.0108 + 2 * CALL_USD), 12);
  });

  test('nothing looked up: ratios are unknown, not 0', () => {
    const result = run([{ text: 'a', user: '' }], { scope: 'user' });
    expect(metric(result, 'lookUps')).toBe(0);
    expect(metric(result, 'hitRatio')).toBeNull();
    expect(metric(result, 'hitCostShare')).toBeNull();
  });

  test('hits that give one user the answer of another are counted against who paid for it', () => {
    const of = (...users: string[]): Parts[] => users.map((user) => ({ text: 'a', user }));
    const result = run(of('u', 'v', 'u', 'v', ''));
    expect(metric(result, 'hits')).toBe(4);
    expect(metric(result, 'crossUserHits')).toBe(2);
    expect(metric(result, 'crossUserShare')).toBeCloseTo(2 / 3, 12);
    expect(result.assumptions.join()).toContain("2 hits give one user the answer to another user's request");
    expect(metric(run(of('u', 'v', 'u'), { scope: 'user' }), 'crossUserHits')).toBe(0);
    expect(metric(run(of('', '')), 'crossUserHits')).toBeNull();
    expect(metric(run(of('', '')), 'crossUserShare')).toBeNull();
    expect(metric(run(of('', 'u')), 'crossUserHits')).toBeNull();
  });

  test('an answer stored anew belongs to whom it was given last', () => {
    const at = (user: string, hours: number): Parts => ({ text: 'a', user, time: START + hours * HOUR });
    const result = run([at('u', 0), at('v', 2), at('v', 2.5)], { ttl: '1h' });
    expect(metric(result, 'hits')).toBe(1);
    expect(metric(result, 'crossUserHits')).toBe(0);
  });

  test('hits for which the log has another answer', () => {
    const answers = [7, 7, 8, 0].map((response) => ({ text: 'a', response }));
    expect(metric(run(answers), 'otherAnswers')).toBe(1);
    expect(metric(run([{ text: 'a' }, { text: 'a' }]), 'otherAnswers')).toBeNull();
  });

  test('answers kept: at the end, and the most at once', () => {
    const at = (text: string, hours: number): Parts => ({ text, time: START + hours * HOUR });
    const result = run([at('a', 0), at('b', 0.5), at('c', 1.2), at('d', 5)], { ttl: '1h' });
    expect(metric(result, 'entriesPeak')).toBe(2);
    expect(metric(result, 'entries')).toBe(1);
    expect(metric(run([at('a', 0), at('b', 1), at('c', 2)], { capacity: 2 }), 'entriesPeak')).toBe(2);
    const late = run([{ text: 'a', latencyMs: 5000 }]);
    expect(metric(late, 'entries')).toBe(1);
  });
});

describe('hits by day', () => {
  test('a row a day, and one without a day for calls without a time', () => {
    const at = (time: number): Parts => ({ text: 'a', time });
    const { views } = run([at(Number.NaN), at(START), at(START + HOUR), at(START + DAY), at(Number.NaN)]);
    expect(views[0]).toMatchObject({ id: 'hits-by-day', title: 'Hits by day' });
    expect(views[0]!.rows).toEqual([
      { day: null, lookUps: 2, hits: 1, hitRatio: 0.5 },
      { day: '2026-09-01', lookUps: 2, hits: 2, hitRatio: 1 },
      { day: '2026-09-02', lookUps: 1, hits: 1, hitRatio: 1 },
    ]);
  });

  test('a long log shows its last 400 days', () => {
    const parts = Array.from({ length: 450 }, (_, i) => ({ text: `p${i}`, time: START + i * DAY }));
    const [view] = run(parts).views;
    expect(view!.title).toBe('Hits by day (the last 400 of 450)');
    expect(view!.rows).toHaveLength(400);
    expect(view!.rows.at(-1)!.day).toBe(new Date(START + 449 * DAY).toISOString().slice(0, 10));
  });
});
