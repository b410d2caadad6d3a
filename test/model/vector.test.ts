import { expect, test } from 'vitest';
import { readVector } from '../../src/model/vector.ts';

test('numbers, and base64 of singles', () => {
  const numbers = Float32Array.of(0.5, -2);
  expect(readVector([0.5, -2])).toEqual(numbers);
  expect(readVector(Buffer.from(numbers.buffer).toString('base64'))).toEqual(numbers);
});

test.each([[[]], [[0, 0]], [[1, null]], [['1']], [[1e39]], [''], ['AAA'], ['AAAAAA=='], [null], [{}], [7]])(
  '%j is no vector',
  (embedding) => {
    expect(readVector(embedding)).toBeUndefined();
  },
);
