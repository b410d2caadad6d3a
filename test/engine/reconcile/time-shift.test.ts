import { expect, test } from 'vitest';
import { bestShift, HourSums } from '../../../src/engine/reconcile/time-shift.ts';

const HOUR = 3_600_000;
const span = (day: number, tokens: number) => ({ from: day * 24 * HOUR, to: (day + 1) * 24 * HOUR, tokens });

test('hours are summed over a span, moved or not, in any order', () => {
  const sums = new HourSums([
    { hour: 25 * HOUR, tokens: 4 },
    { hour: Number.NaN, tokens: 100 },
    { hour: 0, tokens: 1 },
    { hour: 23 * HOUR, tokens: 2 },
    { hour: 23 * HOUR, tokens: 8 },
  ]);
  expect(sums.within(span(0, 0), 0)).toBe(11);
  expect(sums.within(span(0, 0), 1)).toBe(1);
  expect(sums.within(span(1, 0), 1)).toBe(14);
  expect(sums.within(span(0, 0), -2)).toBe(14);
});

test('the shift that makes the days agree, and none where none does', () => {
  const log = new HourSums(Array.from({ length: 72 }, (_, i) => ({ hour: i * HOUR, tokens: i })));
  const moved = (hours: number) => [0, 1, 2].map((day) => span(day, log.within(span(day, 0), hours)));
  expect(bestShift(log, moved(-5))).toBe(-5);
  expect(bestShift(log, moved(0))).toBe(0);
  expect(bestShift(log, [span(0, 9999), span(1, 1), span(2, 5)])).toBe(0);
});
