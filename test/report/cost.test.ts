import { expect, test } from 'vitest';
import { cost } from '../../src/report/money.ts';
import { sampleReport } from './sample-reports.ts';

const { totals } = sampleReport('typical');

test.each([
  [0, 0, '$0.00'],
  [0, 2, 'unknown'],
  [0.00001, 0, '<$0.0001'],
  [0.00001, 2, '>$0.00'],
  [0.02, 2, '≥$0.02'],
])('%d dollars with %d calls without a price are %s', (costUsd, unpricedCalls, text) => {
  expect(cost({ ...totals, costUsd, unpricedCalls })).toBe(text);
});
