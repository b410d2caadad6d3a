import type { Column } from '../../model/column.ts';
import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { count } from '../format.ts';
import { waste } from '../money.ts';
import { valueText } from '../value-text.ts';
import type { GridColumn } from './grid.ts';
import type { Page } from './page.ts';

/** Width of a text column that a detector adds beside the label: dates, states and most models' names are whole in it. */
const TEXT_MIN = 17;

/** Width of a label beside which columns are dropped rather than cutting it further. */
const LABEL_MIN = 22;

/** Fixes of single groups that are spelled out; `llm-cost show` tells each group's. */
const FIXES_SHOWN = 2;

/** Which of a finding's groups a terminal shows, and how many; the JSON report lists all that were kept. */
interface Shown {
  readonly review: boolean;
  readonly shown: number;
  /** False for groups without avoidable tokens, whose money is no question. */
  readonly hasMoney?: boolean;
}

/** The counted groups of a finding, or those for review, as a table with the detector's own columns. */
export function groupTable(
  report: Report,
  finding: Finding,
  { review, shown: most, hasMoney = true }: Shown,
  page: Page,
): void {
  const groups = finding.groups.filter((group) => group.review === review);
  if (groups.length === 0) return;
  const shown = groups.slice(0, most);
  page.table(
    [
      { label: 'show', style: 'dim' },
      { label: '', min: LABEL_MIN },
      { label: 'calls', align: 'right' },
      ...(hasMoney ? [{ label: 'cost', align: 'right' } as const] : []),
      ...finding.columns.map(gridColumn),
    ],
    shown.map((group) => [
      group.handle,
      group.label === '' ? group.id : group.label,
      count(group.calls, 7),
      ...(hasMoney ? [waste(report, group, group.wastedUsd, 11)] : []),
      ...finding.columns.map((column) => cell(group, column)),
    ]),
    { indent: 5 },
  );
  const total = review ? finding.review.groups : finding.groupsTotal - finding.review.groups;
  const more = Math.max(total, groups.length) - shown.length;
  if (more > 0) {
    page.text(`and ${count(more)} more: llm-cost show ${finding.detector}`, { style: 'dim', indent: 5 });
  }
}

/** What to change in the groups that are shown, where they say it themselves; else what the finding says in general. */
export function fixes(finding: Finding, shown: number, page: Page): void {
  const groups = finding.groups.filter(({ review }) => !review).slice(0, shown);
  const own = ownFixes(groups);
  for (const [fix, handles] of [...own].slice(0, FIXES_SHOWN)) {
    const of = own.size === 1 ? '' : ` ${handles.join(', ')}`;
    page.text(`Fix${of}: ${fix}`, { indent: 5, hang: 5 });
  }
  if (own.size === 0) page.text(`Fix: ${finding.fix}`, { indent: 5, hang: 5 });
}

/** What groups say themselves is to be changed in them, each with the handles of those that say it. */
export function ownFixes(groups: readonly FindingGroup[]): ReadonlyMap<string, readonly string[]> {
  const own = new Map<string, string[]>();
  for (const { fix, handle } of groups) {
    const handles = fix === null ? undefined : own.get(fix);
    if (handles !== undefined) handles.push(handle);
    else if (fix !== null) own.set(fix, [handle]);
  }
  return own;
}

/** The last of a detector's columns is the first to go when the terminal is narrow. */
function gridColumn(column: Column, index: number): GridColumn {
  return column.kind === 'text'
    ? { label: column.label, min: TEXT_MIN, drop: index + 1 }
    : { label: column.label, align: 'right', drop: index + 1 };
}

/** What a group says in one of its detector's columns. */
export function cell(group: FindingGroup, column: Column): string {
  const value = group[column.key];
  return typeof value === 'object' && value !== null ? value.join(', ') : valueText(value, column.kind);
}
