import type { Calendar } from '../../contracts/calendar.ts';
import { DayCutter } from './day-cutter.ts';

const HOUR_MS = 3_600_000;

/** Days and hours in one IANA time zone. Throws RangeError for an unknown one. */
export function calendarIn(timezone: string): Calendar {
  const days = new DayCutter(timezone);
  const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, hour: 'numeric', hourCycle: 'h23' });
  const hours = new Map<number, number>();
  return {
    day: (time) => days.dayOf(time),
    hour(time) {
      if (Number.isNaN(time)) return Number.NaN;
      // Zones change at quarters of an hour.
      const quarter = Math.floor(time / (HOUR_MS / 4));
      let hour = hours.get(quarter);
      if (hour === undefined) {
        hour = Number(format.format(quarter * (HOUR_MS / 4)));
        hours.set(quarter, hour);
      }
      return hour;
    },
  };
}
