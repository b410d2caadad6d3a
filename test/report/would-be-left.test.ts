import { expect, test } from 'vitest';
import { periodText, savedParts, wouldBeLeftText } from '../../src/report/headline-text.ts';
import { sampleReport } from './sample-reports.ts';

const report = sampleReport('typical');

test('what would be left says how its savings are known, and is a lower bound while calls have no price', () => {
  expect(wouldBeLeftText(report)).toBe(
    'At least $623.15 would be left with the strategies below: 41.7% less ($150.00 measured, -$4.50 estimated, $301.13 assumed).',
  );
  const totals = { ...report.totals, unpricedCalls: 0 };
  expect(wouldBeLeftText({ ...report, totals })).toMatch(/^\$623\.15 would be left/);
});

test('one basis needs no amount', () => {
  const [found] = report.strategies.filter(({ status }) => status === 'found');
  expect(savedParts([{ ...found!, basis: 'assumed', savedUsd: 3 }])).toEqual(['assumed']);
});

test('one call was made once', () => {
  expect(periodText(sampleReport('one-call'))).toBe(' on 1 call, 2026-09-01 10:00');
});
