import { expect, test } from 'vitest';
import { callFilter } from '../../src/cli/call-filter.ts';
import { conditions, moment } from '../../src/cli/parse-filter.ts';

const NOW = Date.UTC(2026, 10, 20, 15, 30);
const place = { name: '', base: '/' };

/** The span that some flags mean, as ISO times. */
function span(since: string | undefined, until: string | undefined, timezone = 'UTC') {
  const filter = callFilter(
    {
      ...(since !== undefined && { since: moment(since, place) }),
      ...(until !== undefined && { until: moment(until, place) }),
    },
    timezone,
    NOW,
  );
  return [filter?.since, filter?.until].map((time) => time && new Date(time).toISOString().slice(0, 16));
}

test.each([
  ['2026-11-01', '2026-11-01', 'UTC', '2026-11-01T00:00', '2026-11-02T00:00'],
  ['2026-11-01', '2026-11-02', 'Europe/Berlin', '2026-10-31T23:00', '2026-11-02T23:00'],
  ['2026-10-25', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00', '2026-10-25T23:00'],
  ['2026-03-08', '2026-03-08', 'America/New_York', '2026-03-08T05:00', '2026-03-09T04:00'],
  ['7d', undefined, 'Europe/Berlin', '2026-11-13T15:30', undefined],
  ['2w', '24h', 'UTC', '2026-11-06T15:30', '2026-11-19T15:30'],
  [undefined, '2026-11-01T12:00+01:00', 'UTC', undefined, '2026-11-01T11:00'],
])('since %s until %s in %s', (since, until, timezone, from, to) => {
  expect(span(since, until, timezone)).toEqual([from, to]);
});

test.each([
  ['2026-11-02', '2026-11-01'],
  ['24h', '7d'],
  ['2026-11-01T12:00Z', '2026-11-01T12:00Z'],
])('nothing can be since %s and until %s', (since, until) => {
  expect(() => span(since, until)).toThrow(/^--since \(2026-.*\) is not before --until \(2026-.*\)/);
});

test('conditions alone are a filter, nothing is none', () => {
  const where = conditions('user=a', place);
  expect(callFilter({ filter: where }, 'UTC', NOW)).toEqual({ where });
  expect(callFilter({}, 'UTC', NOW)).toBeUndefined();
});
