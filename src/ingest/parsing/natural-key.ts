import type { CallRecord } from '../../model/call-record.ts';

/**
 * The source's key; without one, a record that carries both a time and text is itself its identity: the same bytes at
 * the same instant are one call logged twice (docs/sources.md, repeated records).
 */
export function naturalKey(record: CallRecord, raw: (() => string) | undefined): string | undefined {
  if (record.key !== undefined) return record.key;
  const isTelling =
    record.time !== undefined && (record.prompt !== undefined || record.response !== undefined);
  return raw !== undefined && isTelling ? `raw:${raw()}` : undefined;
}
