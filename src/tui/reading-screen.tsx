import { Box } from 'ink';
import { bytes, counted, duration, percent } from '../report/format.ts';
import { bar } from '../report/table/bar.ts';
import type { Reading } from './explorer.ts';
import { KeyLine } from './frame/key-line.tsx';
import { LEVELS } from './keys/key-layers.ts';
import { useKeys } from './keys/use-keys.ts';
import { TextLine } from './line.tsx';
import { useSize } from './session.ts';

/** What is shown while the logs are read. */
export function ReadingScreen({
  reading,
  onQuit,
}: {
  readonly reading: Reading | undefined;
  onQuit(): void;
}) {
  const { columns, rows } = useSize();
  useKeys(LEVELS.app, [{ keys: ['q', 'esc'], label: 'quit', run: onQuit }]);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <TextLine text=" llm-cost" tone="bold" width={columns} />
      <TextLine text=" " width={columns} />
      <TextLine text={` ${progressText(reading, columns)}`} width={columns} />
      <Box flexGrow={1} />
      <KeyLine width={columns} />
    </Box>
  );
}

function progressText(reading: Reading | undefined, columns: number): string {
  if (reading === undefined) return 'Opening the logs ...';
  const { phase, bytesDone, bytesTotal, calls, elapsedMs } = reading;
  if (phase !== 'read') return `Analysing ${counted(calls, 'call')} ...`;
  if (bytesTotal === 0) return `Reading: ${bytes(bytesDone)}, ${counted(calls, 'call')}`;
  const share = Math.min(1, bytesDone / bytesTotal);
  const left = share > 0 ? `, ${duration((elapsedMs * (1 - share)) / share)} left` : '';
  const room = Math.min(30, columns - 60);
  return `${room > 0 ? `${bar(share, room).padEnd(room, '░')} ` : ''}${percent(share)} of ${bytes(bytesTotal)}, ${counted(calls, 'call')}${left}`;
}
