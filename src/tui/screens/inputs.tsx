import { Box } from 'ink';
import { useMemo } from 'react';
import { type InputSection, inputSections } from '../inputs/input-sections.ts';
import { listRooms } from '../inputs/list-rooms.ts';
import { WholeText } from '../inputs/whole-text.tsx';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { TextLine } from '../line.tsx';
import { ListView } from '../list/list-view.tsx';
import { shownRows } from '../list/shown-rows.ts';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useRemembered, useSession } from '../session.ts';

/** Lines from which on one is left free between the lists. */
const ROOMY = 30;

interface OpenRow {
  readonly section: number;
  readonly row: number;
}

/** What was read, what was skipped, what has no price, and every warning. */
export function Inputs({ width, height }: ScreenProps) {
  const { report } = useSession();
  const sections = useMemo(() => inputSections(report), [report]);
  const [open, setOpen] = useRemembered<OpenRow | undefined>('inputs.open', undefined);
  if (open === undefined) return <Sections {...{ sections, width, height }} onOpen={setOpen} />;
  const section = sections[open.section]!;
  return (
    <WholeText
      name={`inputs.whole.${section.id}.${open.row}`}
      path={['Inputs', section.title]}
      texts={section.whole(open.row)}
      {...{ width, height }}
      onBack={() => setOpen(undefined)}
    />
  );
}

function Sections(
  props: ScreenProps & { readonly sections: readonly InputSection[]; onOpen(row: OpenRow): void },
) {
  const { sections, width, height, onOpen } = props;
  const { remembered } = useSession();
  const filled = sections.flatMap(({ rows }, i) => (rows.size > 0 ? [i] : []));
  const [chosen, setActive] = useRemembered('inputs.active', filled[0] ?? 0);
  const turn = (by: number): void => {
    const at = filled.indexOf(chosen);
    setActive(filled[(at + by + filled.length) % filled.length] ?? 0);
  };
  const sizes = sections.map(({ rows }) => rows.size);
  const lines = listRooms(sizes, chosen, Number.POSITIVE_INFINITY).reduce((sum, room) => sum + room, 0);
  const gaps = lines + sections.length <= height || height >= ROOMY ? sections.length - 1 : 0;
  const rooms = listRooms(sizes, chosen, height - gaps);
  const keys = [
    { keys: ['right', 'l'], shown: '←→', label: 'lists', run: () => turn(1) },
    { keys: ['left', 'h'], label: '', run: () => turn(-1) },
  ];
  // A list that is filtered to nothing has no row to be told.
  useKeys(
    LEVELS.screen,
    keys.map((binding) => ({ ...binding, label: '' })),
  );
  useExhibit({
    name: 'inputs',
    tables: () =>
      sections.map((section) => shownRows(section.table(), remembered, `inputs.${section.id}`, section.rows)),
  });
  const placed = sections.map((section, i) => ({ section, i, room: rooms[i]! }));
  return (
    <Box flexDirection="column" width={width} height={height}>
      {placed
        .filter(({ room }) => room > 0)
        .map(({ section, i, room }) => (
          <Box
            key={section.id}
            flexDirection="column"
            height={room + (gaps > 0 && i < sections.length - 1 ? 1 : 0)}
            flexShrink={0}
          >
            <TextLine
              text={`${i === chosen ? '›' : ' '}${section.title}`}
              tone={i === chosen ? 'accent' : 'bold'}
              width={width}
            />
            {room > 1 ? (
              <ListView
                name={`inputs.${section.id}`}
                rows={section.rows}
                columns={section.columns}
                cells={section.cells}
                width={width}
                height={room - 1}
                empty=""
                isActive={i === chosen}
                keys={() => keys}
                onOpen={(row) => onOpen({ section: i, row })}
              />
            ) : null}
          </Box>
        ))}
    </Box>
  );
}
