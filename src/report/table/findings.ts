import type { Finding, Report } from '../../model/report.ts';
import { byMoney, isCounted, isWaste } from '../finding-order.ts';
import { evidenceText, vainSentences } from '../finding-text.ts';
import { percent } from '../format.ts';
import { waste } from '../money.ts';
import { bar, barColumns } from './bar.ts';
import { fixes, groupTable } from './finding-groups.ts';
import type { Page, PageColumn } from './page.ts';

/** Groups shown of a finding: more of the dearest findings, for a report of all of them is to be read. */
const GROUPS_SHOWN = 5;
const FEWER_GROUPS = 3;
const DEAREST_FINDINGS = 3;

/**
 * What was wasted, the most money first; then what is worth knowing without being waste; what was looked for in vain in a
 * sentence, so that silence is not taken for a clean bill.
 */
export function findings(report: Report, page: Page): void {
  if (report.findings.length === 0 || report.totals.calls === 0) return;
  const found = byMoney(report.findings.filter(isCounted));
  const wasteful = found.filter(isWaste);
  const known = found.filter((finding) => !isWaste(finding));
  if (wasteful.length > 0 || known.length === 0) page.heading('What was avoidable');
  page.table(
    titleColumns(page.width),
    wasteful.map((finding, i) => titleRow(report, finding, i, page.width)),
    {
      indent: 2,
      below: (i) => {
        wasted(report, wasteful[i]!, i, page);
        if (i < wasteful.length - 1) page.blank();
      },
    },
  );
  if (known.length > 0) page.heading('Worth knowing: nothing of it is in the avoidable sum');
  known.forEach((finding, i) => {
    if (i > 0) page.blank();
    page.text(finding.title, { style: 'bold', indent: 2 });
    page.text(finding.why, { style: 'dim', indent: 5 });
    groupTable(report, finding, { review: false, shown: FEWER_GROUPS, hasMoney: false }, page);
    fixes(finding, FEWER_GROUPS, page);
  });
  const sentences = vainSentences(report.findings);
  if (sentences.length > 0 && found.length > 0) page.blank();
  for (const sentence of sentences) page.text(sentence, { style: 'dim', indent: 2, hang: 2 });
}

/** Titles of all findings stand in one table, so that their figures and bars can be compared down the page. */
function titleColumns(pageWidth: number): readonly PageColumn[] {
  return [
    { label: '', min: 20, style: 'bold' },
    { label: '', align: 'right', style: 'bold' },
    { label: '', align: 'right', drop: 1 },
    { label: '', drop: 2, style: 'accent', wide: barColumns(pageWidth) },
  ];
}

function titleRow(report: Report, finding: Finding, place: number, pageWidth: number): string[] {
  return [
    `${place + 1}. ${finding.title}`,
    waste(report, finding, finding.countedUsd),
    finding.share > 0 ? percent(finding.share) : '',
    bar(finding.share, barColumns(pageWidth)),
  ];
}

function wasted(report: Report, finding: Finding, place: number, page: Page): void {
  const shown = place < DEAREST_FINDINGS ? GROUPS_SHOWN : FEWER_GROUPS;
  page.text(finding.why, { style: 'dim', indent: 5 });
  page.text(evidenceText(report, finding), { indent: 5 });
  groupTable(report, finding, { review: false, shown }, page);
  fixes(finding, shown, page);
}
