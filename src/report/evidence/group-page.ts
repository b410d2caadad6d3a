import type {
  Evidence,
  EvidenceGroup,
  FindingFacts,
  FindingSubject,
  GroupSubject,
} from '../../model/evidence.ts';
import { count, counted, usd } from '../format.ts';
import { cell } from '../table/finding-groups.ts';
import type { Page } from '../table/page.ts';

/** One group: its money, its numbers, what to change. */
export function groupPage(evidence: Evidence, { finding, group }: GroupSubject, page: Page): void {
  const name = group.label === '' ? group.id : group.label;
  page.text(`${finding.title}: ${name}`, { style: 'bold' });
  page.text(`${money(evidence, group)} ${finding.detector}:${group.handle}`);
  if (group.review) page.text('For you to review: not certain, so in no total.', { style: 'bad' });
  columns(finding, group, page);
  reasons(finding, group.fix, page);
}

/** All that a detector found: its groups, each with the handle that shows it. */
export function findingPage(
  evidence: Evidence,
  { finding, groups, groupsTotal }: FindingSubject,
  page: Page,
): void {
  const isMoney = finding.status !== 'found' || finding.calls > 0;
  const total = isMoney ? `: ${usd(known(evidence, finding.calls, finding.countedUsd))}` : '';
  page.text(`${finding.title}${total}`, { style: 'bold' });
  page.text(verdict(evidence, finding, groups));
  reasons(finding, null, page);
  if (groups.length === 0) return;
  page.heading(`Groups (${count(groupsTotal)})`);
  const hasMoney = finding.calls > 0 || groups.some(({ wastedUsd }) => wastedUsd > 0);
  page.table(
    [
      { label: 'show' },
      { label: '', min: 22 },
      { label: 'calls', align: 'right' },
      ...(hasMoney
        ? [
            { label: 'cost', align: 'right' as const },
            { label: 'counted', align: 'right' as const, drop: 90 },
          ]
        : []),
      { label: '', drop: 91 },
      ...finding.columns.map((column, i) => ({
        label: column.label,
        drop: i + 1,
        ...(column.kind === 'text' ? { min: 8 } : { align: 'right' as const }),
      })),
    ],
    groups.map((group) => [
      group.handle,
      group.label === '' ? group.id : group.label,
      count(group.calls, 7),
      ...(hasMoney
        ? [
            usd(known(evidence, group.calls, group.wastedUsd), 11),
            usd(known(evidence, group.calls, group.countedUsd), 11),
          ]
        : []),
      group.review ? 'review' : '',
      ...finding.columns.map((column) => cell(group, column)),
    ]),
    { indent: 2 },
  );
  const more = groupsTotal - groups.length;
  if (more > 0) page.text(`and ${count(more)} more (--top)`, { style: 'dim', indent: 2 });
}

function verdict(
  evidence: Evidence,
  finding: FindingSubject['finding'],
  groups: readonly EvidenceGroup[],
): string {
  switch (finding.status) {
    case 'notApplicable':
      return `Could not be looked for: ${finding.reason ?? ''}.`;
    case 'failed':
      return `Failed: ${finding.reason ?? ''}.`;
    case 'clean':
      return 'None found.';
    case 'found': {
      if (finding.calls === 0) {
        const calls = counted(evidence.callsTotal, 'call');
        return groups.every(({ review }) => review)
          ? `${calls} for you to review: not certain, so in no total.`
          : `${calls}; by itself nothing of them is avoidable.`;
      }
      const found = usd(known(evidence, finding.calls, finding.wastedUsd));
      const total =
        finding.countedUsd < finding.wastedUsd
          ? `; ${usd(finding.countedUsd)} of it is in the total, the rest is already counted under another finding`
          : '';
      return `${counted(finding.calls, 'call')} with avoidable tokens, ${found}, ${finding.basis}${total}.`;
    }
    default:
      return finding.status satisfies never;
  }
}

function money(evidence: Evidence, group: EvidenceGroup): string {
  const calls = counted(group.calls, 'call');
  if (group.wastedUsd === 0 && evidence.totals.unpricedCalls === 0) return `${calls}, ${group.basis}.`;
  const avoidable = `${usd(known(evidence, group.calls, group.wastedUsd))} avoidable in ${calls}, ${group.basis}.`;
  if (group.review || group.countedUsd >= group.wastedUsd) return avoidable;
  return `${avoidable} ${usd(group.countedUsd)} of it is in the total; the rest is counted under another finding.`;
}

/** Nothing wasted on calls without a price is unknown, not 0. */
function known({ totals }: Evidence, calls: number, value: number): number | null {
  return value === 0 && calls > 0 && totals.unpricedCalls > 0 ? null : value;
}

function columns(finding: FindingFacts, group: EvidenceGroup, page: Page): void {
  const shown = finding.columns
    .map((column) => ({ label: column.label, value: cell(group, column) }))
    .filter(({ value }) => value !== '' && value !== '-');
  page.text(shown.map(({ label, value }) => `${label}: ${value}`).join('; '), { style: 'dim', hang: 2 });
}

function reasons(finding: FindingFacts, fix: string | null, page: Page): void {
  page.blank();
  page.text(`Why: ${finding.why}`, { hang: 5 });
  if (fix !== null) page.text(`Fix: ${fix}`, { hang: 5 });
  if (finding.fix !== '') page.text(`${fix === null ? 'Fix: ' : 'In general: '}${finding.fix}`, { hang: 5 });
}
