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
  const found: number[] = [];
  for (let row = 0; row < rows.size; row++) {
    if (words.length > 0) {
      const text = textOf(rows, row);
      if (!words.every((word) => text.includes(word))) continue;
    }
    found.push(row);
  }
  const chosen = rows.sorts[sort];
  if (chosen !== undefined) {
    const values: (number | string)[] = new Array(rows.size);
    for (const row of found) values[row] = chosen.by(row);
    found.sort((a, b) => compare(values[a]!, values[b]!, chosen.isDescending === true) || a - b);
  }
  return Uint32Array.from(found);
}

/** What filters looked into before: the next letter of a filter looks into the same. */
const texts = new WeakMap<ListRows, string[]>();

function textOf(rows: ListRows, row: number): string {
  let known = texts.get(rows);
  if (known === undefined) {
    known = [];
    texts.set(rows, known);
  }
  known[row] ??= rows.text(row).toLowerCase();
  return known[row];
}

function compare(a: number | string, b: number | string, isDescending: boolean): number {
  if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
  const order = a < b ? -1 : a > b ? 1 : 0;
  return isDescending ? -order : order;
}

function isUnknown(value: number | string): boolean {
  return value === '' || Number.isNaN(value);
}
