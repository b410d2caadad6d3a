import { InputError } from '../contracts/input-error.ts';
import type { CallFilter } from '../engine/audit-request.ts';
import { dayAfter, startOfDay } from '../engine/totals/day-start.ts';
import type { Moment } from './parse-filter.ts';
import type { Settings } from './settings.ts';

/** Which calls the settings ask for; undefined: all. `now`: UTC milliseconds. Throws InputError when no call can be meant. */
export function callFilter(settings: Settings, timezone: string, now: number): CallFilter | undefined {
  const { since, until, filter: where = [] } = settings;
  return filterOf({
    ...(since !== undefined && { since: timeOf(since, timezone, now, 'since') }),
    ...(until !== undefined && { until: timeOf(until, timezone, now, 'until') }),
    where,
  });
}

/** The filter where it leaves anything out; undefined: it does not. Throws InputError when its span is empty. */
export function filterOf(filter: CallFilter): CallFilter | undefined {
  const { since, until, where } = filter;
  if (since === undefined && until === undefined && where.length === 0) return undefined;
  if (since !== undefined && until !== undefined && since >= until) {
    const [first, last] = [since, until].map((time) => new Date(time).toISOString());
    throw new InputError(`--since (${first}) is not before --until (${last}): no call can be between them`);
  }
  return filter;
}

/** `until` a day means all of it. */
function timeOf(moment: Moment, timezone: string, now: number, border: 'since' | 'until'): number {
  switch (moment.kind) {
    case 'day':
      return startOfDay(border === 'since' ? moment.day : dayAfter(moment.day), timezone);
    case 'instant':
      return moment.time;
    case 'ago':
      return now - moment.ms;
    default:
      return moment satisfies never;
  }
}
