import { useInput } from 'ink';
import { useEffect, useMemo, useState } from 'react';
import type { Explorer, Opened, Reading } from './explorer.ts';
import { KeyLayers } from './keys/key-layers.ts';
import { keyPresses } from './keys/key-name.ts';
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
}) {
  const { explorer, terminal, onEnd } = props;
  const [reading, setReading] = useState<Reading | undefined>(undefined);
  const [opened, setOpened] = useState<Opened | undefined>(undefined);
  const [size, setSize] = useState<TerminalSize>(terminal.size());
  const layers = useMemo(() => new KeyLayers(), []);
  useEffect(() => terminal.onResize(() => setSize(terminal.size())), [terminal]);
  useEffect(() => {
    explorer.open(setReading).then(setOpened, (error: unknown) => onEnd({ how: 'failed', error }));
  }, [explorer, onEnd]);
  useInput((input, key) => {
    if (key.ctrl && input === 'c') onEnd({ how: 'interrupted' });
    else for (const press of keyPresses(input, key)) layers.press(press);
  });
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
    </KeyContext>
  );
}
