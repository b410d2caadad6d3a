import type { Column, ColumnKind, ColumnValue } from '../../model/column.ts';
import { safeText } from '../safe-text.ts';
import type { DataTable } from './data-table.ts';
import { plainNumber } from './plain-number.ts';

/**
 * A text that a spreadsheet takes for a formula begins with one of these, as it is or in another width.
 * Source: OWASP, "CSV Injection". What stands before it (quotes, spaces) is dropped by some.
 */
const FORMULA = /^(?=["'`\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212])/u;

/** Where a semicolon separates, what follows one begins a cell. */
const NEXT_CELL = /(;["'`\s]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212])/gu;

const QUOTED = /[",;]|^\s|\s$/u;

/** What a column's name does not say of its unit. */
const UNITS = {
  usd: /usd/i,
  tokens: /tokens/i,
  ms: /ms$/i,
  percent: /share/i,
} as const satisfies Partial<Record<ColumnKind, RegExp>>;

const UNIT_NAMES: Readonly<Record<keyof typeof UNITS, string>> = {
  usd: 'usd',
  tokens: 'tokens',
  ms: 'ms',
  percent: 'share',
};

/** A table as CSV (RFC 4180): names with their units, raw values, nothing where a value is not known. */
export function csvTable({ columns, rows }: DataTable): string {
  return csvRows(columns.map(columnName), rows);
}

/** A header and rows. No text of them becomes a formula, a control character or a second row; numbers stay numbers. */
export function csvRows(header: readonly string[], rows: readonly (readonly ColumnValue[])[]): string {
  const cells = new CellTexts();
  return [header, ...rows].map((row) => `${row.map((value) => cells.of(value)).join(',')}\r\n`).join('');
}

/** snake_case with the unit: `costUsd` is cost_usd, a column `span` in milliseconds span_ms. */
export function columnName({ key, kind }: Column): string {
  const name = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([a-z])(\d+[a-z])/g, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase();
  const isSaid = !hasUnit(kind) || UNITS[kind].test(key);
  return isSaid ? name : `${name}_${UNIT_NAMES[kind as keyof typeof UNITS]}`;
}

function hasUnit(kind: ColumnKind): kind is keyof typeof UNITS {
  return kind in UNITS;
}

/** Texts that are kept at hand: a column often has few different ones. */
const AT_HAND = 10_000;

class CellTexts {
  #known = new Map<string, string>();

  of(value: ColumnValue): string {
    if (value === null) return '';
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value === 'boolean') return String(value);
    let known = this.#known.get(value);
    if (known === undefined) {
      const text = harmless(value);
      known = QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      if (this.#known.size >= AT_HAND) this.#known.clear();
      this.#known.set(value, known);
    }
    return known;
  }
}

/** A text that no spreadsheet computes and no terminal obeys. */
function harmless(text: string): string {
  return safeText(text).replace(FORMULA, "'").replace(NEXT_CELL, "$1'");
}
