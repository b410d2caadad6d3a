import { cut, cutStart, fillTo, textWidth } from '../safe-text.ts';

export interface GridColumn {
  /** '' in every column leaves the header out. */
  readonly label: string;
  readonly align?: 'left' | 'right';
  /** Which end of a cell is kept when it is cut; absent: the start. */
  readonly keep?: 'end';
  /** Columns that it takes when there is room, however short its cells; so tables below each other agree. */
  readonly wide?: number;
  /** Columns that it takes at most, however much room there is. */
  readonly most?: number;
  /** A column with a `min` is cut down to it when space is short; others keep their widest cell. */
  readonly min?: number;
  /** When space is still short, columns go in order of this number, the highest first; absent: kept. */
  readonly drop?: number;
}

/** Styles the text of a cell, without the spaces around it; `row` is undefined for the header. */
export type Paint = (text: string, row: number | undefined, column: number) => string;

const GAP = 2;

/**
 * Lays rows out in aligned columns: the header line ('' when there is none) and one line per row, none wider than `width`.
 * Widths are display columns of string-width 8; cli-table3 pads by version 4 of it, which takes the vowel signs of Thai
 * or Hindi for columns of their own.
 */
export function grid(
  columns: readonly GridColumn[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: Paint = (text) => text,
): string[] {
  let shown = columns.map((column, index) => ({
    ...column,
    index,
    size: Math.min(
      column.most ?? Number.POSITIVE_INFINITY,
      Math.max(column.wide ?? 0, textWidth(column.label), ...rows.map((row) => textWidth(row[index] ?? ''))),
    ),
  }));
  const excess = () => shown.reduce((sum, column) => sum + column.size, 0) + GAP * (shown.length - 1) - width;
  const squeezable = () => shown.reduce((sum, { size, min = size }) => sum + Math.max(0, size - min), 0);
  while (excess() > squeezable()) {
    const last = shown.reduce((a, b) => ((b.drop ?? 0) >= (a.drop ?? 0) ? b : a));
    if (last.drop === undefined) break;
    shown = shown.filter((column) => column !== last);
  }
  while (excess() > 0) {
    const widest = shown
      .filter(({ size, min = size }) => size > min)
      .reduce<(typeof shown)[number] | undefined>(
        (a, b) => (a === undefined || b.size > a.size ? b : a),
        undefined,
      );
    const victim = widest ?? shown.reduce((a, b) => (b.size > a.size ? b : a));
    const second = Math.max(1, ...shown.filter((c) => c !== victim).map((c) => c.size));
    const floor = widest === undefined ? 1 : (victim.min ?? 1);
    if (victim.size <= 1) break;
    victim.size = Math.max(floor, victim.size - excess(), Math.min(second, victim.size - 1));
  }
  const line = (cells: (index: number) => string, row?: number) =>
    shown
      .map(({ index, size, align, keep }) => {
        const filled = fillTo(cells(index), size, align, keep === 'end' ? cutStart : cut);
        const text = filled.trim();
        const start = filled.length - filled.trimStart().length;
        return (
          filled.slice(0, start) +
          (text === '' ? '' : paint(text, row, index)) +
          filled.slice(start + text.length)
        );
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    line((index) => columns[index]?.label ?? ''),
    ...rows.map((cells, row) => line((index) => cells[index] ?? '', row)),
  ];
}
