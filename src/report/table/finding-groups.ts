import type { Column, ColumnKind } from '../../model/column.ts';
import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { count, duration, percent, tokens, usd } from '../format.ts';
import { waste } from '../money.ts';
import type { GridColumn } from './grid.ts';
import type { Page } from './page.ts';

/** Groups of a finding that a terminal shows; the JSON report lists all that were kept. */
const GROUPS_SHOWN = 5;

/** Width of a text column that a detector adds beside the label. */
const TEXT_MIN = 8;

/** The counted groups of a finding, or those for review, as a table with the detector's own columns. */
export function groupTable(report: Report, finding: Finding, review: boolean, page: Page): void {
  const groups = finding.groups.filter((group) => group.review === review);
  if (groups.length === 0) return;
  const shown = groups.slice(0, GROUPS_SHOWN);
  page.table(
    [
      { label: '', min: 14 },
      { label: 'calls', align: 'right' },
      { label: 'cost', align: 'right' },
      ...finding.columns.map(gridColumn),
    ],
    shown.map((group) => [
      group.label === '' ? group.id : group.label,
      count(group.calls, 7),
      waste(report, group, group.wastedUsd, 11),
      ...finding.columns.map((column) => cell(group, column)),
    ]),
    { indent: 5 },
  );
  const total = review ? finding.review.groups : finding.groupsTotal - finding.review.groups;
  const more = Math.max(total, groups.length) - shown.length;
  if (more > 0) page.text(`and ${count(more)} more`, { style: 'dim', indent: 5 });
}

/** The last of a detector's columns is the first to go when the terminal is narrow. */
function gridColumn(column: Column, index: number): GridColumn {
  return column.kind === 'text'
    ? { label: column.label, min: TEXT_MIN, drop: index + 1 }
    : { label: column.label, align: 'right', drop: index + 1 };
}

const SHOW = {
  count: (value: number) => count(value, 9),
  tokens: (value: number) => tokens(value, 9),
  usd: (value: number) => usd(value, 11),
  percent,
  ms: duration,
} as const satisfies Record<Exclude<ColumnKind, 'text' | 'flag'>, (value: number) => string>;

function cell(group: FindingGroup, column: Column): string {
  const value = group[column.key];
  if (value === null || value === undefined) return column.kind === 'text' ? '' : '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return value.join(', ');
  if (typeof value === 'string') return value;
  return column.kind === 'text' || column.kind === 'flag' ? String(value) : SHOW[column.kind](value);
}
