import { Box } from 'ink';
import { useMemo } from 'react';
import { count, counted } from '../../report/format.ts';
import type { CallTable } from '../explorer.ts';
import { TextLine } from '../line.tsx';
import { type BesideList, ListView } from '../list/list-view.tsx';
import { shownRows } from '../list/shown-rows.ts';
import { Lines, type ShownLine } from '../paragraph.tsx';
import { useExhibit, useRemembered, useSession } from '../session.ts';
import { callColumns, callRows, callsTable } from './call-list.ts';
import { CallView } from './call-view.tsx';
import { Crumbs } from './crumbs.tsx';
import { useAnswer } from './use-answer.ts';

export interface CallsViewProps {
  /** The screen that they are shown on; under it the place is remembered. */
  readonly place: string;
  /** The calls of what, as `llm-cost show` names it. */
  readonly what: string;
  readonly path: readonly string[];
  /** What is to be said of them before they are listed. */
  readonly about: readonly ShownLine[];
  readonly width: number;
  readonly height: number;
  onBack(): void;
}

/** The calls behind a figure, down to a single one. */
export function CallsView(props: CallsViewProps) {
  const { place, what, path, about, width, height, onBack } = props;
  const { explorer } = useSession();
  const [call, setCall] = useRemembered<number | undefined>(`${place}.call`, undefined);
  const answer = useAnswer(`${place}.calls`, what, () => explorer.calls(what));
  if (call !== undefined) {
    return (
      <CallView
        {...{ place, index: call, path: [...path, `call ${count(call + 1)}`], width, height }}
        onBack={() => setCall(undefined)}
      />
    );
  }
  const above: BesideList = {
    height: about.length + 1,
    show: () => (
      <>
        <Crumbs path={path} width={width} onBack={onBack} />
        <Lines lines={about} width={width} />
      </>
    ),
  };
  if (answer.is === 'known')
    return <CallList {...{ place, what, table: answer.value, above, width, height }} onOpen={setCall} />;
  return (
    <Box flexDirection="column" height={height} width={width}>
      {above.show(-1)}
      <TextLine text=" " width={width} />
      <TextLine
        text={answer.is === 'failed' ? ` ${answer.reason}` : ' Looking for the calls ...'}
        tone={answer.is === 'failed' ? 'bold' : 'dim'}
        width={width}
      />
    </Box>
  );
}

function CallList(props: {
  readonly place: string;
  readonly what: string;
  readonly table: CallTable;
  readonly above: BesideList;
  readonly width: number;
  readonly height: number;
  onOpen(index: number): void;
}) {
  const { place, what, table, above, width, height, onOpen } = props;
  const { report, remembered } = useSession();
  const name = `${place}.calls.${what}`;
  const rows = useMemo(() => callRows(table), [table]);
  const columns = useMemo(() => callColumns(table, report.timezone), [table, report.timezone]);
  useExhibit({ name: 'calls', tables: () => [shownRows(callsTable(table), remembered, name, rows)] });
  return (
    <ListView
      {...{ name, rows, columns, above, width, height }}
      cells={(row) => columns.map(({ cell }) => cell(row))}
      empty={`${counted(0, 'call')}.`}
      onOpen={(row) => onOpen(table.index[row]!)}
    />
  );
}
