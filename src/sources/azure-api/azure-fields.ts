import { decimalOf, isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { parseTime } from '../record/timestamps.ts';

/** 0001-01-01 to 1970-01-01 in .NET ticks of 100 ns. */
const TICKS_1970 = 621_355_968_000_000_000;
const TICKS_A_MS = 10_000;
/** More names than any table of Azure Monitor has columns. */
const MOST_FIELDS = 600;

/** A record of Azure Monitor, its own fields and those of its `properties` under one spelling. */
export interface AzureRecord {
  readonly fields: JsonObject;
  /** True where a column header says that times are in UTC. */
  readonly isUtc: boolean;
}

/**
 * Puts the spellings together: diagnostics write `correlationId` and `properties` (an object, or JSON as text), dedicated
 * tables `CorrelationId`, the table AzureDiagnostics `CorrelationId` and `modelName_s`, exports of the portal
 * `TimeGenerated [UTC]`. All become camel case without suffix; what stands at the top goes before `properties`.
 */
export function azureFields(record: JsonObject): AzureRecord {
  const fields = new Map<string, unknown>();
  let isUtc = false;
  const take = (holder: JsonObject): void => {
    for (const name of Object.keys(holder).slice(0, MOST_FIELDS)) {
      if (name.endsWith(' [UTC]')) isUtc = true;
      const value = holder[name];
      const plain = spelling(name);
      if (value !== undefined && value !== null && value !== '' && !fields.has(plain))
        fields.set(plain, value);
    }
  };
  take(record);
  const properties = parsed(fields.get('properties'));
  if (properties !== undefined) take(properties);
  return { fields: Object.fromEntries(fields), isUtc };
}

function spelling(name: string): string {
  const plain = name
    .slice(0, 100)
    .replace(/ \[[^\]]{1,60}\]$/, '')
    .replace(/_[sdbgt]$/, '');
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

function parsed(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  try {
    const inner: unknown = JSON.parse(value);
    return isObject(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}

/**
 * UTC milliseconds of .NET ticks. They exceed 2^53, so a JSON parser has rounded them to a multiple of 128 ticks: at most 64
 * ticks, 6.4 microseconds, from the logged number.
 */
export function ticksTime(value: unknown): number | undefined {
  const ticks = decimalOf(value);
  if (ticks === undefined) return undefined;
  const ms = Math.floor((ticks - TICKS_1970) / TICKS_A_MS);
  return ms >= 1e11 && ms < 1e14 ? ms : undefined;
}

/** When a record was logged, in UTC milliseconds. Without a zone it is in `logZone`, unless its column says UTC. */
export function azureTime({ fields, isUtc }: AzureRecord, logZone: string | undefined): number | undefined {
  for (const name of ['time', 'timeGenerated', 'timestamp']) {
    const value = fields[name];
    if (value === undefined) continue;
    const time = parseTime(portalTime(value) ?? value, isUtc ? undefined : logZone);
    if (!Number.isNaN(time)) return time;
  }
  return undefined;
}

/** `7/2/2026, 6:31:31.446 AM`, as the portal exports times to CSV in American English. Other languages write no `AM`. */
const PORTAL = /^(\d{1,2})\/(\d{1,2})\/(\d{4}), (\d{1,2}):(\d\d):(\d\d)(\.\d{1,7})? (AM|PM)$/;

function portalTime(value: unknown): string | undefined {
  const found = PORTAL.exec(textOf(value)?.slice(0, 40) ?? '');
  if (found === null) return undefined;
  const [, month, day, year, hour, minute, second, fraction = '', half] = found as unknown as [
    ...[string, string, string, string, string, string, string],
    string | undefined,
    string,
  ];
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return `${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}${fraction}`;
}

function two(value: string | number): string {
  return String(value).padStart(2, '0');
}

/** The number of milliseconds that a call took; negative ones, which Azure does log, are none. */
export function azureLatency(value: unknown): number | undefined {
  const ms = decimalOf(value);
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}

/** A flag, also as exports of tables write it. */
export function azureFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  if (/^true$/i.test(value)) return true;
  return /^false$/i.test(value) ? false : undefined;
}
