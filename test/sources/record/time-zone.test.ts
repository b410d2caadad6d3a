import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../src/sources/record/timestamps.ts';

const at = (text: string) => Date.parse(text);

describe('a time without a zone', () => {
  // Berlin: +1 in winter, +2 in summer; clocks change on 2026-03-29 at 02:00 and on 2026-10-25 at 03:00.
  test.each([
    ['2026-01-10 12:00:00', 'Europe/Berlin', '2026-01-10T11:00:00Z'],
    ['2026-07-10T12:00:00.25', 'Europe/Berlin', '2026-07-10T10:00:00.250Z'],
    ['2026-07-10', 'Europe/Berlin', '2026-07-09T22:00:00Z'],
    ['2026/07/10 12:00:00', 'Europe/Berlin', '2026-07-10T10:00:00Z'],
    ['2026-03-29 01:59:59', 'Europe/Berlin', '2026-03-29T00:59:59Z'],
    ['2026-03-29 03:00:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['2026-10-25 01:59:00', 'Europe/Berlin', '2026-10-24T23:59:00Z'],
    ['2026-10-25 02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
    ['2026-10-25 03:00:00', 'Europe/Berlin', '2026-10-25T02:00:00Z'],
    ['2026-01-10 12:00:00', 'Asia/Kolkata', '2026-01-10T06:30:00Z'],
    ['2026-01-10 20:00:00', 'America/Los_Angeles', '2026-01-11T04:00:00Z'],
  ])('%s in %s', (text, zone, utc) => {
    expect(parseTime(text, zone)).toBe(at(utc));
  });

  test.each(['2026-01-10T12:00:00Z', '2026-01-10 12:00:00 UTC', '2026-01-10T13:00:00+01:00', 1768046400])(
    '%s says where it is, so the zone is not asked',
    (value) => {
      expect(parseTime(value, 'Asia/Kolkata')).toBe(at('2026-01-10T12:00:00Z'));
    },
  );

  test('without a zone to read it in is UTC, and what is no time stays none', () => {
    expect(parseTime('2026-01-10 12:00:00')).toBe(at('2026-01-10T12:00:00Z'));
    expect(parseTime('2026-02-30 12:00:00', 'Europe/Berlin')).toBeNaN();
  });
});
