import { DayCutter } from './day-cutter.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = DAY_MS / 96;

/**
 * UTC milliseconds of the first instant that the report counts to a day (`2026-11-01`) or to a later one. Where clocks skip
 * midnight the day begins later, and a day that a zone leaves out begins and ends with the next. Throws RangeError for an
 * unknown zone.
 */
export function startOfDay(day: string, timezone: string): number {
  const cutter = new DayCutter(timezone);
  // No zone is or was a day ahead of UTC or behind it.
  const first = Date.parse(day) - DAY_MS;
  for (let start = first; start < first + 2 * DAY_MS; start += QUARTER_MS) {
    if (cutter.dayOf(start) >= day) return start;
  }
  return first + 2 * DAY_MS;
}

/** The calendar's next day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
