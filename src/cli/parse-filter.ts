import type { Condition } from '../engine/audit-request.ts';
import { FILTER_KEYS, isFilterKey } from '../engine/log/filter-keys.ts';
import { durationMs } from '../model/duration.ts';
import { nearestName } from '../model/nearest-name.ts';
import { GROUP_KINDS, type Grouping } from '../model/report.ts';
import { fail, instant, isRecord, names, type Parse, type Place } from './parse-value.ts';
import { unknownName } from './unknown-name.ts';

/** A border in time: a day of the report's timezone, an instant in UTC milliseconds, or milliseconds back from now. */
export type Moment =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly time: number }
  | { readonly kind: 'ago'; readonly ms: number };

const DAY = /^(?:19[7-9]|2\d\d)\d-\d\d-\d\d$/;
/** Three hundred years: further back is no date. */
const LONGEST_MS = 1e13;
const TAG = /^tags?[:.](.+)$/s;
const NO_TAG = /^tags?[:.]?$/;

/** `2026-11-01`, `2026-11-01T12:00:00+01:00`, or a span such as `7d`. */
export const moment: Parse<Moment> = (value, place) => {
  if (typeof value === 'string') {
    const ms = durationMs(value);
    if (ms <= LONGEST_MS) return { kind: 'ago', ms: Math.round(ms) };
    const time = instantOf(value, place);
    if (DAY.test(value) && time !== undefined) return { kind: 'day', day: value };
    if (value.includes('T') && time !== undefined) return { kind: 'instant', time };
  }
  return fail(
    place,
    `needs a day such as 2026-11-01, an instant such as 2026-11-01T12:00:00Z, or a span back from now such as 7d, not ${JSON.stringify(value)}`,
  );
};

function instantOf(value: string, place: Place): number | undefined {
  try {
    return instant(value, place);
  } catch {
    return undefined;
  }
}

/** `key=value` and `key!=value`, or an object of values, or lists of them, by key. */
export const conditions: Parse<readonly Condition[]> = (value, place) => {
  const list: readonly unknown[] = isRecord(value)
    ? Object.entries(value).flatMap(([key, item]) =>
        valuesOf(key, item, place).map((one) => (isPlain(one) ? `${key}=${one}` : one)),
      )
    : [value].flat();
  return list.map((item) => {
    const match = typeof item === 'string' ? /^([^=]*?)(!?)=(.*)$/s.exec(item) : null;
    if (match === null) return fail(place, `needs key=value, not ${JSON.stringify(item)}`);
    const [, key = '', mark, text = ''] = match;
    return { key: filterKey(key, place), value: text, isNegated: mark === '!' };
  });
};

/** An empty list would mean every call: whoever made it wanted some. */
function valuesOf(key: string, item: unknown, place: Place): readonly unknown[] {
  const values = [item].flat();
  return values.length > 0
    ? values
    : fail(place, `${JSON.stringify(key)} has no values; leave it out for every call`);
}

/** YAML takes 429 for a number. */
function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function filterKey(key: string, place: Place): string {
  const tag = TAG.exec(key)?.[1];
  if (tag !== undefined) return `tag:${tag}`;
  return isFilterKey(key) ? key : fail(place, unknownKey('filter', key, FILTER_KEYS));
}

/** Names the nearest that is known, and all of them where none is near: what is not among them may be a tag. */
function unknownKey(what: string, wrong: string, known: readonly string[]): string {
  if (nearestName(wrong, known) !== undefined) return unknownName(what, wrong, known);
  const tag = wrong === '' || NO_TAG.test(wrong) ? 'tag:NAME' : `tag:${wrong}`;
  return `${unknownName(what, wrong, [])}; use ${known.join(', ')}, or ${tag} for a tag`;
}

/** What to group by, each once, in order. */
export const groupings: Parse<readonly Grouping[]> = (value, place) => {
  const list = names(value, place).map((name): Grouping => {
    const tag = TAG.exec(name)?.[1];
    if (tag !== undefined) return `tag:${tag}`;
    const kind = GROUP_KINDS.find((known) => known === name);
    return kind ?? fail(place, unknownKey('grouping', name, GROUP_KINDS));
  });
  return [...new Set(list)];
};
