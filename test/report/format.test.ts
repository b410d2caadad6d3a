import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allDigits,
  bytes,
  counted,
  duration,
  percent,
  percentChange,
  rate,
  smallUsd,
  tokens,
  usd,
} from '../../src/report/format.ts';

describe('usd', () => {
  test.each([
    [12345.67, '$12,345.67'],
    [1, '$1.00'],
    [0.999999, '$1.00'],
    [0.5, '$0.50'],
    [0.779, '$0.7790'],
    [0.99996, '$1.00'],
    [0.0123, '$0.0123'],
    [0.01, '$0.01'],
    [0.0001, '$0.0001'],
    [0.00009999, '<$0.0001'],
    [5e-324, '<$0.0001'],
    [0, '$0.00'],
    [-0, '$0.00'],
    [-4.5, '-$4.50'],
    [-1e-9, '>-$0.0001'],
    [1e12, '$1,000,000,000,000.00'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s', (value, text) => {
    expect(usd(value)).toBe(text);
  });

  test.each([
    [123456.78, 11, '$123,456.78'],
    [1234567.89, 11, '$1.23M'],
    [999_999_999, 11, '$1.00B'],
    [-1234567.89, 11, '-$1.23M'],
    [1e12, 11, '$1.00T'],
    [4.2e20, 11, '$4.20e+20'],
    [999.99, 3, '$999.99'],
  ])('%s in %s columns is %s', (value, width, text) => {
    expect(usd(value, width)).toBe(text);
  });

  test('money that is more than nothing never looks like nothing', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1e15, noNaN: true }), (value) => {
        expect(usd(value)).not.toMatch(/^\$0\.0*$/);
      }),
    );
  });

  test('what is printed in full is within half a unit of its last digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 1e9, noNaN: true }), (value) => {
        const shown = Number(usd(value).replace(/[$,]/g, ''));
        expect(Math.abs(shown - value)).toBeLessThanOrEqual((value >= 1 ? 0.005 : 0.00005) * (1 + 1e-6));
      }),
    );
  });
});

test.each([
  [0, '0'],
  [1234, '1,234'],
  [999_999, '999,999'],
])('%s tokens with room are %s', (value, text) => {
  expect(tokens(value)).toBe(text);
});

test.each([
  [1234, 5, '1,234'],
  [12_345, 5, '12.3k'],
  [999_999, 5, '1.00M'],
  [4_560_000, 7, '4.56M'],
  [7_890_000_000, 7, '7.89B'],
])('%s tokens in %s columns are %s', (value, width, text) => {
  expect(tokens(value, width)).toBe(text);
});

test.each([
  [0, '0%'],
  [0.0001, '<0.1%'],
  [0.31, '31.0%'],
  [0.99999, '>99.9%'],
  [1, '100%'],
  [-0.25, '-25.0%'],
  [Number.NaN, 'unknown'],
  [null, 'unknown'],
])('a share of %s is %s', (value, text) => {
  expect(percent(value)).toBe(text);
});

test.each([
  [0, '0 ms'],
  [0.4, '<1 ms'],
  [850, '850 ms'],
  [999.6, '1.0 s'],
  [1250, '1.3 s'],
  [59_949, '59.9 s'],
  [59_999, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_999, '1 h'],
  [11_520_000, '3 h 12 min'],
  [362_880_000, '4.2 days'],
  [-850, '-850 ms'],
  [Number.NaN, 'unknown'],
])('%s ms are %s', (value, text) => {
  expect(duration(value)).toBe(text);
});

test.each([
  [999, '999 B'],
  [1500, '1.5 kB'],
  [999_960, '1.0 MB'],
  [300_000_000, '300.0 MB'],
])('%s bytes are %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

test('one thing is singular, any other number is plural', () => {
  expect([counted(1, 'call'), counted(0, 'call'), counted(2345, 'call')]).toEqual([
    '1 call',
    '0 calls',
    '2,345 calls',
  ]);
});

test('rates keep every digit that price lists give', () => {
  expect([0.075, 1.125, 30, 0, 0.00375, null].map(rate)).toEqual([
    '$0.075',
    '$1.125',
    '$30.00',
    '$0.00',
    '$0.00375',
    'unknown',
  ]);
});

test('small dollars keep three digits', () => {
  expect(
    [4.5, 0.0343, 0.01, 0.0014, 0.000214, -0.002, 1e-12, 0, Number.NaN].map((value) => smallUsd(value)),
  ).toEqual([
    '$4.50',
    '$0.0343',
    '$0.01',
    '$0.00140',
    '$0.000214',
    '-$0.00200',
    '<$0.0001',
    '$0.00',
    'unknown',
  ]);
});

test('a change has a sign, and is never shown as none', () => {
  expect([0.198, -0.05, 0.0001, -0.0001, 0.9997, 12.345, 0, null].map(percentChange)).toEqual([
    '+19.8%',
    '-5.0%',
    '<+0.1%',
    '>-0.1%',
    '+100.0%',
    '+1,234.5%',
    '0%',
    'unknown',
  ]);
});

test('all digits are those that were given', () => {
  expect([5, 4.092, 0.1 + 0.2, 12345.678, 1e-9, null].map(allDigits)).toEqual([
    '5',
    '4.092',
    '0.3',
    '12,345.678',
    '0.000000001',
    'unknown',
  ]);
});
