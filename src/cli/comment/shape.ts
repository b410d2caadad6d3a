import { isRecord, shown } from '../parse-value.ts';

/**
 * Says what is wrong with a value that was read from a file, after the place it is at; undefined where nothing is.
 * `of` is never there: it ties a shape to its type, so that a field that a type gains cannot be forgotten here.
 */
export interface Shape<T> {
  (value: unknown, at: string): string | undefined;
  readonly of?: (value: T) => T;
}

function wrong(at: string, value: unknown, wanted: string): string {
  return `${at === '' ? 'the file' : at} is ${value === undefined ? 'missing' : shown(value)}, not ${wanted}`;
}

export function matching<T extends string>(pattern: RegExp, wanted: string): Shape<T> {
  return (value, at) =>
    typeof value === 'string' && pattern.test(value) ? undefined : wrong(at, value, wanted);
}

export const anyText: Shape<string> = (value, at) =>
  typeof value === 'string' ? undefined : wrong(at, value, 'a text');

/** As `toISOString` writes it. */
export const anyInstant: Shape<string> = (value, at) => {
  const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value);
  return isInstant && !Number.isNaN(Date.parse(value)) ? undefined : wrong(at, value, 'an instant');
};

export const anyNumber: Shape<number> = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : wrong(at, value, 'a number');

export const trueOrFalse: Shape<boolean> = (value, at) =>
  typeof value === 'boolean' ? undefined : wrong(at, value, 'true or false');

export function oneOf<const T extends string | number>(values: readonly T[]): Shape<T> {
  return (value, at) =>
    values.some((one) => one === value) ? undefined : wrong(at, value, values.join(' or '));
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? undefined : shape(value, at));
}

export function orAbsent<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, value, 'a list');
    return first(value.keys(), (index) => shape(value[index], `${at}[${index}]`));
  };
}

/** Fields that are not named are ignored: a later version may add some. */
export function fields<T>(shapes: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const named: readonly (readonly [string, Shape<never>])[] = Object.entries(shapes);
  return (value, at) => {
    if (!isRecord(value)) return wrong(at, value, 'an object');
    return first(named, ([key, shape]) => shape(value[key], at === '' ? key : `${at}.${key}`));
  };
}

function first<T>(items: Iterable<T>, fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
