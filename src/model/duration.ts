const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of "30s", "5m", "24h", "7d"; NaN for what is no duration. A bare "0" is no time at all. */
export function durationMs(text: string): number {
  if (text === '0') return 0;
  const match = /^(\d+(?:\.\d+)?) ?(ms|s|m|min|h|d|w)$/.exec(text.trim().toLowerCase());
  return match === null ? Number.NaN : Number(match[1]) * UNIT_MS[match[2]!]!;
}
