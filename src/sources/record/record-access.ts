/** A parsed JSON object of a log: nothing about its values is known. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, else undefined. */
export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The value as a string that says something, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The first of the named fields that holds a value other than null and ''. */
export function firstOf(holder: JsonObject | undefined, names: readonly string[]): unknown {
  if (holder === undefined) return undefined;
  for (const name of names) {
    const value = holder[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

/** The first of the named fields that holds text; whole numbers count as text, since ids are logged as both. */
export function firstText(holder: JsonObject | undefined, names: readonly string[]): string | undefined {
  if (holder === undefined) return undefined;
  for (const name of names) {
    const value = holder[name];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  }
  return undefined;
}

/** A finite number, also when logged as plain decimal text; else undefined. */
export function decimalOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (!/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** An HTTP status, logged as a number or as text; undefined for what is none. */
export function httpStatusOf(value: unknown): number | undefined {
  const status = decimalOf(value);
  return status !== undefined && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : undefined;
}

/**
 * A header by its lower-case name. Headers are logged as an object (values text or arrays) or, as in HAR, as a list of
 * `{name, value}`. Callers name the few headers they need; nothing copies headers as a whole.
 */
export function headerOf(headers: unknown, name: string): string | undefined {
  if (Array.isArray(headers)) {
    for (const header of headers) {
      if (isObject(header) && typeof header.name === 'string' && header.name.toLowerCase() === name) {
        return textOf(header.value);
      }
    }
    return undefined;
  }
  if (!isObject(headers)) return undefined;
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = headers[key];
    return textOf(Array.isArray(value) ? value[0] : value);
  }
  return undefined;
}
