import { nearestName } from '../../model/nearest-name.ts';
import { readDate } from '../table/period.ts';
import { PriceFileError } from './price-file-error.ts';

/** Where in a file a value stands: `prices.json: prices[2]`. */
export type Place = string;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readFields(value: unknown, place: Place): Fields {
  if (isFields(value)) return value;
  throw new PriceFileError(`${place}: must be an object, is ${kindOf(value)}`);
}

/** Throws on a key that is not known, naming the nearest one that is. */
export function checkKeys(fields: Fields, known: readonly string[], place: Place): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    const near = nearestName(key, known);
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new PriceFileError(`${place}: unknown key '${key.slice(0, 60)}'; ${hint}`);
  }
}

export function readText(value: unknown, place: Place): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new PriceFileError(`${place}: must be a text, is ${kindOf(value)}`);
}

/** A rate in US dollars; `null` and absence say that it is unknown. */
export function readRate(value: unknown, place: Place): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw new PriceFileError(
    `${place}: must be a number of US dollars, 0 or more, or null; is ${kindOf(value)}`,
  );
}

export function readCount(value: unknown, place: Place): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw new PriceFileError(`${place}: must be a whole number above 0, is ${kindOf(value)}`);
}

/** A date as the table writes it; `null` is open. */
export function readDateText(value: unknown, place: Place): string | null {
  if (value === undefined || value === null) return null;
  try {
    const text = readText(value, place);
    readDate(text);
    return text;
  } catch {
    throw new PriceFileError(
      `${place}: must be a UTC date such as 2026-07-01 or 2026-07-01T16:00:00Z, is ${kindOf(value)}`,
    );
  }
}

export function readTexts(value: unknown, place: Place): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw new PriceFileError(`${place}: must be a list of texts, is ${kindOf(value)}`);
  return value.map((item, at) => readText(item, `${place}[${at}]`));
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return typeof value === 'object' ? 'an object' : String(value);
}
