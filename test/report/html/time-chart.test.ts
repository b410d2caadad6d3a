import { describe, expect, test } from 'vitest';
import type { Group, Report } from '../../../src/model/report.ts';
import { daysOf } from '../../../src/report/html/days.ts';
import { ticksTo, timeChart } from '../../../src/report/html/time-chart.ts';
import { sampleReport } from '../sample-reports.ts';

const day = sampleReport('typical').groups.day[0]!;

function withDays(days: readonly Partial<Group>[]): Report {
  const report = sampleReport('typical');
  return {
    ...report,
    groups: { ...report.groups, day: days.map((it) => ({ ...day, unpricedCalls: 0, ...it })) },
  };
}

test.each([
  [0, [0]],
  [1, [0, 0.5, 1]],
  [3.68, [0, 1, 2, 3, 4]],
  [305.65, [0, 100, 200, 300, 400]],
  [1e12, [0, 5e11, 1e12]],
])('an axis up to %s has round marks', (highest, ticks) => {
  const found = ticksTo(highest);
  expect(found.length).toBe(ticks.length);
  found.forEach((tick, i) => {
    expect(tick).toBeCloseTo(ticks[i]!, 9);
  });
});

describe('days', () => {
  test('those without calls have a place, also where a month ends', () => {
    const { places } = daysOf(withDays([{ key: '2026-03-02' }, { key: '2026-02-27' }]));
    expect(places.map((place) => [place.day, place.group !== null])).toEqual([
      ['2026-02-27', true],
      ['2026-02-28', false],
      ['2026-03-01', false],
      ['2026-03-02', true],
    ]);
  });

  test('what has no day is told apart, and is no place', () => {
    const { places, timeless, earlier } = daysOf(
      withDays([{ key: null }, { key: '2026-02-27' }, { key: '' }]),
    );
    expect(places).toHaveLength(1);
    expect([timeless?.key, earlier?.key]).toEqual(['', null]);
  });

  test('a clock that was wrong once makes no chart of half a century', () => {
    const { places, hasGaps } = daysOf(withDays([{ key: '1970-01-01' }, { key: '2026-02-27' }]));
    expect([places.length, hasGaps]).toEqual([2, false]);
  });
});

test('a bar is as high as its amount, a day without calls has none, and a lower bound is outlined', () => {
  const { places } = daysOf(
    withDays([
      { key: '2026-09-01', costUsd: 4 },
      { key: '2026-09-03', costUsd: 1, unpricedCalls: 1 },
    ]),
  );
  const wide = timeChart(places).toString().split('</svg>')[0]!;
  const bars = [
    ...wide.matchAll(/<rect class="([a-z-]+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="([\d.]+)"/g),
  ];
  expect(bars.map(([, look]) => look)).toEqual(['accent', 'at-least']);
  const [first, second] = bars.map(([, , , , height]) => Number(height));
  expect(first! / second!).toBeCloseTo(4, 2);
  expect(wide).toContain('1 day without calls');
  expect(wide).toContain('≥$1.00');
});

test('every date is whole, also at the right edge', () => {
  const many = Array.from({ length: 200 }, (_, i) => ({
    key: new Date(Date.UTC(2026, 3, 15 + i)).toISOString().slice(0, 10),
  }));
  const { places } = daysOf(withDays(many));
  const dates = [...String(timeChart(places)).matchAll(/width="(\d+)"[^>]*>|<text x="([\d.]+)"[^>]*>2026-/g)];
  let width = 0;
  for (const [, drawing, middle] of dates) {
    if (drawing !== undefined && Number(drawing) > 300) width = Number(drawing);
    if (middle !== undefined) expect(Number(middle) + 34).toBeLessThanOrEqual(width);
  }
  expect(width).toBeGreaterThan(0);
});
