import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DayCutter } from '../../../src/engine/totals/day-cutter.ts';

/** One look-up per call, by parts: no remembering, no assumption about offsets. */
function dayIn(timezone: string, time: number): string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

const ZONES = [
  ...['UTC', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['Pacific/Chatham', 'Pacific/Apia', 'Europe/Berlin', 'America/Sao_Paulo', 'Africa/Cairo'],
];

describe.each(ZONES)('days in %s', (timezone) => {
  test('are those of Intl at any time of these decades', () => {
    const cutter = new DayCutter(timezone);
    const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(time, fc.nat(3_600_000), (at, later) => {
        expect(cutter.dayOf(at)).toBe(dayIn(timezone, at));
        expect(cutter.dayOf(at + later)).toBe(dayIn(timezone, at + later));
      }),
      { numRuns: 25 },
    );
  });

  test('change to the second, also on the days when clocks do', () => {
    const cutter = new DayCutter(timezone);
    const changes = [
      Date.UTC(2026, 2, 8),
      Date.UTC(2026, 2, 29),
      Date.UTC(2026, 9, 25),
      Date.UTC(2026, 10, 1),
    ];
    for (const day of changes) {
      for (let quarter = -100; quarter <= 150; quarter += 1) {
        for (const edge of [-1, 0]) {
          const at = day + quarter * 900_000 + edge;
          // Intl is slow; the midnight of any zone lies on a quarter of an hour.
          if (quarter % 5 === 0 || cutter.dayOf(at) !== cutter.dayOf(at - 1))
            expect(cutter.dayOf(at)).toBe(dayIn(timezone, at));
        }
      }
    }
  });
});

test('an unknown time has no day, an unknown zone is an error', () => {
  expect(new DayCutter('UTC').dayOf(Number.NaN)).toBe('');
  expect(() => new DayCutter('Mars/Olympus')).toThrow(RangeError);
});
