import type { Group, Report } from '../../model/report.ts';

const DAY_MS = 86_400_000;

/** Days of a chart with a place for each; more than that and only days with calls have one. */
const MOST_PLACES = 750;

/** A place on the time axis; `group` is null for a day without calls. */
export interface DayPlace {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly group: Group | null;
}

export interface Days {
  readonly places: readonly DayPlace[];
  /** Calls that the log gives no time for. */
  readonly timeless: Group | undefined;
  /** Earlier days that the list was cut before. */
  readonly earlier: Group | undefined;
  /** Whether days without calls have a place of their own. */
  readonly hasGaps: boolean;
}

/** The report's days in their order, those without calls in between. */
export function daysOf({ groups }: Report): Days {
  const known = groups.day
    .filter(({ key }) => key !== null && time(key) !== undefined)
    .sort((a, b) => time(a.key!)! - time(b.key!)!);
  const byDay = new Map(known.map((group) => [group.key!, group]));
  const first = known[0] === undefined ? 0 : time(known[0].key!)!;
  const last = known.length === 0 ? -1 : time(known.at(-1)!.key!)!;
  const span = Math.floor((last - first) / DAY_MS) + 1;
  const hasGaps = span <= MOST_PLACES;
  const days = hasGaps
    ? Array.from({ length: Math.max(0, span) }, (_, i) => dayOf(first + i * DAY_MS))
    : [...byDay.keys()];
  return {
    places: days.map((day) => ({ day, group: byDay.get(day) ?? null })),
    timeless: groups.day.find(({ key }) => key === ''),
    earlier: groups.day.find(({ key }) => key === null),
    hasGaps,
  };
}

function time(day: string): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
