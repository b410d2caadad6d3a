import { expect, test } from 'vitest';
import { waterfallBar } from '../../../src/tui/what-if/waterfall-bar.ts';

test('what is left, and lighter what was taken off', () => {
  expect(waterfallBar(10, 5, 10, 10)).toBe('█████░░░░░');
});

test('what is added is darker', () => {
  expect(waterfallBar(5, 7, 10, 10)).toBe('█████▓▓');
});

test('nothing where nothing is known to fill it, and never wider than its room', () => {
  expect(waterfallBar(0, 0, 0, 10)).toBe('');
  expect(waterfallBar(10, 9.99, 10, 10).length).toBeLessThanOrEqual(10);
});
