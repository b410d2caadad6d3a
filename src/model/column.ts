/** How a value is shown; renderers know kinds, never detectors. */
export type ColumnKind = 'text' | 'count' | 'tokens' | 'usd' | 'percent' | 'ms' | 'flag';

/** One of a detector's own columns in its groups. `percent` values are shares from 0 to 1. */
export interface Column {
  readonly key: string;
  readonly label: string;
  readonly kind: ColumnKind;
}

export type ColumnValue = string | number | boolean | null;
