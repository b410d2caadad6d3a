import type { Column } from '../../model/column.ts';
import type { DataTable } from '../data/data-table.ts';
import { count } from '../format.ts';
import { valueText } from '../value-text.ts';
import { markdownText } from './markdown-text.ts';

/** Columns of a text in a table that stands alone; a whole prompt is no cell. */
const CELL_COLUMNS = 200;

/** A column of a pipe table: its label is Markdown already. */
export interface PipeColumn {
  readonly label: string;
  readonly align?: 'left' | 'right';
}

/** A table of values as a Markdown document of its own: its title, its rows, and how many there are beside them. */
export function markdownTable(table: DataTable): string {
  const columns = table.columns.map(pipeColumn);
  const rows = table.rows.map((row) =>
    table.columns.map(({ kind }, i) => markdownCell(valueText(row[i], kind), CELL_COLUMNS)),
  );
  const more = (table.rowsTotal ?? rows.length) - rows.length;
  return [
    `## ${markdownText(table.title)}\n`,
    pipeTable(columns, rows),
    ...(more > 0 ? [`and ${count(more)} more\n`] : []),
  ].join('\n');
}

/** Rows of Markdown cells as a table of GitHub-flavoured Markdown, figures to the right; ends with a line feed. */
export function pipeTable(columns: readonly PipeColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [
    line(columns.map(({ label }) => label)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((_, i) => row[i] ?? ''))),
  ].join('');
}

/** A column of figures stands to the right, words to the left. */
export function pipeColumn({ label, kind }: Column): PipeColumn {
  return { label: markdownText(label), align: kind === 'text' || kind === 'flag' ? 'left' : 'right' };
}

/** What a cell says; the dash of a value that is not known begins no list there. */
export function markdownCell(text: string, columns: number): string {
  return text === '-' ? text : markdownText(text, columns);
}
