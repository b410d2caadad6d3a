import { Buffer } from 'node:buffer';
import { safeText } from '../record/record-secrets.ts';
import type { Attributes } from './attribute-values.ts';

export interface SpanEvent {
  readonly name: string;
  readonly attributes: Attributes;
}

/** A span out of any export. Ids are lower-case hexadecimal, '' when absent; times are microseconds, NaN when absent. */
export interface Span {
  readonly trace: string;
  readonly id: string;
  /** '' for the root of a trace. */
  readonly parent: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly events: readonly SpanEvent[];
  readonly start: number;
  readonly end: number;
  /** The span's status says that it failed. */
  readonly isError: boolean;
}

/** An id as hexadecimal, whether it was written so, with `0x` (Python), or in Base64 (protobuf's own JSON, Tempo). */
export function spanId(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const hex = /^(?:0x)?([0-9a-f]+)$/i.exec(value)?.[1];
  if (hex !== undefined) return /^0+$/.test(hex) ? '' : (safeText(hex.toLowerCase()) ?? '');
  if (/^(?:[\w+/-]{22}==|[\w+/-]{11}=)$/.test(value)) return Buffer.from(value, 'base64').toString('hex');
  return safeText(value) ?? '';
}

/** `trace/span`, unique beyond its file; undefined where an id is missing. */
export function placeOf(trace: string, id: string): string | undefined {
  return trace === '' || id === '' ? undefined : `${trace}/${id}`;
}

/** A status as a number (OTLP: 2 is an error), a name (`STATUS_CODE_ERROR`, `ERROR`), or inside `{code}`. */
export function isErrorStatus(code: unknown): boolean {
  return (
    code === 2 || (typeof code === 'string' && /^(?:2|(?:status_code_|statuscode\.)?error)$/i.test(code))
  );
}
