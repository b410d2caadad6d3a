import type { CallRecord } from '../../model/call-record.ts';
import { cellValue } from '../columns/record-table.ts';
import { type FieldScan, type LoggedField, namesOf, scanFields } from '../logger/logged-fields.ts';
import { loggedTags } from '../logger/logged-tags.ts';
import { firstText, type JsonObject, objectOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

/** Longest text that is looked into for a list or an object: LiteLLM copies its price list into each row. */
const LONGEST = 1_000_000;

/** Who and what a call was for, as far as the objects that users of a gateway fill say it, the first first. */
export function purposeIn(
  ...holders: readonly (JsonObject | undefined)[]
): Pick<CallRecord, 'user' | 'feature' | 'session' | 'trace'> {
  const scans = holders.map((holder) => scanFields(holder)).filter((scan) => scan !== undefined);
  return {
    user: nameIn(scans, 'user'),
    feature: nameIn(scans, 'feature'),
    session: nameIn(scans, 'session'),
    trace: nameIn(scans, 'trace'),
  };
}

function nameIn(scans: readonly FieldScan[], field: LoggedField): string | undefined {
  for (const scan of scans) {
    const text = firstText(scan.holder, namesOf(scan, field));
    if (text !== undefined) return safeText(text);
  }
  return undefined;
}

/** Tags out of a list of `name:value` texts and of objects; of one name in several the first counts. */
export function tagsOf(
  list: unknown,
  ...holders: readonly (Readonly<Record<string, unknown>> | undefined)[]
): CallRecord['tags'] {
  const entries = holders.flatMap((holder) => Object.entries(holder ?? {})).reverse();
  return loggedTags({ tags: parsed(list), metadata: Object.fromEntries(entries) }, undefined, undefined);
}

/** An object that a database may have written as JSON text. */
export function objectIn(value: unknown): JsonObject | undefined {
  return objectOf(parsed(value));
}

function parsed(value: unknown): unknown {
  return typeof value === 'string' && value.length <= LONGEST ? cellValue(value) : value;
}

/** `{key: [...], value: [...]}` as an object, as column stores export maps; other objects as they are. */
export function mapIn(value: unknown): JsonObject | undefined {
  const map = objectIn(value);
  if (map === undefined || !Array.isArray(map.key) || !Array.isArray(map.value)) return map;
  const names: readonly unknown[] = map.key;
  const values: readonly unknown[] = map.value;
  const pairs = names.slice(0, 64).map((name, i) => [typeof name === 'string' ? name : '', values[i]]);
  return Object.fromEntries(pairs);
}
