import { Box } from 'ink';
import type { Reading } from './explorer.ts';
import { KeyLine } from './frame/key-line.tsx';
import { LEVELS } from './keys/key-layers.ts';
import { useKeys } from './keys/use-keys.ts';
import { TextLine } from './line.tsx';
import { Lines } from './paragraph.tsx';
import { readingLines } from './reading-lines.ts';
import { useSize } from './session.ts';

/** The name, a rule and the key line. */
const AROUND = 4;

/** What is shown while the logs are read. */
export function ReadingScreen(props: { readonly reading: Reading | undefined; onQuit(): void }) {
  const { reading, onQuit } = props;
  const { columns, rows } = useSize();
  useKeys(LEVELS.app, [{ keys: ['q', 'esc'], label: 'quit', run: onQuit }]);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <TextLine text=" llm-cost" tone="bold" width={columns} />
      <TextLine text={'─'.repeat(columns)} tone="dim" width={columns} />
      <Box flexDirection="column" height={Math.max(1, rows - AROUND + 1)} overflowY="hidden">
        <TextLine text=" " width={columns} />
        <Lines lines={readingLines(reading, columns, rows - AROUND)} width={columns} />
      </Box>
      <KeyLine width={columns} />
    </Box>
  );
}
