import type { CallRecord } from '../../model/call-record.ts';

/** The record's own bytes as text; undefined where they cannot be told. */
export type RawText = () => string | undefined;

/**
 * The source's key; without one, a record that carries both a time and text is itself its identity: the same bytes at
 * the same instant are one call logged twice (docs/sources.md, repeated records).
 */
export function naturalKey(record: CallRecord, raw: RawText | undefined): string | undefined {
  if (record.key !== undefined) return record.key;
  const isTelling =
    record.time !== undefined && (record.prompt !== undefined || record.response !== undefined);
  const text = isTelling ? raw?.() : undefined;
  return text === undefined ? undefined : `raw:${text}`;
}
