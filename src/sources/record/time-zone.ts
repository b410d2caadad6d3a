const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Milliseconds that a zone's clocks are ahead of UTC when they show `local` (a wall-clock time written as if it were UTC).
 * Of a time that clocks show twice, in autumn, it is the first; one that they leave out in spring counts as if the clocks
 * had not been changed yet.
 */
export function zoneOffsetMs(zone: string, local: number): number {
  if (Number.isNaN(local)) return 0;
  const before = offsetAt(zone, local - 86_400_000);
  const isRight = offsetAt(zone, local - before) === before;
  if (isRight) return before;
  const after = offsetAt(zone, local + 86_400_000);
  return offsetAt(zone, local - after) === after ? after : before;
}

/** The zone's offset at an instant in UTC. */
function offsetAt(zone: string, utc: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(utc)) part[type] = Number(value);
  const shown = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  return shown - Math.floor(utc / 1000) * 1000;
}
