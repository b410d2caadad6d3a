import { expect, test } from 'vitest';
import { billLines, noCallsText, partText } from '../../../src/tui/overview/bill.ts';
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

test('the part of the logs that is looked at is told, also where it has no calls', () => {
  const report = sampleReport('typical');
  const filter = {
    since: '2026-11-01T00:00:00.000Z',
    until: null,
    where: ['user=ann'],
    callsLeftOut: 7,
    callsWithoutTime: 0,
  };
  const text = 'Only calls since 2026-11-01 00:00, with user=ann; 7 calls left out.';
  expect(partText({ ...report, filter: null })).toBe('');
  expect(partText({ ...report, filter, timezone: 'UTC' })).toBe(text);
  expect(noCallsText({ ...report, filter, timezone: 'UTC' })).toBe(
    `The filter leaves none of the calls. ${text}`,
  );
  expect(noCallsText({ ...report, filter: null })).toMatch(/^No calls were found/);
});
