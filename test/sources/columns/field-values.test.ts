import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  INVALID,
  parseAmount,
  parseCount,
  parseName,
  parseStatus,
  STATUS_FAILED,
  STATUS_OK,
  STATUS_UNKNOWN,
} from '../../../src/sources/columns/field-values.ts';

describe('parseCount', () => {
  test.each([
    ...[
      ['0', 0],
      ['1234', 1234],
      ['1,234', 1234],
      ['1,234,567', 1234567],
      ['10.0', 10],
      ['10.', 10],
      [' 12 ', 12],
    ],
    ...[
      ['1e+05', 100_000],
      ['007', 7],
      ['9007199254740991', 9007199254740991],
      [42, 42],
      [42.0, 42],
    ],
  ] as const)('%j is %d', (value, count) => expect(parseCount(value)).toBe(count));

  test.each([
    ...[
      'abc',
      '1.5',
      '1.000',
      '120.000',
      '-3',
      '+3',
      '1,23',
      '0,123',
      '1,2345',
      '12,34',
      '1 2',
      '0x10',
      '9007199254740992',
      '1e99',
      '1e-2',
      '१२',
    ],
    ...['Infinity', -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY, true, {}, [], '9'.repeat(1e5)],
  ])('%j is invalid', (value) => expect(parseCount(value)).toBe(INVALID));

  test.each(['', '  ', 'null', 'None', 'NaN', 'N/A', 'n/a', '-', '\\N', '<NA>', undefined, null, Number.NaN])(
    '%j is unknown',
    (value) => expect(parseCount(value)).toBeNaN(),
  );

  test('reads back every count, however it is written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (count) => {
        expect(parseCount(String(count))).toBe(count);
        expect(parseCount(count.toLocaleString('en-US'))).toBe(count);
        expect(parseCount(`${count}.0`)).toBe(count);
      }),
      { seed: 1 },
    );
  });
});

describe('parseAmount', () => {
  test.each([
    ...[
      ['0.12', 0.12],
      ['$0.12', 0.12],
      ['$ 1,234.50', 1234.5],
      ['1e-05', 0.00001],
      ['.5', 0.5],
      ['5.', 5],
      [' 3 ', 3],
      [7.5, 7.5],
    ],
  ] as const)('%j is %d', (value, amount) => expect(parseAmount(value)).toBe(amount));

  test.each(['', 'Included', '1,234', '0,12', '-1', '1.2.3', '.', '$', -1, Number.NaN, null, {}, '1e999999'])(
    '%j is unknown',
    (value) => expect(parseAmount(value)).toBeNaN(),
  );

  test('reads a decimal as JavaScript does, to the last bit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,9}(\.\d{1,18})?$/), (text) => {
        expect(parseAmount(text)).toBe(Number(text));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

test('parseName', () => {
  expect(['a', ' a ', 'none', '', 7, null, {}, 'nancy', 'Nan'].map(parseName)).toEqual([
    ...['a', 'a', undefined, undefined, '7', undefined, undefined, 'nancy', undefined],
  ]);
});

describe('parseStatus', () => {
  test.each([
    ...([
      ['200', 200],
      [429, 429],
      ['500.0', 500],
      [' 404 ', 404],
    ] as const),
    ...(['ok', 'OK', 'Success', 'succeeded', 'true', true, 'completed'] as const).map(
      (word) => [word, STATUS_OK] as const,
    ),
    ...(['error', 'FAILED', 'failure', 'false', false, 'timed out', 'rate-limited'] as const).map(
      (word) => [word, STATUS_FAILED] as const,
    ),
    ...(['', null, undefined, 'pending', '0', '1', '-1', '600', '99', 'null'] as const).map(
      (word) => [word, STATUS_UNKNOWN] as const,
    ),
  ])('%j', (value, status) => expect(parseStatus(value, 'code')).toBe(status));

  test('a column of success and a column of failure mean the opposite', () => {
    for (const yes of ['1', 'true', true, 'yes']) {
      expect(parseStatus(yes, 'success')).toBe(STATUS_OK);
      expect(parseStatus(yes, 'failure')).toBe(STATUS_FAILED);
    }
    for (const no of ['0', 'false', false, 'no']) {
      expect(parseStatus(no, 'success')).toBe(STATUS_FAILED);
      expect(parseStatus(no, 'failure')).toBe(STATUS_OK);
    }
    expect(parseStatus('connection reset by peer', 'failure')).toBe(STATUS_FAILED);
    expect(parseStatus('', 'failure')).toBe(STATUS_UNKNOWN);
  });
});
