import type { Column, ColumnKind, ColumnValue } from './column.ts';

/**
 * What a caller may notice of a strategy: the answer comes from another model, from a cache, from less of the prompt, is
 * shorter, shares its request with others; the call is refused; its answer comes later.
 */
export const RISKS = [
  'otherModel',
  'cachedAnswer',
  'lessContext',
  'shorterAnswer',
  'sharedRequest',
  'refused',
  'delayed',
] as const;
export type Risk = (typeof RISKS)[number];

/** Calls by what their caller may notice. */
export type RiskCounts = { readonly [R in Risk]: number };

/** One figure that is no money saved: a delay, a ratio, a count. `value` null: it cannot be known for this log. */
export interface Metric {
  /** camelCase, stable: what a program looks it up by. */
  readonly key: string;
  readonly label: string;
  readonly kind: ColumnKind;
  readonly value: ColumnValue;
}

/** A table beside the money, e.g. hits by day. */
export interface View {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, ColumnValue>>[];
}
