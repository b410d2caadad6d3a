import { Box } from 'ink';
import { useState } from 'react';
import { count } from '../../report/format.ts';
import { Crumbs } from '../calls/crumbs.tsx';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { TextLine } from '../line.tsx';
import { Lines, paragraph } from '../paragraph.tsx';
import type { ScreenProps } from '../screen.ts';

/** Lines of one text; what a log holds may be endless. */
const MOST_LINES = 500;

/** Texts in full, a paragraph each, moved by keys where they are longer than the screen. */
export function WholeText(
  props: ScreenProps & {
    readonly path: readonly string[];
    readonly texts: readonly string[];
    onBack(): void;
  },
) {
  const { path, texts, width, height, onBack } = props;
  const [wished, setTop] = useState(0);
  const lines = texts.flatMap((text) => [...paragraph(text, width - 2, MOST_LINES), '']);
  const room = height - 3;
  const last = Math.max(0, lines.length - room);
  const top = Math.min(wished, last);
  const go = (line: number): void => setTop(Math.max(0, Math.min(last, line)));
  const moves = [
    { keys: ['down', 'j'], shown: '↑↓', label: 'move', run: () => go(top + 1) },
    { keys: ['up', 'k'], label: '', run: () => go(top - 1) },
    { keys: ['pagedown', 'ctrl-f'], label: '', run: () => go(top + room) },
    { keys: ['pageup', 'ctrl-b'], label: '', run: () => go(top - room) },
    { keys: ['home'], label: '', run: () => go(0) },
    { keys: ['end', 'G'], label: '', run: () => go(last) },
  ];
  useKeys(LEVELS.list, last > 0 ? moves : []);
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Crumbs {...{ path, width, onBack }} />
      <TextLine text=" " width={width} />
      <Lines lines={lines.slice(top, top + room).map((text) => ({ text: ` ${text}` }))} width={width} />
      <Box flexGrow={1} />
      {last > 0 ? (
        <TextLine text={` line ${count(top + 1)} of ${count(lines.length)}`} tone="dim" width={width} />
      ) : null}
    </Box>
  );
}
