import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashNumbers } from '../../../src/engine/log/hash-numbers.ts';

const hash = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 5 }).map((high) => high * 2 ** 32 + 7),
  fc.integer({ min: -9, max: -1 }),
  fc.constantFrom(2 ** 52 - 1, 2 ** 51, 2 ** 32),
);

test('numbers hashes in the order in which they come', () => {
  fc.assert(
    fc.property(fc.array(hash), hash, (hashes, other) => {
      const numbers = new HashNumbers();
      const distinct = [...new Set(hashes)];
      expect(hashes.map((value) => numbers.number(value))).toEqual(
        hashes.map((value) => distinct.indexOf(value)),
      );
      expect(numbers.size).toBe(distinct.length);
      expect(numbers.find(other)).toBe(distinct.indexOf(other));
    }),
  );
});

test('keeps the numbers when there are many', () => {
  const numbers = new HashNumbers();
  const hashes = Array.from({ length: 5000 }, (_, i) => 1 + i * 4096 * 4099);
  for (const value of hashes) numbers.number(value);
  expect(hashes.every((value, i) => numbers.find(value) === i && numbers.number(value) === i)).toBe(true);
  expect(numbers.size).toBe(5000);
});
