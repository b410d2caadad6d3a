import { expect, test } from 'vitest';
import { sameTimeIn } from '../../../src/detectors/models/price-change.ts';

const at = (text: string) => Date.parse(text);
const period = (from: string, to: string) => ({ from: at(from), to: at(to) });

test('the same hour and weekday, the nearest one in the period', () => {
  const after = { from: at('2026-08-16T16:00Z'), to: Number.POSITIVE_INFINITY };
  // A Wednesday.
  expect(sameTimeIn(at('2026-08-12T03:30Z'), after)).toBe(at('2026-08-19T03:30Z'));
  expect(sameTimeIn(at('2026-08-20T03:30Z'), after)).toBe(at('2026-08-20T03:30Z'));
  const before = { from: Number.NEGATIVE_INFINITY, to: at('2026-08-16T16:00Z') };
  expect(sameTimeIn(at('2026-08-19T03:30Z'), before)).toBe(at('2026-08-12T03:30Z'));
  expect(sameTimeIn(at('2026-08-16T16:00Z'), before)).toBe(at('2026-08-09T16:00Z'));
});

test('the same hour where the period is shorter than a week, else its start', () => {
  const days = period('2026-08-17', '2026-08-19');
  expect(sameTimeIn(at('2026-08-12T03:30Z'), days)).toBe(at('2026-08-17T03:30Z'));
  const hours = period('2026-08-17T05:00Z', '2026-08-17T06:00Z');
  expect(sameTimeIn(at('2026-08-12T03:30Z'), hours)).toBe(hours.from);
});
