import { describe, expect, test } from 'vitest';
import { dayAfter, startOfDay } from '../../../src/engine/totals/day-start.ts';

const MINUTE_MS = 60_000;

/** The first minute that clocks of a zone show as this day or a later one, found by asking for every minute. */
function firstMinute(day: string, timezone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  const from = Date.parse(day) - 15 * 60 * MINUTE_MS;
  for (let time = from; ; time += MINUTE_MS) if (format.format(time) >= day) return time;
}

const hours = (day: string, timezone: string): number =>
  (startOfDay(dayAfter(day), timezone) - startOfDay(day, timezone)) / (60 * MINUTE_MS);

describe('a day begins when clocks show it', () => {
  test.each([
    ['2026-11-01', 'UTC', 24],
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2026-09-06', 'America/Santiago', 23],
    ['2026-04-04', 'America/Santiago', 25],
    ['2026-03-29', 'Asia/Beirut', 23],
    ['2026-04-24', 'Africa/Cairo', 23],
    ['2026-09-27', 'Pacific/Chatham', 23],
    ['2026-11-01', 'Asia/Kathmandu', 24],
    ['2026-11-01', 'Pacific/Kiritimati', 24],
    ['2026-11-01', 'Pacific/Pago_Pago', 24],
    ['2011-12-29', 'Pacific/Apia', 24],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2011-12-31', 'Pacific/Apia', 24],
    ['2026-12-31', 'America/St_Johns', 24],
    ['2028-02-28', 'Europe/Berlin', 24],
  ])('%s in %s has %s hours', (day, timezone, length) => {
    expect(startOfDay(day, timezone)).toBe(firstMinute(day, timezone));
    expect(startOfDay(dayAfter(day), timezone)).toBe(firstMinute(dayAfter(day), timezone));
    expect(hours(day, timezone)).toBe(length);
  });
});

test('where midnight does not exist the day begins at one o’clock', () => {
  expect(new Date(startOfDay('2026-09-06', 'America/Santiago')).toISOString()).toBe(
    '2026-09-06T04:00:00.000Z',
  );
});

test('the day after follows the calendar', () => {
  expect(['2026-12-31', '2028-02-28', '2027-02-28', '2026-11-01'].map(dayAfter)).toEqual([
    '2027-01-01',
    '2028-02-29',
    '2027-03-01',
    '2026-11-02',
  ]);
});

test('an unknown zone is an error', () => {
  expect(() => startOfDay('2026-11-01', 'Mars/Olympus')).toThrow(RangeError);
});
