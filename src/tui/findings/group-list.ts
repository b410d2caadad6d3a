import type { ColumnKind } from '../../model/column.ts';
import type { Finding, Report } from '../../model/report.ts';
import { isWaste } from '../../report/finding-order.ts';
import { count } from '../../report/format.ts';
import { waste } from '../../report/money.ts';
import { textWidth } from '../../report/safe-text.ts';
import { cell } from '../../report/table/finding-groups.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';
import { groupLabel } from './finding-lines.ts';

/** Columns of a value of some kind, as the formatting of figures keeps to. */
const WIDTHS = {
  text: 18,
  count: 9,
  tokens: 9,
  usd: 11,
  percent: 6,
  ms: 12,
  flag: 3,
} as const satisfies Record<ColumnKind, number>;

/** A detector's label is not let wider than this. */
const LABEL_MOST = 16;

interface GroupColumn extends ListColumn {
  cell(row: number): string;
}

/** The columns of a finding's groups: the label, its figures, then what the detector says of its own. */
export function groupColumns(report: Report, finding: Finding): readonly GroupColumn[] {
  const { groups, columns } = finding;
  const hasMoney = isWaste(finding) || finding.review.usd > 0;
  const right = { align: 'right' } as const;
  return [
    { label: 'group', cell: (row) => groupLabel(groups[row]!) },
    { label: 'calls', width: 7, ...right, cell: (row) => count(groups[row]!.calls, 7) },
    ...(hasMoney
      ? [
          {
            label: 'avoidable',
            width: 11,
            ...right,
            cell: (row: number) => waste(report, groups[row]!, groups[row]!.wastedUsd, 11),
          },
        ]
      : []),
    ...(finding.review.groups > 0
      ? [{ label: '', width: 6, cell: (row: number) => (groups[row]!.review ? 'review' : '') }]
      : []),
    ...columns.map((column, i) => ({
      label: column.label,
      width: Math.max(WIDTHS[column.kind], Math.min(LABEL_MOST, textWidth(column.label))),
      drop: i + 1,
      ...(column.kind === 'text' || column.kind === 'flag' ? {} : right),
      cell: (row: number) => cell(groups[row]!, column),
    })),
    { label: 'show', width: 8, drop: columns.length + 1, cell: (row) => groups[row]!.handle },
  ];
}

export function groupRows({ groups, columns }: Finding): ListRows {
  const texts = columns.filter(({ kind }) => kind === 'text');
  return {
    size: groups.length,
    text: (row) => {
      const group = groups[row]!;
      const own = texts.map((column) => cell(group, column)).join(' ');
      return `${groupLabel(group)} ${own} ${group.handle}${group.review ? ' review' : ''}`;
    },
    sorts: [
      { label: 'calls', by: (row) => groups[row]!.calls, isDescending: true },
      { label: 'name', by: (row) => groupLabel(groups[row]!) },
      ...columns.map(({ key, label, kind }) => ({
        label,
        by: (row: number) => sortValue(groups[row]![key]),
        isDescending: kind !== 'text',
      })),
    ],
  };
}

function sortValue(value: unknown): number | string {
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return Number(value);
  return Array.isArray(value) ? value.join(', ') : '';
}
