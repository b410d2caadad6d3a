import { expect, test } from 'vitest';
import { itemUsage } from '../../../src/strategies/merging/item-usage.ts';

const usage = { input: 40, cacheRead: 30, cacheWrite5m: 20, cacheWrite1h: 10, output: 7, reasoning: 3 };

test.each([
  [0, 70, 20, 10],
  [30, 40, 20, 10],
  [35, 40, 20, 5],
  [45, 40, 15, 0],
  [60, 40, 0, 0],
  [75, 25, 0, 0],
  [100, 0, 0, 0],
])('without the first %i tokens: input %i, written for 5 minutes %i, for an hour %i', (shared, ...left) => {
  const [input, cacheWrite5m, cacheWrite1h] = left;
  const item = { input, cacheRead: 0, cacheWrite5m, cacheWrite1h, output: 7, reasoning: 3 };
  expect(itemUsage(usage, shared, 0)).toEqual(item);
  expect(itemUsage(usage, shared, 5)).toEqual({ ...item, input: input! + 5 });
});
