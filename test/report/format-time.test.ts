import { expect, test } from 'vitest';
import { date, dateTime } from '../../src/report/format-time.ts';

const halfPastSix = Date.UTC(2026, 0, 1, 18, 30);

test.each([
  ['UTC', '2026-01-01 18:30'],
  ['Asia/Kolkata', '2026-01-02 00:00'],
  ['America/New_York', '2026-01-01 13:30'],
])('%s', (timezone, text) => {
  expect(dateTime(halfPastSix, timezone)).toBe(text);
  expect(dateTime(new Date(halfPastSix).toISOString(), timezone)).toBe(text);
  expect(date(halfPastSix, timezone)).toBe(text.slice(0, 10));
});

test('summer time is kept', () => {
  expect(dateTime(Date.UTC(2026, 6, 1, 0, 0), 'America/New_York')).toBe('2026-06-30 20:00');
});

test('no time is unknown, not 1970', () => {
  expect([date(null, 'UTC'), dateTime(Number.NaN, 'UTC'), date('nonsense', 'UTC')]).toEqual([
    'unknown',
    'unknown',
    'unknown',
  ]);
});
