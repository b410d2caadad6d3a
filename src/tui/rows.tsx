import { Box } from 'ink';
import { cut, safeText, textWidth } from '../report/safe-text.ts';
import { Line, type Span } from './line.tsx';

/** One line as it is put together, before it is cut to its width. */
export type Row = readonly Span[];

const BLANK: Row = [{ text: ' ' }];

/** Rows one below the other. */
export function Rows({ rows, width }: { readonly rows: readonly Row[]; readonly width: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {placed(rows).map(({ row, place }) => (
        <Line key={place} spans={row.length === 0 ? BLANK : row} width={width} />
      ))}
    </Box>
  );
}

/** A row of a screen is told from the others by its place. */
function placed(rows: readonly Row[]): readonly { readonly row: Row; readonly place: number }[] {
  return rows.map((row, place) => ({ row, place }));
}

/** Exactly so many rows: what is more is cut off, what is missing is blank. */
export function exactly(rows: readonly Row[], count: number): readonly Row[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => rows[i] ?? []);
}

/** Two columns of rows, as long as the longer one; the left one takes `width` columns. */
export function beside(left: readonly Row[], right: readonly Row[], width: number): readonly Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [
    ...filled(left[i] ?? [], width),
    ...(right[i] ?? []),
  ]);
}

/** The row in exactly `width` columns. */
function filled(row: Row, width: number): Row {
  let left = width;
  const spans = row.map((span): Span => {
    const text = cut(safeText(span.text), left);
    left -= textWidth(text);
    return { ...span, text };
  });
  return left > 0 ? [...spans, { text: ' '.repeat(left) }] : spans;
}
