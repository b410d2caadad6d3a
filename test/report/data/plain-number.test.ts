import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainNumber } from '../../../src/report/data/plain-number.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [1234.5, '1234.5'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [1e21, '1000000000000000000000'],
  [-1.5e22, '-15000000000000000000000'],
  [Number.NaN, ''],
  [Number.POSITIVE_INFINITY, ''],
])('%d is written %s', (value, text) => {
  expect(plainNumber(value)).toBe(text);
});

test('every number reads back as it was, from digits, a sign and a point alone', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(plainNumber(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(plainNumber(value)) === value).toBe(true);
    }),
    { numRuns: 2000, seed: 2 },
  );
});
