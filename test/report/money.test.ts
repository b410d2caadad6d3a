import { expect, test } from 'vitest';
import { isWasteUnknown, waste } from '../../src/report/money.ts';
import { sampleReport } from './sample-reports.ts';

const report = sampleReport('typical');

test('avoidable tokens without money are unknown money while calls have no price', () => {
  expect(report.totals.unpricedCalls).toBeGreaterThan(0);
  expect(waste(report, { calls: 3, wastedUsd: 0 }, 0)).toBe('unknown');
  expect(waste(report, { calls: 3 }, 0)).toBe('unknown');
  expect(waste(report, { calls: 0, wastedUsd: 0 }, 0)).toBe('$0.00');
  expect(isWasteUnknown(report, { calls: 3, wastedUsd: 0 }, 0)).toBe(true);
  expect(isWasteUnknown({ ...report, totals: { ...report.totals, unpricedCalls: 0 } }, { calls: 3 }, 0)).toBe(
    false,
  );
});

test('money that another finding counts is not unknown', () => {
  expect(waste(report, { calls: 3, wastedUsd: 0.05 }, 0)).toBe('$0.00');
});
