import { useMemo } from 'react';
import { findingsTable } from '../../report/data/finding-tables.ts';
import { avoidableText } from '../../report/headline-text.ts';
import {
  FINDING_COLUMNS,
  findingCells,
  findingNote,
  findingRows,
  listedFindings,
} from '../findings/finding-list.ts';
import { findingPreview } from '../findings/finding-preview.ts';
import { FindingView } from '../findings/finding-view.tsx';
import { ListView } from '../list/list-view.tsx';
import { shownRows } from '../list/shown-rows.ts';
import { Lines } from '../paragraph.tsx';
import type { ScreenProps } from '../screen.ts';
import { useExhibit, useRemembered, useSession } from '../session.ts';

const NAME = 'findings.list';

/** A rule, and a finding in words where the screen is low. */
const LEAST_BELOW = 7;
/** The sum above the list, its header, and a line between. */
const AROUND_LIST = 4;

/** The waste by money, down to a single call. */
export function Findings({ width, height }: ScreenProps) {
  const { report } = useSession();
  const [open, setOpen] = useRemembered<string | undefined>('findings.open', undefined);
  const finding = report.findings.find(({ detector }) => detector === open);
  return finding === undefined ? (
    <FindingList width={width} height={height} onOpen={setOpen} />
  ) : (
    <FindingView {...{ finding, width, height }} onBack={() => setOpen(undefined)} />
  );
}

function FindingList(props: ScreenProps & { onOpen(detector: string): void }) {
  const { width, height, onOpen } = props;
  const { report, remembered } = useSession();
  const findings = useMemo(() => listedFindings(report), [report]);
  const rows = useMemo(() => findingRows(report, findings), [report, findings]);
  const mostUsd = Math.max(0, ...findings.map(({ countedUsd }) => countedUsd));
  useExhibit({
    name: 'findings',
    tables: () => [shownRows(findingsTable({ ...report, findings }), remembered, NAME, rows)],
  });
  // What the list does not need is for the finding under the cursor.
  const below = Math.max(LEAST_BELOW, height - findings.length - AROUND_LIST);
  return (
    <ListView
      {...{ name: NAME, rows, width, height }}
      columns={FINDING_COLUMNS}
      cells={(row) => findingCells(report, findings[row]!, mostUsd)}
      line={(row) => findingNote(report, findings[row]!)}
      empty="Nothing was looked for."
      onOpen={(row) => onOpen(findings[row]!.detector)}
      above={{
        height: 2,
        show: () => (
          <Lines
            lines={[
              {
                text: ` ${report.totals.calls === 0 ? 'No calls were found in the logs.' : avoidableText(report)}`,
                tone: 'bold',
              },
              { text: '' },
            ]}
            width={width}
          />
        ),
      }}
      below={{
        height: below,
        show: (row) => (
          <Lines
            lines={[
              { text: '─'.repeat(width), tone: 'dim' as const },
              ...(findings[row] === undefined
                ? []
                : findingPreview(report, findings[row], { width, height }, below - 1)),
            ]}
            width={width}
          />
        ),
      }}
    />
  );
}
