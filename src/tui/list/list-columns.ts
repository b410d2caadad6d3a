import { fillTo, safeText, textWidth } from '../../report/safe-text.ts';

/** Exactly one column of a list has no width: it takes what the others leave. */
export interface ListColumn {
  readonly label: string;
  readonly width?: number;
  readonly align?: 'right';
  /** When space is short, columns go in order of this number, the highest first; absent: kept. */
  readonly drop?: number;
}

const GAP = 2;
/** The open column is not made narrower than this as long as others can go. */
const LEAST = 20;

/** The columns that fit into a width, with their sizes; sizes do not depend on the rows, so that scrolling moves nothing. */
export function fittingColumns(
  columns: readonly ListColumn[],
  width: number,
): readonly (ListColumn & { readonly index: number; readonly size: number })[] {
  let shown = columns.map((column, index) => ({ ...column, index }));
  const rest = (): number =>
    width - shown.reduce((sum, { width: own = 0 }) => sum + own, 0) - GAP * (shown.length - 1);
  while (rest() < LEAST) {
    const last = shown.reduce((a, b) => ((b.drop ?? 0) >= (a.drop ?? 0) ? b : a));
    if (last.drop === undefined) break;
    shown = shown.filter((column) => column !== last);
  }
  const open = Math.max(1, rest());
  return shown.map((column) => ({ ...column, size: column.width ?? open }));
}

/** One row of cells, filled to the columns' sizes. */
export function listLine(columns: ReturnType<typeof fittingColumns>, cells: readonly string[]): string {
  return columns
    .map(({ index, size, align }) => fillTo(safeText(cells[index] ?? ''), size, align))
    .join(' '.repeat(GAP));
}

/** Columns that some texts need, for a width that all rows of a known list agree on. */
export function widest(texts: Iterable<string>, least = 0): number {
  let width = least;
  for (const text of texts) width = Math.max(width, textWidth(safeText(text)));
  return width;
}
