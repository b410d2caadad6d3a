import { expect, test } from 'vitest';
import type { Group, Report } from '../../../src/model/report.ts';
import { dayChart } from '../../../src/tui/overview/day-chart.ts';
import { sampleReport } from '../../report/sample-reports.ts';

function reportOf(
  days: readonly (readonly [key: string | null, costUsd: number, changes?: Partial<Group>])[],
): Report {
  const sample = sampleReport('typical');
  const like = { ...sample.groups.day[0]!, unpricedCalls: 0 };
  const day = days.map(([key, costUsd, changes]) => ({ ...like, key, costUsd, ...changes }));
  return { ...sample, groups: { ...sample.groups, day } };
}

test('bars stand on one scale, and a day without calls is an empty place', () => {
  const report = reportOf([
    ['2026-09-01', 8],
    ['2026-09-02', 4],
    ['2026-09-04', 0.001],
  ]);
  expect(dayChart(report, 40, 2)).toEqual({
    title: 'Spend by day, 2026-09-01 to 2026-09-04',
    lines: [
      '     $8.00 ┤██████',
      '     $0.00 ┤██████ ██████        ▁▁▁▁▁▁',
      '            09-01  09-02  09-03  09-04',
    ],
  });
});

test('one line is enough', () => {
  const report = reportOf([
    ['2026-09-01', 8],
    ['2026-09-02', 4],
  ]);
  expect(dayChart(report, 26, 1)!.lines).toEqual(['     $8.00 ┤██████ ▄▄▄▄▄▄', '            09-01  09-02']);
});

test('earlier days that have no place are said, and so are calls without a day', () => {
  const days = Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2026, 6, 1 + i)).toISOString().slice(0, 10);
    return [day, i] as const;
  });
  const chart = dayChart(reportOf([...days, ['', 2], [null, 5]]), 40, 3)!;
  expect(chart.title).toBe(
    'Spend by day, 2026-08-02 to 2026-08-29 (32 earlier days not shown; $5.00 on days before these; $2.00 at unknown times)',
  );
  expect(chart.lines.every((line) => line.length <= 40)).toBe(true);
});

test('what is not known is a question mark, not nothing', () => {
  const report = reportOf([
    ['2026-09-01', 8],
    ['2026-09-02', 0, { unpricedCalls: 3 }],
  ]);
  expect(dayChart(report, 28, 2)!.lines[1]).toBe('     $0.00 ┤███████ ???????');
});

test('one day is no chart', () => {
  expect(dayChart(reportOf([['2026-09-01', 8]]), 80, 3)).toBeUndefined();
});
