import { parseTime } from '../record/timestamps.ts';

/**
 * A span's time in microseconds since 1970, NaN when there is none. OTLP writes nanoseconds as text beyond what a number
 * holds exactly, Jaeger microseconds, JavaScript's SDK `[seconds, nanoseconds]`, others ISO text.
 */
export function microsOf(value: unknown, logZone?: string): number {
  if (typeof value === 'string' && /^\d{18,20}$/.test(value)) return Number(BigInt(value) / 1000n);
  if (Array.isArray(value)) {
    const [seconds, nanos] = value;
    if (typeof seconds !== 'number' || typeof nanos !== 'number') return Number.NaN;
    return parseTime(seconds) * 1000 + Math.floor(nanos / 1000);
  }
  if (typeof value === 'number' && value >= 1e14 && value < 1e17) return Math.floor(value);
  return parseTime(value, logZone) * 1000;
}

/** Whole UTC milliseconds. */
export function millisOf(micros: number): number | undefined {
  return Number.isNaN(micros) ? undefined : Math.floor(micros / 1000);
}

/** Whole milliseconds between two times; undefined when either is missing or they are the wrong way round. */
export function millisBetween(start: number, end: number): number | undefined {
  const millis = Math.round((end - start) / 1000);
  return millis >= 0 && millis < 1e9 ? millis : undefined;
}
