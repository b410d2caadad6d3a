import type { Column, ColumnKind, ColumnValue } from '../../model/column.ts';
import type { DataTable } from './data-table.ts';

/** A column of a table of `T`s, with what stands in it. */
export interface Field<T> extends Column {
  value(item: T): ColumnValue;
}

export function field<T>(
  key: string,
  label: string,
  kind: ColumnKind,
  value: (item: T) => ColumnValue,
): Field<T> {
  return { key, label, kind, value };
}

/** A table with a row for each item. */
export function tableOf<T>(
  id: string,
  title: string,
  items: readonly T[],
  fields: readonly Field<T>[],
): DataTable {
  return {
    id,
    title,
    columns: fields.map(({ key, label, kind }) => ({ key, label, kind })),
    rows: items.map((item) => fields.map(({ value }) => value(item))),
  };
}

const ID_LENGTH = 60;

/** Kebab-case letters and digits, as part of a file's name: what a table is about may be any text. */
export function tableId(...parts: readonly string[]): string {
  const words =
    parts
      .join(' ')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, ID_LENGTH).replace(/-$/, '');
}
