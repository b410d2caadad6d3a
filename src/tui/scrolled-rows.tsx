import { count } from '../report/format.ts';
import { type KeyBinding, LEVELS } from './keys/key-layers.ts';
import { moveKeys } from './keys/move-keys.ts';
import { useKeys } from './keys/use-keys.ts';
import { exactly, type Row, Rows } from './rows.tsx';
import { useRemembered } from './session.ts';

/** Rows that are read, not chosen from: keys scroll them where they are more than fit. `further` are keys besides. */
export function ScrolledRows(props: {
  /** Under this name it is remembered how far they are scrolled. */
  readonly name: string;
  readonly rows: readonly Row[];
  readonly further?: readonly KeyBinding[];
  readonly width: number;
  readonly height: number;
}) {
  const { name, rows, further = [], width, height } = props;
  const [top, setTop] = useRemembered(`${name}.top`, 0);
  const isCut = rows.length > height;
  const room = Math.max(1, isCut ? height - 1 : height);
  const most = Math.max(0, rows.length - room);
  const first = Math.min(top, most);
  const go = (to: number): void => setTop(Math.max(0, Math.min(to, most)));
  useKeys(LEVELS.list, [
    ...further,
    ...(isCut
      ? [
          ...moveKeys('scroll', { at: first, last: most, page: room }, go),
          { keys: ['space'], label: '', run: () => go(first + room) },
        ]
      : []),
  ]);
  const foot: Row = [
    {
      text: ` lines ${count(first + 1)} to ${count(Math.min(first + room, rows.length))} of ${count(rows.length)}`,
      tone: 'dim',
    },
  ];
  const shown = exactly(rows.slice(first), room);
  return <Rows width={width} rows={isCut ? [...shown, foot] : shown} />;
}
