import type { Report } from '../../model/report.ts';
import { counted } from '../format.ts';
import { waste } from '../money.ts';
import { groupTable } from './finding-groups.ts';
import type { Page } from './page.ts';

/** Groups shown of a finding; `llm-cost show` has them all. */
const GROUPS_SHOWN = 3;

/** What looks avoidable and is not certain: named apart, in no total. */
export function review(report: Report, page: Page): void {
  const open = report.findings
    .filter(({ review }) => review.groups > 0)
    .sort((a, b) => b.review.usd - a.review.usd || (a.detector < b.detector ? -1 : 1));
  if (open.length === 0) return;
  page.heading('For you to review: not certain, in no total');
  for (const finding of open) {
    const { groups, calls, usd } = finding.review;
    page.text(
      `${finding.title}: ${counted(groups, 'group')}, ${counted(calls, 'call')}, up to ${waste(report, { calls }, usd)}`,
      { indent: 2, hang: 3 },
    );
    groupTable(report, finding, { review: true, shown: GROUPS_SHOWN }, page);
  }
}
