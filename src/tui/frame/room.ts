import type { TerminalSize } from '../terminal.ts';

/** Screens are made for this much; below it nothing could be read. */
const LEAST: TerminalSize = { columns: 40, rows: 10 };

export function isTooSmall({ columns, rows }: TerminalSize): boolean {
  return columns < LEAST.columns || rows < LEAST.rows;
}

/** The size that screens are drawn for: on a smaller terminal they wait, unseen, for a larger one. */
export function roomOn({ columns, rows }: TerminalSize): TerminalSize {
  return { columns: Math.max(columns, LEAST.columns), rows: Math.max(rows, LEAST.rows) };
}

/** What stands on a terminal that is too small, within its lines. */
export function tooSmallText({ columns, rows }: TerminalSize): string {
  return [`llm-cost needs ${LEAST.columns}x${LEAST.rows}`, `here: ${columns}x${rows}`, 'q quits']
    .slice(0, rows)
    .map((line) => line.slice(0, columns))
    .join('\n');
}
