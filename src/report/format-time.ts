import { UNKNOWN } from './format.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A day, 2026-09-01, in an IANA timezone. Takes ISO 8601 or UTC milliseconds; "unknown" for null or no date. */
export function date(at: string | number | null, timezone: string): string {
  return inZone(at, timezone)?.day ?? UNKNOWN;
}

/** A minute, 2026-09-01 14:05, in an IANA timezone. Takes ISO 8601 or UTC milliseconds; "unknown" for null or no date. */
export function dateTime(at: string | number | null, timezone: string): string {
  const parts = inZone(at, timezone);
  return parts === undefined ? UNKNOWN : `${parts.day} ${parts.minute}`;
}

/** A second, 2026-09-01 14:05:09, where calls follow each other closely. */
export function dateTimeSeconds(at: string | number | null, timezone: string): string {
  const parts = inZone(at, timezone);
  return parts === undefined ? UNKNOWN : `${parts.day} ${parts.minute}:${parts.second}`;
}

function inZone(
  at: string | number | null,
  timezone: string,
): { day: string; minute: string; second: string } | undefined {
  const time = at === null ? Number.NaN : new Date(at).getTime();
  if (Number.isNaN(time)) return undefined;
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    minute: `${parts.get('hour')}:${parts.get('minute')}`,
    second: `${parts.get('second')}`,
  };
}

/** Building one costs about as much as formatting a thousand dates. */
function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timezone, format);
  }
  return format;
}
