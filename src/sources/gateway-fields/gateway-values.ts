import type { ReadOptions } from '../../contracts/source.ts';
import { decimalOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';

/** A logged point in time as UTC milliseconds; undefined when it is none. */
export function timeOf(value: unknown, options: ReadOptions): number | undefined {
  const time = parseTime(value, options.logZone);
  return Number.isNaN(time) ? undefined : time;
}

/** A logged span as whole milliseconds, where one of its units is `unit` milliseconds; undefined below 0 and from 11 days. */
export function millisecondsOf(value: unknown, unit = 1): number | undefined {
  const number = decimalOf(value);
  const ms = number === undefined ? Number.NaN : number * unit;
  return ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}

/** US dollars, or whatever the format counts in; undefined when negative, no number or beyond what any call costs. */
export function amountOf(value: unknown): number | undefined {
  const amount = decimalOf(value);
  return amount !== undefined && amount >= 0 && amount < 1e9 ? amount : undefined;
}

/**
 * A cost that a gateway worked out from its own price list: 0 is also what it writes where it knows no price, so it is
 * only a cost where the gateway's cache answered.
 */
export function workedOutCost(cost: number | undefined, cacheHit: boolean): number | undefined {
  return cost === 0 && !cacheHit ? undefined : cost;
}

/** Yes or no as JSON, Python, databases and tables write it. */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return undefined;
  if (/^(?:true|t|yes|1(?:\.0)?)$/i.test(value)) return true;
  return /^(?:false|f|no|0(?:\.0)?)$/i.test(value) ? false : undefined;
}

/** Text, or a whole number as text, that names something: cut, and without credentials. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? safeText(value.trim()) : undefined;
}

/** An error's code or class; what reads like a message is only 'error', since messages quote prompts and keys. */
export function errorCodeOf(value: unknown): string | undefined {
  const name = nameOf(value);
  if (name === undefined) return undefined;
  return /^[A-Za-z_][\w.-]{0,79}$/.test(name) ? name : 'error';
}

/** How often something was tried, given how often it was tried again. */
export function attemptOf(retries: unknown): number | undefined {
  const count = decimalOf(retries);
  return count !== undefined && Number.isInteger(count) && count >= 0 && count < 1000 ? count + 1 : undefined;
}
