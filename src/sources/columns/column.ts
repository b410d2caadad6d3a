import type { TagHolder } from './fields.ts';

/** A column of a table, or a value's place in a JSON record. */
export interface Column {
  readonly name: string;
  /** Names it may be known by, best first, as `plainName` gives them. */
  readonly plain: readonly string[];
  /** Only JSON says; a table's cells are all text. */
  readonly type?: 'number' | 'text' | 'other';
  /** How many objects of a record it lies in; 0 or absent at the top. */
  readonly depth?: number;
  /** It is what a record has as `tags` or `metadata`, or with a key one entry of that. */
  readonly holder?: { readonly name: TagHolder; readonly key?: string };
}
