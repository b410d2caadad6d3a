import type { ColumnKind, ColumnValue } from '../model/column.ts';
import { count, duration, percent, tokens, usd } from './format.ts';

const SHOW = {
  count: (value: number) => count(value, 9),
  tokens: (value: number) => tokens(value, 9),
  usd: (value: number) => usd(value, 11),
  percent,
  ms: duration,
} as const satisfies Record<Exclude<ColumnKind, 'text' | 'flag'>, (value: number) => string>;

/** A value of some kind for a table cell; what is not known is a dash, and nothing where words would stand. */
export function valueText(value: ColumnValue | undefined, kind: ColumnKind): string {
  if (value === null || value === undefined) return kind === 'text' ? '' : '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return kind === 'text' || kind === 'flag' ? String(value) : SHOW[kind](value);
}
