import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resemblance } from '../../../src/gate/comparison/resemblance.ts';
import { madeSketch, shinglesOf } from './made-sketch.ts';

test.each([
  [[], [], 0],
  [[], [1], 0],
  [[1], [1], 1],
  [[1], [2], 0],
  // Of 1, 2, 3 two are in both.
  [[1, 2, 3], [1, 2, 3], 1],
  [[1, 2, 3], [1, 3, 4], 2 / 3],
  // Whole against cut: of 1, 2, 3, 4 the shorter has 2 and 4.
  [[2, 4], [1, 2, 3, 4], 0.5],
  [[5, 6], [1, 2, 3, 4], 0],
])('%j and %j: %d', (a, b, expected) => {
  expect(resemblance(a, b)).toBe(expected);
  expect(resemblance(b, a)).toBe(expected);
});

test('texts whose shingles are all known are compared exactly where one holds the other', () => {
  const [kept, added] = [shinglesOf(1, 20), shinglesOf(2, 20)];
  expect(resemblance(madeSketch(kept), madeSketch(kept, added))).toBe(0.5);
});

test('of long texts it is within 25 points of the truth', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 50, max: 600 }),
      (seed, shared, own) => {
        const [common, a, b] = [
          shinglesOf(seed, shared),
          shinglesOf(seed + 1, own),
          shinglesOf(seed + 2, own),
        ];
        const truth = shared / (shared + 2 * own);
        expect(Math.abs(resemblance(madeSketch(common, a), madeSketch(common, b)) - truth)).toBeLessThan(
          0.25,
        );
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});
