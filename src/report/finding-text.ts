import type { Finding, Report } from '../model/report.ts';
import { billedTokens } from '../model/usage.ts';
import { isCounted } from './finding-order.ts';
import { count, counted, tokens, usd } from './format.ts';

/** How many calls and tokens, how that is known, and what of it other findings count. */
export function evidenceText(report: Report, finding: Finding): string {
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

/** What was looked for in vain, could not be looked for, or failed: a sentence for each outcome, with the reasons. */
export function vainSentences(all: readonly Finding[]): string[] {
  const rest = all.filter((finding) => !isCounted(finding));
  const clean = rest.filter(({ status }) => status === 'clean' || status === 'found').map(cleanTitle);
  return [
    clean.length === 0 ? '' : `Looked for and not found: ${clean.join(', ')}.`,
    withReasons('Could not be looked for', rest, 'notApplicable'),
    withReasons('Failed, so missing here', rest, 'failed'),
  ].filter((sentence) => sentence !== '');
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
