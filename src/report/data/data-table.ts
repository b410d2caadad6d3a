import type { Column, ColumnValue } from '../../model/column.ts';

/**
 * One table of figures apart from how it looks: what CSV, Markdown and HTML are made of, and what the terminal application
 * exports. Values are unrounded; text is as logged, and whoever writes it makes it harmless for its format.
 */
export interface DataTable {
  /** Kebab-case; names the file in a folder of tables. */
  readonly id: string;
  readonly title: string;
  /** `key` is stable and camelCase; `label` is for people. */
  readonly columns: readonly Column[];
  /** Cells in the order of the columns; null is unknown. */
  readonly rows: readonly (readonly ColumnValue[])[];
  /** Rows that there are, when the list was cut. */
  readonly rowsTotal?: number;
}
