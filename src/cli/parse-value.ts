import { resolve } from 'node:path';
import { InputError } from '../contracts/input-error.ts';

/** Where a value came from: its name for messages, and the folder that its relative paths start at. */
export interface Place {
  readonly name: string;
  readonly base: string;
}

/** A value that is still to be looked at, and where it stands. */
export interface Placed {
  readonly value: unknown;
  readonly place: Place;
}

/** Turns what a flag (text) or a configuration file (anything) says into a value; throws `InputError`. */
export type Parse<T> = (value: unknown, place: Place) => T;

export function fail(place: Place, problem: string): never {
  throw new InputError(`${place.name}: ${problem}`);
}

/** A value as messages quote it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export const text: Parse<string> = (value, place) =>
  typeof value === 'string' && value !== '' ? value : fail(place, `needs a text, not ${shown(value)}`);

export const path: Parse<string> = (value, place) => resolve(place.base, text(value, place));

/** A path that keeps the slash at its end: it names a folder, whether there is one or not. `-` is standard output. */
export const target: Parse<string> = (value, place) => {
  const named = text(value, place);
  if (named === '-') return named;
  return resolve(place.base, named) + (/[/\\]$/.test(named) ? '/' : '');
};

export const flag: Parse<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : fail(place, `needs true or false, not ${shown(value)}`);

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Parse<number> {
  return (value, place) => {
    const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max)
      return number;
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    return fail(place, `needs a whole number ${range}, not ${shown(value)}`);
  };
}

const UNITS = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const satisfies Record<string, number>;

/** Bytes, plain or with a binary suffix: 1048576, 512KiB, 64MiB, 1GiB. */
export const byteSize: Parse<number> = (value, place) => {
  const match = typeof value === 'string' ? /^(\d{1,15})\s*([kmg]?)(?:i?b)?$/i.exec(value) : null;
  const unit = match?.[2]?.toLowerCase() ?? '';
  const bytes =
    match !== null && unit in UNITS ? Number(match[1]) * UNITS[unit as keyof typeof UNITS] : value;
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes > 0
    ? bytes
    : fail(place, `needs a size such as 1048576 or 64MiB, not ${shown(value)}`);
};

const DATE = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** UTC milliseconds of a day (its start in UTC) or of an instant with its offset. */
export const instant: Parse<number> = (value, place) => {
  const match = typeof value === 'string' ? DATE.exec(value) : null;
  const time = match === null ? Number.NaN : Date.parse(String(value));
  const isDay = match !== null && hasDay(Number(match[1]), Number(match[2]), Number(match[3]));
  return isDay && !Number.isNaN(time)
    ? time
    : fail(place, `needs a date such as 2026-09-01 or 2026-09-01T12:00:00Z, not ${shown(value)}`);
};

/** Date.parse takes 31 February for 3 March. */
function hasDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** An IANA name, as this version of Node knows it. */
export const timezone: Parse<string> = (value, place) => {
  const name = text(value, place);
  try {
    // Offsets such as +02:00 are accepted by Intl; they know no summer time and are no names.
    if (/^[+-]/.test(name)) throw new RangeError();
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return fail(place, `${shown(value)} is not a timezone; use an IANA name such as Europe/Berlin`);
  }
};

/** Names in order, from "a,b,c" or a list. */
export const names: Parse<readonly string[]> = (value, place) => {
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list)) return fail(place, `needs names separated by commas, not ${shown(value)}`);
  return list.map((name) => text(typeof name === 'string' ? name.trim() : name, place));
};

/** name -> text, from "a=b" or "a=b,c=d" as often as needed, or an object. A comma that no name and `=` follow is part of the text. */
export const pairs: Parse<Readonly<Record<string, string>>> = (value, place) => {
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, text(item, place)]));
  }
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const list = given.flatMap((item) =>
    typeof item === 'string' ? item.split(/,(?=(?:[A-Za-z][A-Za-z0-9]*|tags?[:.][^,=]+)=)/) : [item],
  );
  return Object.fromEntries(
    list.map((item) => {
      const match = typeof item === 'string' ? /^([^=]+)=(.+)$/s.exec(item) : null;
      return match === null ? fail(place, `needs name=value, not ${shown(item)}`) : [match[1]!, match[2]!];
    }),
  );
};

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
