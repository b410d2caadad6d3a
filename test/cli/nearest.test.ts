import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/cli/nearest.ts';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['form', 'from', 1],
  ['ca', 'abc', 3],
])('%j to %j takes %s edits', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('the nearest name, the first among equals', () => {
  expect(nearest('fromat', ['from', 'format', 'formal'])).toBe('format');
  expect(nearest('x', ['ab', 'cd'])).toBe('ab');
  expect(nearest('x', [])).toBeUndefined();
});
