import { Box } from 'ink';
import type { Grouping } from '../../model/report.ts';
import { groupingName } from '../../report/data/grouping-names.ts';
import { spendTables } from '../../report/data/spend-tables.ts';
import { tableId } from '../../report/data/table-of.ts';
import { counted } from '../../report/format.ts';
import { cost } from '../../report/money.ts';
import { groupName } from '../../report/spend-groups.ts';
import { CallsView } from '../calls/calls-view.tsx';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { Line, TextLine } from '../line.tsx';
import { shownRows } from '../list/shown-rows.ts';
import { actionLines } from '../overview/actions.ts';
import { billLines, noCallsText, partText } from '../overview/bill.ts';
import { dayChart } from '../overview/day-chart.ts';
import { overviewRoom } from '../overview/overview-room.ts';
import { groupingsOf, spendRows } from '../overview/spend-list.ts';
import { SpendView } from '../overview/spend-view.tsx';
import { Lines } from '../paragraph.tsx';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useRemembered, useSession, useWhatIf } from '../session.ts';

interface OpenGroup {
  readonly grouping: Grouping;
  readonly key: string;
}

/** What was spent, on what, and what could be saved. */
export function Overview({ width, height }: ScreenProps) {
  const { report } = useSession();
  const [open, setOpen] = useRemembered<OpenGroup | undefined>('overview.open', undefined);
  if (open === undefined) return <Spending {...{ width, height }} onOpen={setOpen} />;
  const { grouping, key } = open;
  const group = report.groups[grouping]?.find((other) => other.key === key);
  const path = [
    'Overview',
    `by ${groupingName(grouping)}`,
    group === undefined ? key : groupName(report, grouping, group),
  ];
  const about = group === undefined ? '' : ` ${cost(group)} for ${counted(group.calls, 'call')}`;
  return (
    <CallsView
      place="overview"
      what={`${grouping}=${key}`}
      about={[{ text: about, tone: 'bold' }, { text: '' }]}
      {...{ path, width, height }}
      onBack={() => setOpen(undefined)}
    />
  );
}

function Spending({ width, height, onOpen }: ScreenProps & { onOpen(group: OpenGroup): void }) {
  const { report, remembered } = useSession();
  const whatIf = useWhatIf();
  const groupings = groupingsOf(report);
  const [chosen, setChosen] = useRemembered('overview.grouping', 0);
  const active = Math.min(chosen, groupings.length - 1);
  const turn = (by: number): void => setChosen((active + by + groupings.length) % groupings.length);
  const room = overviewRoom(height);
  const chart = dayChart(report, width - 2, room.bars);
  const actions = room.actions === 0 ? [] : actionLines(report, width, room.actions);
  const actionsRoom = actions.length === 0 ? 0 : actions.length + 1;
  const chartLines = chart === undefined ? 0 : chart.lines.length + 2;
  const lists = Math.max(1, height - 4 - chartLines - actionsRoom);
  useKeys(LEVELS.screen, [
    { keys: ['right', 'l', 'g'], label: '', run: () => turn(1) },
    { keys: ['left', 'h'], label: '', run: () => turn(-1) },
  ]);
  useExhibit({
    name: 'spend',
    tables: () => {
      const grouping = groupings[active];
      // A log without calls has no list to export.
      if (grouping === undefined) return spendTables(report);
      const table = spendTables(report).find(({ id }) => id === tableId('spend-by', grouping));
      if (table === undefined) return [];
      const groups = report.groups[grouping] ?? [];
      return [shownRows(table, remembered, `overview.${grouping}`, spendRows(report, grouping, groups))];
    },
  });
  if (report.totals.calls === 0) return <TextLine text={` ${noCallsText(report)}`} width={width} />;
  return (
    <Box flexDirection="column" width={width} height={height}>
      {billLines(report, whatIf, width).map((spans) => (
        <Line key={spans[0]!.text} spans={spans} width={width} />
      ))}
      <TextLine text={` ${partText(report)}`} tone="dim" width={width} />
      {chart === undefined ? null : (
        <Lines
          lines={[
            { text: ` ${chart.title}`, tone: 'bold' },
            ...chart.lines.map((text) => ({ text: ` ${text}` })),
            { text: '' },
          ]}
          width={width}
        />
      )}
      <SpendView
        {...{ groupings, active, width }}
        height={lists}
        onTurn={turn}
        onOpen={(grouping, key) => onOpen({ grouping, key })}
      />
      {actions.length === 0 ? null : <Lines lines={[{ text: '' }, ...actions]} width={width} />}
    </Box>
  );
}
