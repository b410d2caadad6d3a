import type { DataTable } from './data-table.ts';

/** Whatever a terminal obeys or hides and JSON leaves as it is; a line feed is only ever between values. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A table as JSON: a list with an object a row, null where a value is not known. */
export function jsonTable({ columns, rows }: DataTable): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, row[i] ?? null])));
  return `[${objects.map((object) => `\n  ${safeJson(object)}`).join(',')}\n]\n`;
}

/** A value as JSON that is harmless where it is printed: what a terminal obeys or hides is escaped. */
export function safeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
