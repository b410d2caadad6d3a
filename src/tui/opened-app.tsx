import { Box } from 'ink';
import { useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Explorer, Opened } from './explorer.ts';
import { ExportDialog } from './frame/export-dialog.tsx';
import { KeyLine } from './frame/key-line.tsx';
import { Tabs } from './frame/tabs.tsx';
import { LEVELS } from './keys/key-layers.ts';
import { KeyContext, useKeys } from './keys/use-keys.ts';
import { TextLine } from './line.tsx';
import { ModelCostsStore } from './models/model-costs-store.ts';
import { screens } from './screens/index.ts';
import { type Exhibit, type Session, SessionContext, useSize } from './session.ts';
import { WhatIfStore } from './what-if-store.ts';

/** Tabs, a rule, the screen, a line that says what has happened, and the keys. */
const AROUND_SCREEN = 4;

/** The application once the logs are read. */
export function OpenedApp(props: {
  readonly explorer: Explorer;
  readonly opened: Opened;
  readonly isColored: boolean;
  onQuit(): void;
}) {
  const { explorer, opened, isColored, onQuit } = props;
  const { columns, rows } = useSize();
  const [shown, setShown] = useState(screens[0]!.id);
  const [said, setSaid] = useState('');
  const [exporting, setExporting] = useState<Exhibit | undefined>(undefined);
  const previous = useRef(shown);
  const exhibit = useRef<Exhibit | undefined>(undefined);
  const layers = useContext(KeyContext);
  useLayoutEffect(() => layers.whenPressed(() => setSaid('')), [layers]);
  const goTo = useCallback((id: string): void => {
    setShown((now) => {
      if (now !== id) previous.current = now;
      return id;
    });
  }, []);
  const session = useMemo(
    (): Session => ({
      ...opened,
      ...{ explorer, screens, isColored, exhibit, goTo, say: setSaid },
      whatIf: new WhatIfStore(explorer, opened),
      modelCosts: new ModelCostsStore(explorer),
      remembered: new Map(),
    }),
    [explorer, opened, isColored, goTo],
  );
  const at = screens.findIndex(({ id }) => id === shown);
  const step = (by: number): void => goTo(screens[(at + by + screens.length) % screens.length]!.id);
  const openExport = (): void => {
    if (exhibit.current === undefined) setSaid('There is nothing to export here.');
    else setExporting(exhibit.current);
  };
  useKeys(LEVELS.app, [
    { keys: ['tab'], label: 'next', run: () => step(1) },
    { keys: ['shift-tab'], label: '', run: () => step(-1) },
    {
      keys: screens.map((_, i) => String(i + 1)),
      label: '',
      run: (key) => goTo(screens[Number(key) - 1]!.id),
    },
    { keys: ['e'], label: 'export', run: openExport },
    {
      keys: ['?'],
      label: 'help',
      isAlways: true,
      run: () => goTo(shown === 'help' ? previous.current : 'help'),
    },
    { keys: ['q'], label: 'quit', isAlways: true, run: onQuit },
  ]);
  const { View } = screens[at]!;
  return (
    <SessionContext value={session}>
      <Box flexDirection="column" width={columns} height={rows}>
        <Tabs shown={shown} width={columns} />
        <TextLine text={'─'.repeat(columns)} tone="dim" width={columns} />
        <Box flexDirection="column" height={rows - AROUND_SCREEN} width={columns} overflowY="hidden">
          <View width={columns} height={rows - AROUND_SCREEN} />
        </Box>
        {exporting === undefined ? (
          <TextLine text={said === '' ? ' ' : ` ${said}`} tone="accent" width={columns} />
        ) : (
          <ExportDialog exhibit={exporting} width={columns} onDone={() => setExporting(undefined)} />
        )}
        <KeyLine width={columns} />
      </Box>
    </SessionContext>
  );
}
