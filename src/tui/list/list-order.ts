/** A list's rows as they can be searched and sorted; nothing is built for a row that is not looked at. */
export interface ListRows {
  readonly size: number;
  /** What a filter looks into. */
  text(row: number): string;
  /** By name; numbers or texts. The list as given is always the first order. */
  readonly sorts: readonly ListSort[];
}

export interface ListSort {
  readonly label: string;
  /** NaN and '' come last. */
  by(row: number): number | string;
  /** Most first; texts are sorted from A. */
  readonly isDescending?: boolean;
}

/** The rows that contain all words of the filter, in the order of one sort; `sort` -1: as given. */
export function listOrder(rows: ListRows, filter: string, sort: number): Uint32Array {
  const words = filter
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const order = wholeOrder(rows, sort);
  if (words.length === 0) return order;
  return order.filter((row) => {
    const text = textOf(rows, row);
    return words.every((word) => text.includes(word));
  });
}

/** What was found out of rows before: the next letter of a filter looks into the same. */
interface Known {
  readonly texts: string[];
  readonly orders: Map<number, Uint32Array>;
}

const known = new WeakMap<ListRows, Known>();

function knownOf(rows: ListRows): Known {
  let found = known.get(rows);
  if (found === undefined) {
    found = { texts: [], orders: new Map() };
    known.set(rows, found);
  }
  return found;
}

function textOf(rows: ListRows, row: number): string {
  const { texts } = knownOf(rows);
  texts[row] ??= rows.text(row).toLowerCase();
  return texts[row];
}

/** All rows in the order of one sort. */
function wholeOrder(rows: ListRows, sort: number): Uint32Array {
  const { orders } = knownOf(rows);
  let order = orders.get(sort);
  if (order === undefined) {
    order = sortedRows(rows, rows.sorts[sort]);
    orders.set(sort, order);
  }
  return order;
}

function sortedRows({ size }: ListRows, sort: ListSort | undefined): Uint32Array {
  const order = new Uint32Array(size);
  for (let row = 0; row < size; row++) order[row] = row;
  if (sort === undefined) return order;
  const values: (number | string)[] = new Array(size);
  for (let row = 0; row < size; row++) values[row] = sort.by(row);
  return order.sort((a, b) => compare(values[a]!, values[b]!, sort.isDescending === true) || a - b);
}

function compare(a: number | string, b: number | string, isDescending: boolean): number {
  if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
  const order = a < b ? -1 : a > b ? 1 : 0;
  return isDescending ? -order : order;
}

function isUnknown(value: number | string): boolean {
  return value === '' || Number.isNaN(value);
}
