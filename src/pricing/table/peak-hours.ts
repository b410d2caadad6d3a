import type { PeakRates } from './price-row.ts';

const DAY_MS = 86_400_000;

export interface PeakHours {
  /** Days and windows, the same for the same rule. */
  readonly name: string;
  readonly weekdaysOnly: boolean;
  /** Milliseconds of the UTC day, start inclusive, end exclusive. */
  readonly windows: readonly { readonly start: number; readonly end: number }[];
}

/** Throws on a rule it does not know: a peak that is not understood must not be priced. */
export function readPeakHours(peak: PeakRates): PeakHours {
  const weekdaysOnly = peak.days.startsWith('mon-fri');
  if (!weekdaysOnly && peak.days !== 'every day')
    throw new Error(`unknown days of peak prices: ${peak.days}`);
  const windows = peak.windows_utc.map(([start = '', end = '']) => ({
    start: minuteOfDay(start) * 60_000,
    end: minuteOfDay(end) * 60_000,
  }));
  const days = weekdaysOnly ? 'mon-fri' : 'every day';
  const hours = peak.windows_utc.map((window) => window.join('-')).join(', ');
  return { name: `${days} ${hours} UTC`, weekdaysOnly, windows };
}

/**
 * Whether `time` (UTC ms) is at peak. DeepSeek's working day is Beijing's; its peak windows, 01:00-10:00 UTC, are
 * 09:00-18:00 there, so the weekday is the same in both zones. Chinese public holidays are not known here.
 */
export function isPeak(hours: PeakHours, time: number): boolean {
  const day = Math.floor(time / DAY_MS);
  if (hours.weekdaysOnly) {
    // 1970-01-01 was a Thursday; 0 is Sunday.
    const weekday = (((day + 4) % 7) + 7) % 7;
    if (weekday === 0 || weekday === 6) return false;
  }
  const ofDay = time - day * DAY_MS;
  return hours.windows.some((window) => ofDay >= window.start && ofDay < window.end);
}

function minuteOfDay(text: string): number {
  const found = /^(\d\d):(\d\d)$/.exec(text);
  if (found === null) throw new Error(`not a time of day: ${text}`);
  return Number(found[1]) * 60 + Number(found[2]);
}
