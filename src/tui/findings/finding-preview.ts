import type { Finding, Report } from '../../model/report.ts';
import { counted } from '../../report/format.ts';
import { fittingColumns, listLine } from '../list/list-columns.ts';
import type { ShownLine } from '../paragraph.tsx';
import { findingLines, type Room } from './finding-lines.ts';
import { groupColumns } from './group-list.ts';

/** A finding in words and, where there is room for some, its first groups; `lines` at most. */
export function findingPreview(report: Report, finding: Finding, room: Room, lines: number): ShownLine[] {
  const words = findingLines(report, finding, room);
  // A free line, the header, and what is not shown.
  const groupRoom = lines - words.length - 3;
  if (groupRoom < 1 || finding.groups.length === 0) return words.slice(0, lines);
  const columns = groupColumns(report, finding);
  const fitting = fittingColumns(columns, room.width - 2);
  const shown = finding.groups.slice(0, groupRoom);
  const more = Math.max(finding.groupsTotal, finding.groups.length) - shown.length;
  const labels = columns.map(({ label }) => label);
  return [
    ...words,
    { text: '' },
    { text: ` ${listLine(fitting, labels)}`, tone: 'dim' },
    ...shown.map((_, row) => ({
      text: ` ${listLine(
        fitting,
        columns.map(({ cell }) => cell(row)),
      )}`,
    })),
    ...(more > 0 ? [{ text: ` and ${counted(more, 'more group')}`, tone: 'dim' as const }] : []),
  ];
}
