import type { Finding, Report } from '../../model/report.ts';
import { billedTokens } from '../../model/usage.ts';
import { count, counted, percent, tokens, usd } from '../format.ts';
import { waste } from '../money.ts';
import { fixes, groupTable } from './finding-groups.ts';
import type { Page } from './page.ts';

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
  page.heading('What was avoidable');
  found.filter(isWaste).forEach((finding, i) => {
    if (i > 0) page.blank();
    wasted(report, finding, i, page);
  });
  const known = found.filter((finding) => !isWaste(finding));
  if (known.length > 0) page.heading('Worth knowing: nothing of it is in the avoidable sum');
  known.forEach((finding, i) => {
    if (i > 0) page.blank();
    page.text(finding.title, { style: 'bold', indent: 2 });
    page.text(finding.why, { style: 'dim', indent: 5 });
    groupTable(report, finding, { review: false, shown: FEWER_GROUPS, hasMoney: false }, page);
    fixes(finding, FEWER_GROUPS, page);
  });
  vain(report.findings, page);
}

/** Found with groups that are certain; of others only the review section speaks. */
function isCounted({ status, groupsTotal, review, calls }: Finding): boolean {
  return status === 'found' && (calls > 0 || groupsTotal > review.groups);
}

function isWaste({ wastedUsd, wastedTokens }: Finding): boolean {
  return wastedUsd > 0 || billedTokens(wastedTokens) > 0;
}

function wasted(report: Report, finding: Finding, place: number, page: Page): void {
  const shown = place < DEAREST_FINDINGS ? GROUPS_SHOWN : FEWER_GROUPS;
  page.text(
    `${place + 1}. ${finding.title}: ${waste(report, finding, finding.countedUsd)}${share(finding)}`,
    { style: 'bold', indent: 2, hang: 3 },
  );
  page.text(finding.why, { style: 'dim', indent: 5 });
  page.text(evidence(report, finding), { indent: 5 });
  groupTable(report, finding, { review: false, shown }, page);
  fixes(finding, shown, page);
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

/** The rest, a sentence for each outcome. */
function vain(all: readonly Finding[], page: Page): void {
  const rest = all.filter((finding) => !isCounted(finding));
  const clean = rest.filter(({ status }) => status === 'clean' || status === 'found').map(cleanTitle);
  const sentences = [
    clean.length === 0 ? '' : `Looked for and not found: ${clean.join(', ')}.`,
    withReasons('Could not be looked for', rest, 'notApplicable'),
    withReasons('Failed, so missing here', rest, 'failed'),
  ].filter((sentence) => sentence !== '');
  if (sentences.length > 0) page.blank();
  for (const sentence of sentences) page.text(sentence, { style: 'dim', indent: 2, hang: 2 });
}

function cleanTitle({ title, review }: Finding): string {
  return review.groups > 0 ? `${title} (${count(review.groups)} to review below)` : title;
}

/** Findings with one reason stand together. */
function withReasons(what: string, rest: readonly Finding[], status: Finding['status']): string {
  const titles = new Map<string, string[]>();
  for (const finding of rest) {
    if (finding.status !== status) continue;
    const reason = finding.reason ?? '';
    titles.set(reason, [...(titles.get(reason) ?? []), finding.title]);
  }
  if (titles.size === 0) return '';
  const parts = [...titles].map(([reason, names]) =>
    reason === '' ? names.join(', ') : `${names.join(', ')} (${reason})`,
  );
  return `${what}: ${parts.join('; ')}.`;
}
