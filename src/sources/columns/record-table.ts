import type { ReadOptions } from '../../contracts/source.ts';
import type { JsonObject } from '../record/record-access.ts';

/**
 * Reads the rows of a table as the records that they are exported from: a field per column, empty cells left out, and
 * cells of JSON parsed (also where an export wrote their quotes twice). Everything else stays text, so readers take
 * numbers with `decimalOf` and `countAt`, which accept text.
 */
export function recordTable<Result>(
  header: readonly string[],
  options: ReadOptions,
  read: (record: JsonObject, options: ReadOptions) => Result,
): (row: readonly string[]) => Result | { readonly kind: 'skip'; readonly reason: string } {
  const names = header.map((name) => name.replace(/^\uFEFF/, '').trim());
  return (row) => {
    const record: Record<string, unknown> = {};
    names.forEach((name, i) => {
      const cell = row[i];
      if (cell !== undefined && cell !== '' && name !== '__proto__') record[name] = cellValue(cell);
    });
    if (row.length > names.length) {
      return { kind: 'skip', reason: `a row of ${row.length} fields under a header of ${names.length}` };
    }
    return read(record, options);
  };
}

/** JSON objects and lists parsed; a text that only begins like one stays as it is. */
export function cellValue(cell: string): unknown {
  if (!/^\s{0,20}(?:"?[{[])/.test(cell)) return cell;
  for (const text of [cell, cell.replaceAll('""', '"'), unquoted(cell).replaceAll('\\"', '"')]) {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value;
      if (typeof value === 'string') return cellValue(value);
    } catch {
      // The next reading of the quotes, or the text itself.
    }
  }
  return cell;
}

function unquoted(cell: string): string {
  return cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1) : cell;
}
