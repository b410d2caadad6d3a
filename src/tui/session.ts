import { createContext, useContext, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { DataTable } from '../report/data/data-table.ts';
import type { Explorer, Opened } from './explorer.ts';
import type { ModelCostsStore } from './models/model-costs-store.ts';
import type { Screen } from './screen.ts';
import type { TerminalSize } from './terminal.ts';
import type { WhatIfState, WhatIfStore } from './what-if-store.ts';

/** What is on the screen as tables, for the export. */
export interface Exhibit {
  /** Kebab-case; names the file. */
  readonly name: string;
  tables(): readonly DataTable[];
}

/** What every screen may ask for. */
export interface Session extends Opened {
  readonly explorer: Explorer;
  readonly whatIf: WhatIfStore;
  readonly modelCosts: ModelCostsStore;
  readonly screens: readonly Screen[];
  readonly isColored: boolean;
  /** Cursors, filters and open parts by name: a screen that is shown again is as it was left. */
  readonly remembered: Map<string, unknown>;
  /** What the screen that is shown gives to export. */
  readonly exhibit: { current: Exhibit | undefined };
  /** Shows a line above the keys until the next key press. */
  say(text: string): void;
  /** Shows another screen. */
  goTo(screen: string): void;
}

export const SessionContext = createContext<Session | undefined>(undefined);
export const SizeContext = createContext<TerminalSize>({ columns: 80, rows: 24 });

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a screen is shown before the logs are open');
  return session;
}

/** Columns and rows of the terminal. */
export function useSize(): TerminalSize {
  return useContext(SizeContext);
}

/** As `useState`, kept while another screen is shown. */
export function useRemembered<T>(name: string, initial: T): [T, (value: T) => void] {
  const { remembered } = useSession();
  const [, redraw] = useState(0);
  const value = remembered.has(name) ? (remembered.get(name) as T) : initial;
  const set = (next: T): void => {
    remembered.set(name, next);
    redraw((count) => count + 1);
  };
  return [value, set];
}

/** Says what `e` exports while the component is shown. */
export function useExhibit(exhibit: Exhibit): void {
  const { exhibit: shown } = useSession();
  useLayoutEffect(() => {
    shown.current = exhibit;
    return () => {
      if (shown.current === exhibit) shown.current = undefined;
    };
  });
}

export function useWhatIf(): WhatIfState {
  const { whatIf } = useSession();
  return useSyncExternalStore(whatIf.subscribe, whatIf.state);
}
