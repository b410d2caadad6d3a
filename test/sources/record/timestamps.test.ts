import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTime } from '../../../src/sources/record/timestamps.ts';

const T = Date.UTC(2023, 10, 16, 18, 17, 3, 979);

test('database exports tag their times', () => {
  expect(parseTime({ $date: '2023-11-16T18:17:03.979Z' })).toBe(T);
  expect(parseTime({ $date: { $numberLong: String(T) } })).toBe(T);
  expect(parseTime({ _seconds: 1700158623, _nanoseconds: 0 })).toBe(T - 979);
  expect(parseTime({ $date: { $date: 1 } })).toBeNaN();
});

describe('text', () => {
  test.each([
    ['2023-11-16T18:17:03.979Z', T],
    ['2023-11-16 18:17:03.9799600', T],
    ['2023-11-16T18:17:03.979999999Z', T],
    ['2023-11-16 18:17:03.979', T],
    ['2023-11-16t18:17:03,979z', T],
    ['2023-11-16T20:17:03.979+02:00', T],
    ['2023-11-16T20:17:03.979+0200', T],
    ['2023-11-16T12:47:03.979-05:30', T],
    ['2023-11-16 20:17:03.979+02', T],
    ['2023-11-16 18:17:03.979 +0000 UTC', T],
    ['2023-11-16 18:17:03.979 UTC', T],
    [' 2023/11/16 18:17:03.979 ', T],
    ['2023-11-16T18:17:03.9Z', T - 79],
    ['2023-11-16T18:17:03.98Z', T + 1],
    ['2024-05-10 00:00:00+00:00', Date.UTC(2024, 4, 10)],
    ['2024-05-10 00:00:00.009930+00:00', Date.UTC(2024, 4, 10) + 9],
    ['2024-05-10 07:30', Date.UTC(2024, 4, 10, 7, 30)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['Thu, 16 Nov 2023 18:17:03 GMT', T - 979],
    ['Thu, 16 Nov 2023 18:17:03 +0000', T - 979],
    ['20231116T181703Z', T - 979],
    ['1970-01-01T00:00:00Z', 0],
    ['1700158623.979', T],
    ['1700158623979', T],
    ['1700158623979960', T],
    ['1700158623979960000', T],
  ])('%s', (text, expected) => expect(parseTime(text)).toBe(expected));

  test.each([
    ...['', ' ', 'abc', '12', '-1', 'null', '2023', '2023-11', '20231116', '11/16/2023', '2023-1-6'],
    ...['2023-13-01T00:00:00Z', '2023-00-01T00:00:00Z', '2023-04-31T00:00:00Z', '2023-02-29', '2100-02-29'],
    ...['2023-11-16T24:00:00Z', '2023-11-16T23:60:00Z', '2023-11-16T23:00:60Z', '2023-11-16T18:17:03.Z'],
    ...['2023-11-16T18:17:03.97xZ', '2023-11-16T18:17:03Zx', '2023-11-16X18:17:03Z', '202a-11-16T18:17:03Z'],
    ...['20a3-11-16T18:17:03Z', '2023-11-16T1a:17:03Z', '2023-11-16T18:17:0-Z', '2023-11-16T18:17:03+25:00'],
    ...['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', 'Thu, 31 Feb 2023 18:17:03 GMT', 'x'.repeat(1e5)],
    ...['2023-11-16T18:17:03.979é', '٢٠٢٣-11-16T18:17:03Z'],
  ])('%s is no time', (text) => expect(parseTime(text)).toBeNaN());

  test('agrees with Date.parse on every instant, at any precision and offset', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2199, 0) });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: -719, max: 719 }),
        (at, rest, shift) => {
          const iso = new Date(at).toISOString();
          expect(parseTime(iso)).toBe(Date.parse(iso));
          expect(parseTime(`${iso.slice(0, 19).replace('T', ' ')}`)).toBe(at - (at % 1000));
          expect(parseTime(`${iso.slice(0, -1)}${String(rest).padStart(4, '0')}`)).toBe(at);
          const two = (n: number) => String(n).padStart(2, '0');
          const offset = Math.abs(shift);
          const zone = `${shift < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
          const zoned = iso.replace('Z', zone);
          const expected = Date.parse(zoned);
          expect(parseTime(zoned)).toBe(expected);
        },
      ),
      { seed: 1 },
    );
  });

  test('a date is a time exactly when it exists', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 2400 }), part(14), part(33), (year, month, day) => {
        const two = (n: number) => String(n).padStart(2, '0');
        const made = new Date(Date.UTC(year, month - 1, day));
        const exists = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
        const text = `${year}-${two(month)}-${two(day)}`;
        expect(parseTime(text)).toBe(exists ? made.getTime() : Number.NaN);
        expect(parseTime(`${text}T00:00:00Z`)).toBe(exists ? made.getTime() : Number.NaN);
      }),
      { seed: 1 },
    );
  });
});

describe('numbers', () => {
  test('seconds, milliseconds, microseconds and nanoseconds of one instant are the same time', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2002, 0), max: Date.UTC(2199, 0) }), (at) => {
        expect(parseTime(at / 1000)).toBe(at);
        expect(parseTime(at)).toBe(at);
        expect(parseTime(at * 1000 + 7)).toBe(at);
        expect(parseTime(`${at}999999`)).toBeGreaterThanOrEqual(at);
        expect(parseTime(`${at}500000`)).toBe(at);
      }),
      { seed: 1 },
    );
  });

  test.each([0, 5, 19440110, -1700158623, Number.NaN, Number.POSITIVE_INFINITY, 638357510239790000, 1e21])(
    '%d is a counter, a relative time or ticks',
    (value) => expect(parseTime(value)).toBeNaN(),
  );

  test.each([null, undefined, true, {}, [1700158623]])('%s is no time', (value) =>
    expect(parseTime(value)).toBeNaN(),
  );
});
