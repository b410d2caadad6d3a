import { Box } from 'ink';
import { Crumbs } from '../calls/crumbs.tsx';
import { TextLine } from '../line.tsx';
import { paragraph } from '../paragraph.tsx';
import type { Row } from '../rows.tsx';
import type { ScreenProps } from '../screen.ts';
import { ScrolledRows } from '../scrolled-rows.tsx';

/** Lines of one text; what a log holds may be endless. */
const MOST_LINES = 500;

/** Texts in full, a paragraph each, moved by keys where they are longer than the screen. */
export function WholeText(
  props: ScreenProps & {
    /** Under this name it is remembered how far they are scrolled. */
    readonly name: string;
    readonly path: readonly string[];
    readonly texts: readonly string[];
    onBack(): void;
  },
) {
  const { name, path, texts, width, height, onBack } = props;
  const rows = texts.flatMap((text): Row[] => [
    ...paragraph(text, width - 2, MOST_LINES).map((line): Row => [{ text: ` ${line}` }]),
    [],
  ]);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Crumbs {...{ path, width, onBack }} />
      <TextLine text=" " width={width} />
      <ScrolledRows {...{ name, width }} rows={rows.slice(0, -1)} height={height - 2} />
    </Box>
  );
}
