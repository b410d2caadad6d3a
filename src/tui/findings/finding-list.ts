import type { Finding, Report } from '../../model/report.ts';
import { byMoney, isCounted, isWaste } from '../../report/finding-order.ts';
import { count, counted, percent } from '../../report/format.ts';
import { waste } from '../../report/money.ts';
import { bar } from '../../report/table/bar.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';

const BAR_COLUMNS = 8;

export const FINDING_COLUMNS: readonly ListColumn[] = [
  { label: 'finding' },
  { label: '', width: BAR_COLUMNS, drop: 1 },
  { label: 'avoidable', width: 11, align: 'right' },
  { label: 'share', width: 6, align: 'right' },
  { label: 'alone', width: 11, align: 'right', drop: 4 },
  { label: 'calls', width: 9, align: 'right', drop: 2 },
  { label: 'basis', width: 9, drop: 3 },
];

/** By money; then what is only worth knowing, what is to be reviewed, what was not found, and what could not be looked for. */
export function listedFindings({ findings }: Report): readonly Finding[] {
  return byMoney(findings).sort((a, b) => rank(a) - rank(b));
}

function rank(finding: Finding): number {
  if (isCounted(finding)) return isWaste(finding) ? 0 : 1;
  if (finding.review.groups > 0) return 2;
  return finding.status === 'failed' ? 5 : finding.status === 'notApplicable' ? 4 : 3;
}

/** The figures of a finding that is waste; its bar is as long as its money beside that of the dearest, `mostUsd`. */
export function findingCells(report: Report, finding: Finding, mostUsd: number): readonly string[] {
  const { title, countedUsd, wastedUsd, share, calls, basis } = finding;
  return [
    title,
    bar(mostUsd > 0 ? countedUsd / mostUsd : 0, BAR_COLUMNS),
    waste(report, finding, countedUsd, 11),
    share > 0 ? percent(share) : '',
    waste(report, finding, wastedUsd, 11),
    count(calls, 9),
    basis,
  ];
}

/** What stands in the place of figures where nothing certain is avoidable; undefined where there are figures. */
export function findingNote(report: Report, finding: Finding): string | undefined {
  const { title, review, status, reason, calls } = finding;
  if (isCounted(finding)) {
    if (isWaste(finding)) return undefined;
    return `${title}: worth knowing${calls > 0 ? ` of ${counted(calls, 'call')}` : ''}, nothing of it is avoidable`;
  }
  if (review.groups > 0) {
    const upTo = waste(report, review, review.usd);
    return `${title}: ${counted(review.groups, 'group')} for you to review, up to ${upTo}, in no total`;
  }
  const why = reason === null || reason === '' ? '' : `: ${reason}`;
  switch (status) {
    case 'notApplicable':
      return `${title}: could not be looked for${why}`;
    case 'failed':
      return `${title}: failed${why}`;
    case 'clean':
    case 'found':
      return `${title}: none found`;
    default:
      return status satisfies never;
  }
}

export function findingRows(report: Report, findings: readonly Finding[]): ListRows {
  return {
    size: findings.length,
    text: (row) => findingNote(report, findings[row]!) ?? `${findings[row]!.title} ${findings[row]!.basis}`,
    sorts: [
      { label: 'calls', by: (row) => findings[row]!.calls, isDescending: true },
      { label: 'money found alone', by: (row) => findings[row]!.wastedUsd, isDescending: true },
      { label: 'name', by: (row) => findings[row]!.title },
    ],
  };
}
