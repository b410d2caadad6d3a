import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { count } from '../format.ts';
import { waste } from '../money.ts';
import { html, type Markup, name } from './markup.ts';
import { cellOf, columnOf, DEAREST_SHOWN, figureCell, tableOf, textCell } from './sortable-table.ts';

interface Shown {
  /** Unique in the page. */
  readonly id: string;
  readonly review: boolean;
  /** False for groups without avoidable tokens, whose money is no question. */
  readonly hasMoney?: boolean;
}

/** The counted groups of a finding, or those for review, with the detector's own columns. Undefined where there are none. */
export function groupTable(
  report: Report,
  finding: Finding,
  { id, review, hasMoney = true }: Shown,
): Markup | undefined {
  const groups = finding.groups.filter((group) => group.review === review);
  if (groups.length === 0) return undefined;
  const total = review ? finding.review.groups : finding.groupsTotal - finding.review.groups;
  const hasFixes = groups.some(({ fix }) => fix !== null);
  // A column that says nothing here only makes the others narrow.
  const columns = finding.columns.filter(({ key }) => groups.some((group) => (group[key] ?? '') !== ''));
  return tableOf({
    id,
    shown: DEAREST_SHOWN,
    caption: html`${total > groups.length ? `${count(groups.length)} of ${count(total)} groups` : `${count(groups.length)} ${groups.length === 1 ? 'group' : 'groups'}`}`,
    columns: [
      { label: 'What', look: 'label' },
      { label: 'Calls', look: 'number' },
      ...(hasMoney ? [{ label: 'Cost', look: 'number' } as const] : []),
      ...columns.map(columnOf),
      ...(hasFixes ? [{ label: 'What to change', look: 'label' } as const] : []),
    ],
    rows: groups.map((group) => [
      textCell(label(group)),
      figureCell(count(group.calls), group.calls),
      ...(hasMoney ? [figureCell(waste(report, group, group.wastedUsd), group.wastedUsd)] : []),
      ...columns.map(({ key, kind }) => cellOf(group[key], kind)),
      ...(hasFixes ? [textCell(group.fix ?? finding.fix)] : []),
    ]),
  });
}

/** A group by its words; the code is what `llm-cost show` takes. */
function label({ label, id, handle }: FindingGroup): Markup {
  return html`${name(label === '' ? id : label)} <code class="muted">${handle}</code>`;
}
