import { firstText, isObject, type JsonObject } from '../record/record-access.ts';
import { type FieldScan, scanFields } from './logged-fields.ts';

/** Where loggers put their own fields besides `metadata`. */
const HOLDERS =
  'tags meta extra context properties attributes labels custom custom_metadata extra_metadata dimensions'.split(
    ' ',
  );
/** Longer lists of tags are something else. */
const MOST_TAGS = 64;

/** The objects beside an exchange that may name its user, feature, session or trace; none for most records. */
export function tagHolders(record: JsonObject): readonly FieldScan[] {
  const scans: FieldScan[] = [];
  if (typeof record.metadata === 'string') push(record.metadata, scans);
  for (const name of HOLDERS) if (record[name] !== undefined) push(record[name], scans);
  return scans;
}

function push(value: unknown, scans: FieldScan[]): void {
  const holder = Array.isArray(value) ? listed(value) : typeof value === 'string' ? parsed(value) : value;
  const scan = scanFields(holder);
  if (scan === undefined) return;
  scans.push(scan);
  if (isObject(holder) && isObject(holder.context)) scans.push(scanFields(holder.context));
}

/** `["feature:search", "user=ann", {key, value}]` as an object. */
function listed(list: readonly unknown[]): JsonObject | undefined {
  const pairs: [string, unknown][] = [];
  for (const item of list.slice(0, MOST_TAGS)) {
    if (typeof item === 'string') {
      const match = /^([\w-]{1,64})[:=](.{1,500})$/s.exec(item);
      if (match !== null) pairs.push([match[1]!, match[2]!.trim()]);
    } else if (isObject(item)) {
      const name = firstText(item, ['key', 'name']);
      if (name !== undefined) pairs.push([name, item.value]);
    }
  }
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function parsed(text: string): unknown {
  if (text.length > 10_000 || !text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
