import { expect, test } from 'vitest';
import { editDistance, nearestName } from '../../src/model/nearest-name.ts';

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
  expect(nearestName('fromat', ['from', 'format', 'formal'])).toBe('format');
  expect(nearestName('cache_raed', ['cacheWrite', 'cacheRead'])).toBe('cacheRead');
  expect(nearestName('x', ['promptTokens'])).toBeUndefined();
  expect(nearestName('x', [])).toBeUndefined();
});
