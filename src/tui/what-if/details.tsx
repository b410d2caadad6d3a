import { Box } from 'ink';
import { TextLine } from '../line.tsx';
import { ScrolledRows } from '../scrolled-rows.tsx';
import { noteRows, type StrategyNotes } from './notes.ts';

/** All notes on one strategy. */
export function Details(props: {
  readonly notes: StrategyNotes;
  readonly width: number;
  readonly height: number;
  onClose(): void;
}) {
  const { notes, width, height, onClose } = props;
  return (
    <Box flexDirection="column">
      <TextLine text={` ${notes.title}`} tone="accent" width={width} />
      <ScrolledRows
        name={`what-if.details.${notes.title}`}
        rows={noteRows(notes, width)}
        further={[{ keys: ['esc', 'd', 'left', 'h', 'enter', 'backspace'], label: 'back', run: onClose }]}
        width={width}
        height={height - 1}
      />
    </Box>
  );
}
