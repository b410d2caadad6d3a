import { expect, test } from 'vitest';
import { calendarIn } from '../../../src/engine/totals/calendar.ts';
import { Clock } from '../../../src/patterns/calendar/clock.ts';

const iso = (time: number) => new Date(time).toISOString();
const HOUR_MS = 3_600_000;

test.each(['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Chatham'])(
  'hours of %s begin where its clocks show a full hour, and every one is 60 minutes',
  (zone) => {
    const calendar = calendarIn(zone);
    const clock = new Clock(calendar);
    for (let time = Date.UTC(2026, 9, 31); time < Date.UTC(2026, 10, 3); time += 7 * 60_000) {
      const start = clock.hour(time);
      expect(start).toBeLessThanOrEqual(time);
      expect(time).toBeLessThan(start + HOUR_MS);
      expect(calendar.hour(start)).toBe(calendar.hour(time));
      expect(clock.label(time).slice(0, 10)).toBe(calendar.day(time));
    }
  },
);

test('the hour that clocks show twice is two hours', () => {
  const clock = new Clock(calendarIn('America/New_York'));
  const first = Date.UTC(2026, 10, 1, 5, 30);
  expect(clock.label(first)).toBe('2026-11-01 01:00');
  expect(clock.label(first + HOUR_MS)).toBe('2026-11-01 01:00');
  expect(iso(clock.hour(first))).toBe('2026-11-01T05:00:00.000Z');
  expect(iso(clock.hour(first + HOUR_MS))).toBe('2026-11-01T06:00:00.000Z');
});

test('days are numbered by the date of the zone', () => {
  const late = Date.UTC(2026, 10, 1, 20);
  expect(new Clock(calendarIn('Asia/Kolkata')).day(late) - new Clock(calendarIn('UTC')).day(late)).toBe(1);
});
