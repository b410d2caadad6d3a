import type { DataTable } from '../../report/data/data-table.ts';
import { type ListRows, listOrder } from './list-order.ts';

/** A table of a list's rows as the list stands: filtered and sorted as it was left under its name. */
export function shownRows(
  table: DataTable,
  remembered: ReadonlyMap<string, unknown>,
  name: string,
  rows: ListRows,
): DataTable {
  const filter = (remembered.get(`${name}.filter`) as string | undefined) ?? '';
  const sort = (remembered.get(`${name}.sort`) as number | undefined) ?? -1;
  const order = listOrder(rows, filter, sort);
  const shown = Array.from(order, (row) => table.rows[row]!);
  const { rowsTotal, ...rest } = table;
  return { ...rest, rows: shown, ...(filter === '' && rowsTotal !== undefined && { rowsTotal }) };
}
