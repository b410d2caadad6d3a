import type { Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, counted, duration, percent, tokens, usd } from '../format.ts';
import { dateTime } from '../format-time.ts';
import { isAllUnpriced } from '../money.ts';
import { nextActions } from '../next-actions.ts';
import type { Page } from './page.ts';

const DAY_MS = 86_400_000;

/** What was spent, on how many calls, when, and how much of it was avoidable. */
export function headline(report: Report, page: Page): void {
  const { totals } = report;
  if (totals.calls === 0) {
    page.text('No calls were found in the input.', { style: 'bold' });
    page.text(about(report), { style: 'dim' });
    return;
  }
  page.text(`${spent(report)} on ${counted(totals.calls, 'call')}${period(report)}`, { style: 'bold' });
  if (totals.unpricedCalls > 0) {
    page.text(
      `${counted(totals.unpricedCalls, 'call')} with ${tokens(totals.unpricedTokens)} tokens ${totals.unpricedCalls === 1 ? 'has' : 'have'} no known price and ${totals.unpricedCalls === 1 ? 'is' : 'are'} not in any figure below.`,
      { style: 'bad' },
    );
  }
  if (report.scenario === null) avoidable(report, page);
  page.text(tokenLine(report));
  const marks = [
    totals.failedCalls > 0 ? `${count(totals.failedCalls)} failed` : '',
    totals.estimatedCalls > 0
      ? `${count(totals.estimatedCalls)} without logged usage, counted from their text`
      : '',
  ].filter((mark) => mark !== '');
  if (marks.length > 0) page.text(`Of the calls: ${marks.join('; ')}.`);
  if (totals.loggedCostUsd !== null) {
    page.text(`Where the log itself states a cost, the sum is ${usd(totals.loggedCostUsd)}.`);
  }
  page.text(about(report), { style: 'dim' });
}

/** A simulation looks for no waste. */
function avoidable(report: Report, page: Page): void {
  page.text(recoverable(report), { style: report.recoverable.usd > 0 ? 'good' : 'plain' });
  const worth = nextActions(report);
  if (worth.length > 0) {
    const parts = worth.map(({ title, savesUsd }) => `${title} (${usd(savesUsd)})`);
    page.text(`Worth doing first, in words at the end: ${parts.join(', ')}.`);
  }
}

function spent({ totals }: Report): string {
  if (isAllUnpriced(totals)) return 'An unknown amount was spent';
  return `${totals.unpricedCalls > 0 ? 'At least ' : ''}${usd(totals.costUsd)} was spent`;
}

function period({ window, timezone }: Report): string {
  if (window.from === null || window.to === null) return ', at times the log does not say';
  const length = window.days === null || window.days === 0 ? '' : ` (${duration(window.days * DAY_MS)})`;
  return `, ${dateTime(window.from, timezone)} to ${dateTime(window.to, timezone)}${length}`;
}

function recoverable({ recoverable, totals }: Report): string {
  if (recoverable.usd === 0) {
    return isAllUnpriced(totals)
      ? 'How much of it was avoidable cannot be said without prices.'
      : 'Nothing of it was found to be avoidable.';
  }
  const parts = [
    recoverable.measuredUsd === 0 ? '' : `${usd(recoverable.measuredUsd)} measured`,
    recoverable.estimatedUsd === 0 ? '' : `${usd(recoverable.estimatedUsd)} estimated`,
    recoverable.assumedUsd === 0 ? '' : `${usd(recoverable.assumedUsd)} assumed`,
  ].filter((part) => part !== '');
  return `${usd(recoverable.usd)} of it (${percent(recoverable.share)}) was avoidable: ${parts.join(', ')}.`;
}

function tokenLine({ totals }: Report): string {
  const used = totals.tokens;
  const prompt = promptTokens(used);
  const written = used.cacheWrite5m + used.cacheWrite1h;
  const parts = [
    used.cacheRead > 0 ? `${tokens(used.cacheRead)} read from a cache` : '',
    written > 0 ? `${tokens(written)} written to one` : '',
  ].filter((part) => part !== '');
  const cached = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  const reasoning = used.reasoning > 0 ? ` (${tokens(used.reasoning)} reasoning)` : '';
  return `Tokens: ${tokens(prompt)} in${cached}, ${tokens(used.output)} out${reasoning}.`;
}

function about(report: Report): string {
  const own = report.priceBook.overrides;
  const overrides = own.length > 0 ? ` with your own (${own.join(', ')})` : '';
  return `Prices of ${report.priceBook.version}${overrides}; times in ${report.timezone}; llm-cost ${report.tool.version}.`;
}
