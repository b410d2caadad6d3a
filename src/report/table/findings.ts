import type { Finding, Report } from '../../model/report.ts';
import { billedTokens } from '../../model/usage.ts';
import { count, counted, percent, tokens, usd } from '../format.ts';
import { waste } from '../money.ts';
import { groupTable } from './finding-groups.ts';
import type { Page } from './page.ts';

/** What was wasted, the most money first; what was looked for in vain in a line each, so that silence is not taken for a clean bill. */
export function findings(report: Report, page: Page): void {
  if (report.findings.length === 0 || report.totals.calls === 0) return;
  const found = byMoney(report.findings.filter(({ status }) => status === 'found'));
  page.heading('What was avoidable');
  found.forEach((finding, i) => {
    if (i > 0) page.blank();
    page.text(`${i + 1}. ${finding.title}: ${waste(report, finding, finding.countedUsd)}${share(finding)}`, {
      style: 'bold',
      indent: 2,
      hang: 3,
    });
    page.text(evidence(report, finding), { indent: 5 });
    groupTable(report, finding, false, page);
    page.text(`Fix: ${finding.fix}`, { indent: 5, hang: 5 });
  });
  if (found.length > 0) page.blank();
  for (const finding of report.findings) {
    if (finding.status !== 'found') page.text(vain(finding), { style: 'dim', indent: 2, hang: 2 });
  }
}

/** Most counted money first; equal money in order of what was found alone, then of names. */
function byMoney(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => b.countedUsd - a.countedUsd || b.wastedUsd - a.wastedUsd || (a.detector < b.detector ? -1 : 1),
  );
}

function share(finding: Finding): string {
  return finding.share > 0 ? ` (${percent(finding.share)} of spend)` : '';
}

function evidence(report: Report, finding: Finding): string {
  const overlap =
    finding.countedUsd < finding.wastedUsd
      ? ` It found ${usd(finding.wastedUsd)}; the rest is already counted under another finding.`
      : '';
  const billed = billedTokens(finding.wastedTokens);
  return `${counted(finding.calls, 'call')}, ${tokens(billed)} avoidable ${billed === 1 ? 'token' : 'tokens'}, ${finding.basis}.${overlap}${unknown(report, finding)}`;
}

function unknown(report: Report, finding: Finding): string {
  if (report.totals.unpricedCalls === 0 || finding.calls === 0) return '';
  return finding.wastedUsd === 0 ? ' What they cost is not known.' : ' Calls without a price are not in it.';
}

function vain(finding: Finding): string {
  const because = finding.reason === null || finding.reason === '' ? '' : `: ${finding.reason}`;
  switch (finding.status) {
    case 'notApplicable':
      return `${finding.title}: could not be looked for${because}`;
    case 'failed':
      return `${finding.title}: failed and is missing here${because}`;
    case 'clean':
    case 'found': {
      const { groups } = finding.review;
      const open = groups > 0 ? `, ${count(groups)} to review below` : '';
      return `${finding.title}: none found${open}${because}`;
    }
    default:
      return finding.status satisfies never;
  }
}
