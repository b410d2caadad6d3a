import { Box } from 'ink';
import { cut, safeText, wrap } from '../report/safe-text.ts';
import { TextLine, type Tone } from './line.tsx';

/** UTF-16 units that stand in one column, marks and all, with room to spare. */
const LONGEST_COLUMN = 16;

/** A text in at most `most` lines of at most `width` columns; the last one ends with `…` when there is more. */
export function paragraph(text: string, width: number, most: number): string[] {
  if (text === '' || most < 1 || width < 1) return [];
  // Only what can be shown is broken into lines: a log's texts may be long.
  const room = width * (most + 1);
  const lines = wrap(cut(safeText(text.slice(0, room * LONGEST_COLUMN)), room), width);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), width)];
}

export interface ShownLine {
  readonly text: string;
  readonly tone?: Tone;
}

/** A paragraph with a name before its first line; the others stand under its text. */
export function named(name: string, text: string, width: number, most: number): ShownLine[] {
  const margin = ` ${name} `;
  return paragraph(text, width - margin.length, most).map((line, i) => ({
    text: (i === 0 ? margin : ' '.repeat(margin.length)) + line,
  }));
}

/** Lines one below the other. */
export function Lines({ lines, width }: { readonly lines: readonly ShownLine[]; readonly width: number }) {
  const placed = lines.map((line, row) => ({ ...line, row }));
  return (
    <Box flexDirection="column" flexShrink={0}>
      {placed.map(({ text, tone, row }) => (
        <TextLine key={row} text={text === '' ? ' ' : text} tone={tone ?? 'plain'} width={width} />
      ))}
    </Box>
  );
}
