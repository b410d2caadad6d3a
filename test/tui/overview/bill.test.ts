import { expect, test } from 'vitest';
import { billLines } from '../../../src/tui/overview/bill.ts';
import type { WhatIfState } from '../../../src/tui/what-if-store.ts';
import { sampleReport } from '../../report/sample-reports.ts';

function linesOf(name: string, changes: Partial<WhatIfState> = {}) {
  const report = sampleReport(name);
  const { strategies, combined, monthly } = report;
  const wish = { strategies: [], settings: {} };
  const state: WhatIfState = {
    ...{ wish, isPending: false, error: undefined },
    answer: { wish, strategies, combined, monthly },
    ...changes,
  };
  return billLines(report, state, 80).map((spans) => spans.map(({ text }) => text).join(''));
}

test('spent, avoidable and what would be left stand on one scale', () => {
  expect(linesOf('typical')).toEqual([
    ' spent      ≥$1,069.77  ████████████  72,671 calls in 3.8 days, 885 failed',
    ' avoidable     $312.48  ███▌          29.2%: $141.23 measured, $171.25 estimated',
    ' what-if       $623.15  ███████       left: -$446.63 (41.7%), $4,965.20 a month',
  ]);
});

test('without prices nothing is claimed', () => {
  expect(linesOf('all-unpriced').join('\n')).not.toContain('$');
});

test('an old figure is marked while the new one is worked out, and an error takes its place', () => {
  expect(linesOf('typical', { isPending: true })[2]).toMatch(/ …$/);
  expect(linesOf('typical', { error: 'no room' })[2]).toMatch(/no room$/);
});
