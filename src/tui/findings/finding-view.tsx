import { useMemo } from 'react';
import type { Finding } from '../../model/report.ts';
import { detectorTable } from '../../report/data/finding-tables.ts';
import { counted } from '../../report/format.ts';
import { CallsView } from '../calls/calls-view.tsx';
import { Crumbs } from '../calls/crumbs.tsx';
import { LEVELS } from '../keys/key-layers.ts';
import { useKeys } from '../keys/use-keys.ts';
import { ListView } from '../list/list-view.tsx';
import { shownRows } from '../list/shown-rows.ts';
import { Lines } from '../paragraph.tsx';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useRemembered, useSession } from '../session.ts';
import { findingLines, groupLabel, groupLines } from './finding-lines.ts';
import { groupColumns, groupRows } from './group-list.ts';

/** Under this name the open group is remembered; `all`: the calls of all groups. */
const OPEN = 'findings.group';
const ALL = 'all';

/** One finding: what it says, its groups, and on to their calls. */
export function FindingView(props: ScreenProps & { readonly finding: Finding; onBack(): void }) {
  const { finding, width, height, onBack } = props;
  const { report } = useSession();
  const [open, setOpen] = useRemembered<string | undefined>(OPEN, undefined);
  const group = useMemo(() => finding.groups.find(({ handle }) => handle === open), [finding, open]);
  if (open === undefined) return <Groups {...{ finding, width, height, onBack }} onOpen={setOpen} />;
  const path = ['Findings', finding.title, group === undefined ? 'all its calls' : groupLabel(group)];
  const about =
    group === undefined
      ? findingLines(report, finding, { width, height })
      : groupLines(report, finding, group, { width, height });
  return (
    <CallsView
      place="findings"
      what={group === undefined ? finding.detector : `${finding.detector}:${group.handle}`}
      about={[...about, { text: '' }]}
      {...{ path, width, height }}
      onBack={() => setOpen(undefined)}
    />
  );
}

function Groups(
  props: ScreenProps & { readonly finding: Finding; onBack(): void; onOpen(group: string): void },
) {
  const { finding, width, height, onBack, onOpen } = props;
  const { report, remembered } = useSession();
  const name = `findings.groups.${finding.detector}`;
  const rows = useMemo(() => groupRows(finding), [finding]);
  const columns = useMemo(() => groupColumns(report, finding), [report, finding]);
  const lines = findingLines(report, finding, { width, height });
  const hasCalls = finding.status === 'found' || finding.groups.length > 0;
  const more = finding.groupsTotal - finding.groups.length;
  const callKeys = finding.groups.length === 0 ? ['enter', 'c'] : ['c'];
  useKeys(LEVELS.screen, hasCalls ? [{ keys: callKeys, label: 'all calls', run: () => onOpen(ALL) }] : []);
  useExhibit({
    name: `finding-${finding.detector}`,
    tables: () => [shownRows(detectorTable(report, finding), remembered, name, rows)],
  });
  return (
    <ListView
      {...{ name, rows, columns, width, height }}
      cells={(row) => columns.map(({ cell }) => cell(row))}
      empty={more > 0 ? `${counted(more, 'group')}, none of them kept in the report.` : 'It has no groups.'}
      onOpen={(row) => onOpen(finding.groups[row]!.handle)}
      above={{
        height: lines.length + 2,
        show: () => (
          <>
            <Crumbs path={['Findings', finding.title]} {...{ width, onBack }} />
            <Lines lines={[...lines, { text: '' }]} width={width} />
          </>
        ),
      }}
    />
  );
}
