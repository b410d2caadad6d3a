import { zoneOffsetMs } from './time-zone.ts';

const DAY_MS = 86_400_000;
const ZERO = 48;

/**
 * A logged point in time as UTC milliseconds, whole; NaN when it is none.
 * - Text: ISO 8601 and its usual variants (`T` or a space, a fraction of any length, `Z`, `UTC`, `+02:00`, `+0200`, `+02`,
 *   a date alone, `/` in the date), or an HTTP date. Without a zone it is in `logZone` (IANA), else UTC (FORMATS 0.3).
 *   Fractions are cut after milliseconds.
 * - A number, or text that is one: seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by magnitude.
 * Impossible dates (month 13, 31 April) and years before 1970 (the zero times of Go and .NET) are NaN.
 */
export function parseTime(value: unknown, logZone?: string): number {
  if (typeof value === 'string') {
    const plain = parsePlain(value);
    const time = Number.isNaN(plain) ? parseText(value.trim()) : plain;
    return logZone === undefined || !NAIVE.test(value) ? time : time - zoneOffsetMs(logZone, time);
  }
  if (typeof value === 'number') return parseEpoch(value);
  if (value instanceof Date) return value.getTime();
  return typeof value === 'object' && value !== null ? parseTagged(value) : Number.NaN;
}

/** A date, perhaps with a time of day, that names no zone. */
const NAIVE = /^\s*\d{4}([-/])\d\d\1\d\d(?:[Tt ][\d:.,]+)?\s*$/;

/** MongoDB's `{$date}` and Firestore's `{_seconds}`, as their exports write times. */
function parseTagged(value: object): number {
  if ('$date' in value) {
    const { $date: date } = value;
    return typeof date === 'object' && date !== null && '$numberLong' in date
      ? parseTime(date.$numberLong)
      : typeof date === 'object'
        ? Number.NaN
        : parseTime(date);
  }
  if ('_seconds' in value) return parseTime(value._seconds);
  return Number.NaN;
}

/**
 * Each unit has a band of three decades from 1973-03-03 (1e8 s) to the year 5138, so the bands do not meet and a small number,
 * which is a relative time or a counter, is no point in time. Nanoseconds begin in 2001: below 1e18 lie .NET ticks.
 */
function parseEpoch(value: number): number {
  if (!(value >= 1e8)) return Number.NaN;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.floor(value);
  if (value < 1e17) return Math.floor(value / 1e3);
  return value >= 1e18 && value < 1e20 ? Math.floor(value / 1e6) : Number.NaN;
}

/** `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, any fraction, `Z` or nothing: the shapes nearly every log has, without allocation. */
function parsePlain(text: string): number {
  const length = text.length;
  if (length < 19 || length > 40) return Number.NaN;
  const separator = text.charCodeAt(10);
  if (separator !== 84 && separator !== 32) return Number.NaN;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  let at = 19;
  let millis = 0;
  if (length > 19 && text.charCodeAt(19) === 46) {
    let weight = 100;
    for (at = 20; at < length; at++) {
      const value = text.charCodeAt(at) - ZERO;
      if (value >>> 0 > 9) break;
      millis += weight * value;
      weight = weight === 100 ? 10 : weight === 10 ? 1 : 0;
    }
    if (at === 20) return Number.NaN;
  }
  if (at < length && (at < length - 1 || text.charCodeAt(at) !== 90)) return Number.NaN;
  const day = dayMs(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
  return day + clock(two(text, 11), two(text, 14), two(text, 17)) * 1000 + millis;
}

const ISO =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?: ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?: UTC)?)?)?$/;

function parseText(text: string): number {
  if (text.length < 8 || text.length > 48) return Number.NaN;
  const iso = ISO.exec(text);
  if (iso === null) return parseOther(text);
  const [, year, , month, date, hours = '0', minutes = '0', seconds = '0', fraction = '0', zone = 'Z'] = iso;
  const time = clock(Number(hours), Number(minutes), Number(seconds)) * 1000;
  const day = dayMs(Number(year), Number(month), Number(date));
  return day + time + Number(fraction.slice(0, 3).padEnd(3, '0')) - zoneMs(zone);
}

function parseOther(text: string): number {
  if (/^\d{9,20}(?:\.\d{1,12})?$/.test(text)) return parseEpoch(Number(text));
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/.exec(text);
  if (basic !== null) {
    const [, year, month, day, hours, minutes, seconds] = basic;
    return parsePlain(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}`);
  }
  if (/ [+-]00:?00$/.test(text)) return parseOther(`${text.slice(0, text.lastIndexOf(' '))} GMT`);
  if (!text.endsWith(' GMT')) return Number.NaN;
  // An HTTP date is taken only if it reads back the same: Date.parse alone would turn 31 April into 1 May.
  const time = Date.parse(text);
  return time >= 0 && new Date(time).toUTCString() === text ? time : Number.NaN;
}

function zoneMs(zone: string): number {
  const sign = zone.charCodeAt(0);
  if (sign !== 43 && sign !== 45) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = zone.length > 3 ? Number(zone.slice(-2)) : 0;
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (sign === 43 ? 1 : -1) * (hours * 60 + minutes) * 60_000;
}

function clock(hours: number, minutes: number, seconds: number): number {
  if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60))
    return Number.NaN;
  return hours * 3600 + minutes * 60 + seconds;
}

/** Milliseconds from 1970-01-01 to a date; the day count is Howard Hinnant's days_from_civil (public domain). */
function dayMs(year: number, month: number, day: number): number {
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)))
    return Number.NaN;
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = ((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0;
  const leaps = ((y / 4) | 0) - ((y / 100) | 0) + ((y / 400) | 0);
  return (y * 365 + leaps + dayOfYear + day - 1 - 719_468) * DAY_MS;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Two digits as a number; far below zero, which every range check refuses, when they are not digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -9999 : tens * 10 + ones;
}
