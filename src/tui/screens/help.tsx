import { useMemo } from 'react';
import { helpRows } from '../help/help-rows.ts';
import { keysTable } from '../help/help-table.ts';
import type { ScreenProps } from '../screen.ts';
import { ScrolledRows } from '../scrolled-rows.tsx';
import { useExhibit, useSession } from '../session.ts';

/** The keys, what figures say, and where to read on. */
export function Help({ width, height }: ScreenProps) {
  const { screens } = useSession();
  const rows = useMemo(() => helpRows(screens, width), [screens, width]);
  useExhibit({ name: 'keys', tables: () => [keysTable()] });
  return <ScrolledRows name="help" rows={rows} width={width} height={height} />;
}
