import { useEffect, useMemo, useState } from 'react';
import type { Explorer, Opened, Reading } from './explorer.ts';
import { roomOn } from './frame/room.ts';
import { KeyLayers } from './keys/key-layers.ts';
import { KeyReader } from './keys/key-reader.tsx';
import { KeyContext } from './keys/use-keys.ts';
import { OpenedApp } from './opened-app.tsx';
import { ReadingScreen } from './reading-screen.tsx';
import { SizeContext } from './session.ts';
import type { Terminal, TerminalSize } from './terminal.ts';

/** How the application ended. */
export type Ending =
  | { readonly how: 'quit' | 'interrupted' }
  | { readonly how: 'failed'; readonly error: unknown };

/** The application from the first frame on: it shows the reading, then the screens. */
export function App(props: {
  readonly explorer: Explorer;
  readonly terminal: Pick<Terminal, 'size' | 'onResize' | 'isColored'>;
  onEnd(ending: Ending): void;
  onSuspend(): void;
}) {
  const { explorer, terminal, onEnd, onSuspend } = props;
  const [reading, setReading] = useState<Reading | undefined>(undefined);
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const [size, setSize] = useState<TerminalSize>(roomOn(terminal.size()));
  const layers = useMemo(() => new KeyLayers(), []);
  useEffect(() => terminal.onResize(() => setSize(roomOn(terminal.size()))), [terminal]);
  useEffect(() => {
    explorer.open(setReading).then(setOpened, (error: unknown) => onEnd({ how: 'failed', error }));
  }, [explorer, onEnd]);
  return (
    <KeyContext value={layers}>
      <SizeContext value={size}>
        {opened === undefined ? (
          <ReadingScreen reading={reading} onQuit={() => onEnd({ how: 'interrupted' })} />
        ) : (
          <OpenedApp
            explorer={explorer}
            opened={opened}
            isColored={terminal.isColored}
            onQuit={() => onEnd({ how: 'quit' })}
          />
        )}
      </SizeContext>
      <KeyReader layers={layers} onInterrupt={() => onEnd({ how: 'interrupted' })} onSuspend={onSuspend} />
    </KeyContext>
  );
}
