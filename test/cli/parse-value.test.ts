import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteSize, instant, integer, pairs, path, timezone } from '../../src/cli/parse-value.ts';

const place = { name: '--x', base: '/base' };

describe('instants', () => {
  test.each([
    ['2026-09-01', Date.UTC(2026, 8, 1)],
    ['2028-02-29', Date.UTC(2028, 1, 29)],
    ['2026-09-01T12:30Z', Date.UTC(2026, 8, 1, 12, 30)],
    ['2026-09-01T12:30:01.5+02:00', Date.UTC(2026, 8, 1, 10, 30, 1, 500)],
  ])('%s', (text, time) => {
    expect(instant(text, place)).toBe(time);
  });

  test.each([
    '2026-02-31',
    '2027-02-29',
    '2026-13-01',
    '2026-9-1',
    '2026-09-01T12:30',
    'today',
    '',
    20260901,
    null,
  ])('%j is refused', (text) => {
    expect(() => instant(text, place)).toThrow(/^--x: needs a date/);
  });

  test('every day of the calendar is itself', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          expect(new Date(instant(day, place)).toISOString()).toBe(`${day}T00:00:00.000Z`);
        },
      ),
    );
  });
});

test.each([
  ['1', 1],
  [1048576, 1_048_576],
  ['512KiB', 524_288],
  ['64M', 67_108_864],
  ['1 gib', 1_073_741_824],
])('%j is %s bytes', (text, bytes) => {
  expect(byteSize(text, place)).toBe(bytes);
});

test.each(['0', '-1', '1.5MiB', '1TB', 'MiB', '', 1.5, Number.NaN])('%j is not a size', (text) => {
  expect(() => byteSize(text, place)).toThrow('needs a size');
});

test.each(['1e3', '0x10', ' 5', '5.0', '', '99999999999999999999', 5.5, '5'.repeat(400), true])(
  '%j is not a whole number from 0 to 9',
  (value) => {
    expect(() => integer(0, 9)(value, place)).toThrow('needs a whole number from 0 to 9');
  },
);

test('relative paths start at the place', () => {
  expect([path('a/b', place), path('/a', place)]).toEqual(['/base/a/b', '/a']);
});

test('pairs split at the first equals sign', () => {
  expect(pairs(['a=b=c', 'd=e'], place)).toEqual({ a: 'b=c', d: 'e' });
  expect(pairs(['a=b,c=d', 'e=f, g'], place)).toEqual({ a: 'b', c: 'd', e: 'f, g' });
  expect(pairs({ a: 'b' }, place)).toEqual({ a: 'b' });
  expect(pairs(['tag:team=a,model=b,tag:cost center=c, d'], place)).toEqual({
    ...{ 'tag:team': 'a', model: 'b', 'tag:cost center': 'c, d' },
  });
  expect(() => pairs(['=b'], place)).toThrow('needs name=value');
  expect(() => pairs({ a: 1 }, place)).toThrow('needs a text');
});

test('timezones are names', () => {
  expect(timezone('America/New_York', place)).toBe('America/New_York');
  expect(() => timezone('+02:00', place)).toThrow('IANA name');
});
