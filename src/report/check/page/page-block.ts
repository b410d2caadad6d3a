import { type PipeColumn, pipeTable } from '../../markdown/markdown-table.ts';
import type { PageBlock } from './fit-page.ts';

/** What is left out of a page that is too long, in this order. */
export const RANK = { details: 0, causes: 1, budgets: 2 } as const;

/** More rows than anybody reads, and more than fit. */
const MOST_ROWS = 2000;

/** Lines that are always there; '' is none. */
export function lines(...texts: readonly string[]): PageBlock[] {
  const head = texts.filter((text) => text !== '');
  return head.length === 0 ? [] : [{ head, rows: [], tail: [], rowsLeftOut: 0, rank: RANK.budgets }];
}

/** A list or a table, made of as many items as may fit; nothing without any. */
export function rowsBlock<T>(
  items: readonly T[],
  rank: number,
  row: (item: T) => string,
  { head = [], tail = [] }: { readonly head?: readonly string[]; readonly tail?: readonly string[] } = {},
): PageBlock[] {
  if (items.length === 0) return [];
  const rows = items.slice(0, MOST_ROWS).map(row);
  return [{ head, rows, tail, rowsLeftOut: items.length - rows.length, rank }];
}

/** The two lines above the rows of a table. */
export function tableHead(columns: readonly PipeColumn[]): string[] {
  return pipeTable(columns, []).trimEnd().split('\n');
}

export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
