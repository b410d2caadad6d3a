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
      const text = rows.text(row).toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    found.push(row);
  }
  const chosen = rows.sorts[sort];
  if (chosen !== undefined) {
    const values = new Map(found.map((row) => [row, chosen.by(row)]));
    found.sort((a, b) => compare(values.get(a)!, values.get(b)!, chosen.isDescending === true) || a - b);
  }
  return Uint32Array.from(found);
}

function compare(a: number | string, b: number | string, isDescending: boolean): number {
  if (isUnknown(a) || isUnknown(b)) return Number(isUnknown(a)) - Number(isUnknown(b));
  const order = a < b ? -1 : a > b ? 1 : 0;
  return isDescending ? -order : order;
}

function isUnknown(value: number | string): boolean {
  return value === '' || Number.isNaN(value);
}
