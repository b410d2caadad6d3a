import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A Monday; the log covers the seven days from here. */
const FIRST_DAY = Date.UTC(2026, 10, 9);
const DAYS = 7;

/** Calls per hour of the day, relative: an office day with a long evening. */
const HOURS = [1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 16, 12, 15, 18, 17, 15, 12, 9, 7, 6, 5, 3, 2] as const;
const HOURS_TOTAL = HOURS.reduce<number>((sum, weight) => sum + weight, 0);

/** Apart enough that two requests for the same thing are two occasions, not one retry. */
const APART_MS = 30 * MINUTE_MS;

/** A moment of the week, business hours first, in whole milliseconds. */
function someTime(random: Random): number {
  let point = random.next() * HOURS_TOTAL;
  let hour = 0;
  while (point >= HOURS[hour]!) point -= HOURS[hour++]!;
  return FIRST_DAY + random.between(0, DAYS - 1) * DAY_MS + hour * HOUR_MS + random.between(0, HOUR_MS - 1);
}

/**
 * Times for one request and its later repeats, in order, each at least half an hour from the one before. The first comes
 * early enough in the week for the others to follow.
 */
export function occasions(random: Random, count: number): number[] {
  const times = Array.from({ length: count }, () => someTime(random)).sort((a, b) => a - b);
  for (let i = 1; i < times.length; i++) times[i] = Math.max(times[i]!, times[i - 1]! + APART_MS);
  return times;
}
