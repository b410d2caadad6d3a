import { Box } from 'ink';
import { useMemo } from 'react';
import type { Grouping } from '../../model/report.ts';
import { groupingName } from '../../report/data/grouping-names.ts';
import { ListView } from '../list/list-view.tsx';
import { useSession } from '../session.ts';
import { spendCells, spendColumns, spendRows } from './spend-list.ts';

/** Columns of one list beside others. */
const LIST_COLUMNS = 52;
const GAP = 2;
/** Lines from which on a second row of lists is shown below the first. */
const TWO_STORIES = 18;

export interface SpendViewProps {
  readonly groupings: readonly Grouping[];
  /** Position of the one that has the keys. */
  readonly active: number;
  readonly width: number;
  readonly height: number;
  onTurn(by: number): void;
  onOpen(grouping: Grouping, key: string): void;
}

/** The spending by one thing, or by several side by side where there is room. */
export function SpendView({ groupings, active, width, height, onTurn, onOpen }: SpendViewProps) {
  const places = Math.max(1, Math.min(groupings.length, Math.floor((width + GAP) / (LIST_COLUMNS + GAP))));
  const stories = groupings.length > places && height >= TWO_STORIES ? 2 : 1;
  // The active one is always among those that are shown.
  const first = Math.max(0, Math.min(active, groupings.length - places * stories));
  const each = Math.floor((width - GAP * (places - 1)) / places);
  const tall = Math.floor((height - (stories - 1)) / stories);
  return (
    <Box width={width} height={height} columnGap={GAP} rowGap={1} flexWrap="wrap">
      {groupings.slice(first, first + places * stories).map((grouping, i) => (
        <SpendList
          key={grouping}
          {...{ grouping, onTurn, onOpen }}
          isActive={first + i === active}
          width={each}
          height={tall}
        />
      ))}
    </Box>
  );
}

function SpendList(
  props: Pick<SpendViewProps, 'height' | 'onTurn' | 'onOpen'> & {
    readonly grouping: Grouping;
    readonly isActive: boolean;
    readonly width: number;
  },
) {
  const { grouping, isActive, width, height, onTurn, onOpen } = props;
  const { report } = useSession();
  const groups = report.groups[grouping] ?? [];
  const rows = useMemo(() => spendRows(report, grouping, groups), [report, grouping, groups]);
  const columns = useMemo(() => spendColumns(`by ${groupingName(grouping)}`), [grouping]);
  return (
    <ListView
      name={`overview.${grouping}`}
      {...{ rows, columns, width, height, isActive }}
      cells={(row) => spendCells(report, grouping, groups[row]!)}
      empty="No calls."
      onOpen={(row) => {
        const { key } = groups[row]!;
        if (key !== null) onOpen(grouping, key);
      }}
      keys={() => [
        { keys: ['right', 'l', 'g'], shown: '←→', label: 'by', run: () => onTurn(1) },
        { keys: ['left', 'h'], label: '', run: () => onTurn(-1) },
      ]}
    />
  );
}
