import type { DataTable } from '../../report/data/data-table.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import { EVERYWHERE, LISTS, OF_SCREENS } from './key-help.ts';

interface KeyLine {
  readonly place: string;
  readonly shown: string;
  readonly text: string;
}

/** The keys, for whoever wants them on paper. */
export function keysTable(): DataTable {
  const lines = [EVERYWHERE, LISTS, ...OF_SCREENS].flatMap(({ title, keys }) =>
    keys.map(({ shown, text }): KeyLine => ({ place: title, shown, text })),
  );
  return tableOf<KeyLine>('keys', 'Keys', lines, [
    field('place', 'where', 'text', ({ place }) => place),
    field('keys', 'keys', 'text', ({ shown }) => shown),
    field('does', 'what they do', 'text', ({ text }) => text),
  ]);
}
