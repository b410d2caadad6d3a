import { expect, test } from 'vitest';
import { byCost, costShare, leftOut } from '../../../src/tui/models/compared-cost.ts';
import { modelCost } from './made-up-costs.ts';

test('a share is of what the same calls cost; none when no call can be compared', () => {
  expect(costShare(modelCost('a'))).toBe(0.5);
  expect(costShare(modelCost('a', { calls: 0, costUsd: 0, beforeUsd: 0 }))).toBeNaN();
  expect(leftOut(modelCost('a', { unpricedCalls: 2, tooLong: 3 }))).toBe(5);
});

test('the cheapest first by share, then models that take few of the calls, then those that take none', () => {
  const costs = [
    modelCost('none', { calls: 0, costUsd: 0, beforeUsd: 0, unpricedCalls: 100 }),
    modelCost('few', { calls: 3, costUsd: 0.01, beforeUsd: 1, tooLong: 97 }),
    modelCost('b', { costUsd: 60 }),
    modelCost('most', { calls: 90, costUsd: 9, beforeUsd: 90, tooLong: 10 }),
    modelCost('a', { costUsd: 60 }),
  ];
  expect(costs.sort(byCost).map(({ model }) => model)).toEqual(['most', 'a', 'b', 'few', 'none']);
});
