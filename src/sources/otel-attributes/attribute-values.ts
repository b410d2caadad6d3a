import { isObject, type JsonObject } from '../record/record-access.ts';

/** A span's attributes by dotted name, their values plain: text, numbers, booleans, lists and objects. */
export type Attributes = ReadonlyMap<string, unknown>;

/** OTLP wraps lists and maps in each other without end; what lies deeper is left out. */
const DEEPEST = 12;
/** A span with more attributes than this (messages come one attribute per field) is cut. */
const MOST_NAMES = 20_000;
const SCALARS = ['stringValue', 'string_value', 'boolValue', 'bool_value', 'doubleValue', 'double_value'];

/**
 * Attributes as any exporter writes them: OTLP's and Jaeger's lists of `{key, value}`, Go's of `{Key, Value: {Type, Value}}`, or an
 * object of dotted or nested names. A nested object stands under its own name and its fields under theirs.
 */
export function attributesOf(...holders: readonly unknown[]): Attributes {
  const into = new Map<string, unknown>();
  for (const holder of holders) {
    if (Array.isArray(holder)) {
      for (const pair of holder) {
        if (!isObject(pair)) continue;
        const name = pair.key ?? pair.Key;
        if (typeof name === 'string') put(into, name, plainValue(pair.value ?? pair.Value, DEEPEST));
      }
    } else if (isObject(holder)) {
      for (const name in holder) flatten(into, name, holder[name], DEEPEST);
    }
  }
  return into;
}

/** One value out of its wrapper: `{intValue: "123"}` (64-bit numbers are text in OTLP's JSON), `{arrayValue}`, `{kvlistValue}`. */
function plainValue(value: unknown, levels = DEEPEST): unknown {
  if (!isObject(value)) return value;
  if (levels === 0) return undefined;
  for (const name of SCALARS) if (value[name] !== undefined) return value[name];
  const integer = value.intValue ?? value.int_value;
  if (integer !== undefined) return typeof integer === 'string' ? numberIn(integer) : integer;
  const list = value.arrayValue ?? value.array_value;
  if (isObject(list))
    return Array.isArray(list.values) ? list.values.map((it) => plainValue(it, levels - 1)) : [];
  const pairs = value.kvlistValue ?? value.kvlist_value;
  if (isObject(pairs)) return pairsOf(pairs.values, levels - 1);
  // Go's exporter for standard output.
  if (typeof value.Type === 'string' && 'Value' in value) return value.Value;
  return value;
}

function pairsOf(values: unknown, levels: number): JsonObject {
  const pairs = (Array.isArray(values) ? values : [])
    .filter((pair) => isObject(pair) && typeof pair.key === 'string')
    .map((pair): [string, unknown] => [pair.key, plainValue(pair.value, levels)]);
  return Object.fromEntries(pairs);
}

function numberIn(text: string): unknown {
  return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
}

function flatten(into: Map<string, unknown>, name: string, value: unknown, levels: number): void {
  const plain = plainValue(value);
  put(into, name, plain);
  if (!isObject(plain) || levels === 0) return;
  for (const field in plain) flatten(into, `${name}.${field}`, plain[field], levels - 1);
}

function put(into: Map<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined && value !== null && into.size < MOST_NAMES) into.set(name, value);
}

/** The first of the named attributes that holds anything but ''. */
export function firstValue(attributes: Attributes, names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** The first of the named attributes that holds text. */
export function firstWord(attributes: Attributes, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
