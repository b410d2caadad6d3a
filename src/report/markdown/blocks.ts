import { count } from '../format.ts';
import type { Limits } from './limits.ts';
import { type PipeColumn, pipeTable } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';

/** A table of the rows that the limits allow, and how many there are beside them. '' without rows. */
export function limitedTable(
  columns: readonly PipeColumn[],
  rows: readonly (readonly string[])[],
  { rows: most }: Limits,
  total = rows.length,
): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, most);
  const more = total - shown.length;
  return `${pipeTable(columns, shown)}${more > 0 ? `\nand ${count(more)} more\n` : ''}`;
}

/** A list with a dash before each text; '' without any. */
export function dashList(texts: readonly string[], { rows, prose }: Limits): string {
  const more = texts.length - rows;
  return [
    ...texts.slice(0, rows).map((text) => `- ${markdownText(text, prose)}`),
    ...(more > 0 ? [`- and ${count(more)} more`] : []),
  ].join('\n');
}

/** What is folded until it is asked for; the title is plain text of our own. '' where there is nothing to fold. */
export function folded(title: string, blocks: readonly string[]): string {
  const filled = blocks.map((block) => block.trimEnd()).filter((block) => block !== '');
  if (filled.length === 0) return '';
  return `<details>\n<summary>${title}</summary>\n\n${filled.join('\n\n')}\n\n</details>`;
}
