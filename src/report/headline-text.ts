import type { Report, StrategyResult } from '../model/report.ts';
import { type Basis, promptTokens } from '../model/usage.ts';
import { count, counted, duration, percent, tokens, usd } from './format.ts';
import { dateTime } from './format-time.ts';
import { isAllUnpriced, unserved } from './money.ts';

const DAY_MS = 86_400_000;

/** "$1.20 was spent"; a sum that calls are missing from is a lower bound. */
export function spentText({ totals }: Report): string {
  if (isAllUnpriced(totals)) return 'An unknown amount was spent';
  return `${totals.unpricedCalls > 0 ? 'At least ' : ''}${usd(totals.costUsd)} was spent`;
}

/** " on 12 calls, 2026-09-01 00:00 to 2026-09-04 18:22 (3.8 days)". */
export function periodText({ totals, window, timezone }: Report): string {
  const calls = ` on ${counted(totals.calls, 'call')}`;
  if (window.from === null || window.to === null) return `${calls}, at times the log does not say`;
  const length = window.days === null || window.days === 0 ? '' : ` (${duration(window.days * DAY_MS)})`;
  return `${calls}, ${spanText(window.from, window.to, timezone)}${length}`;
}

/** From when to when; the same minute once. */
export function spanText(from: string, to: string, timezone: string): string {
  const [first, last] = [dateTime(from, timezone), dateTime(to, timezone)];
  return first === last ? first : `${first} to ${last}`;
}

/** How much of it was avoidable, and how that is known. */
export function avoidableText({ recoverable, totals }: Report): string {
  if (recoverable.usd === 0) {
    return isAllUnpriced(totals)
      ? 'How much of it was avoidable cannot be said without prices.'
      : 'Nothing of it was found to be avoidable.';
  }
  const parts = avoidableParts(recoverable).map(({ usd: part, basis }) => `${usd(part)} ${basis}`);
  return `${usd(recoverable.usd)} of it (${percent(recoverable.share)}) was avoidable: ${parts.join(', ')}.`;
}

/** What is avoidable by how that is known; only what there is. */
export function avoidableParts(recoverable: Report['recoverable']): { usd: number; basis: Basis }[] {
  const { measuredUsd, estimatedUsd, assumedUsd } = recoverable;
  const parts: { usd: number; basis: Basis }[] = [
    { usd: measuredUsd, basis: 'measured' },
    { usd: estimatedUsd, basis: 'estimated' },
    { usd: assumedUsd, basis: 'assumed' },
  ];
  return parts.filter((part) => part.usd !== 0);
}

/** What the strategies save together, by how that is known: an assumption is not to be read as a measurement. */
export function savedParts(strategies: readonly StrategyResult[]): string[] {
  const saved: Record<Basis, number> = { measured: 0, estimated: 0, assumed: 0 };
  for (const { status, basis, savedUsd } of strategies) if (status === 'found') saved[basis] += savedUsd;
  const known = Object.entries(saved).filter(([, sum]) => sum !== 0);
  return known.length === 1 ? [known[0]![0]] : known.map(([basis, sum]) => `${usd(sum)} ${basis}`);
}

/** What the strategies would leave; '' where none was replayed or nothing can be said. */
export function wouldBeLeftText({ strategies, combined, totals }: Report): string {
  if (isAllUnpriced(totals) || !strategies.some(({ status }) => status === 'found')) return '';
  if (!(combined.savedUsd > 0)) return '';
  const least = totals.unpricedCalls > 0 ? 'At least ' : '';
  const left = `${least}${usd(combined.afterUsd)} would be left with the strategies below: ${percent(combined.share)} less (${savedParts(strategies).join(', ')}).`;
  return combined.unservedUsd > 0 ? `${left} ${unserved(combined.unservedUsd)}` : left;
}

/** What of the log is missing from the figures, or not certain; a sentence each, empty where all is well. */
export function gapSentences({ totals, inputs, warnings }: Report): string[] {
  const { unpricedCalls, unpricedTokens } = totals;
  const skipped = inputs.reduce((sum, input) => sum + input.skipped, 0);
  const seen = [
    skipped > 0 ? `${counted(skipped, 'record')} could not be read` : '',
    warnings.length > 0 ? counted(warnings.length, 'warning') : '',
  ].filter((part) => part !== '');
  return [
    unpricedCalls > 0
      ? `${counted(unpricedCalls, 'call')} with ${tokens(unpricedTokens)} tokens ${unpricedCalls === 1 ? 'has' : 'have'} no known price and ${unpricedCalls === 1 ? 'is' : 'are'} not in any figure below.`
      : '',
    seen.length > 0 ? `${seen.join(', and ')}: see below what was read.` : '',
  ].filter((sentence) => sentence !== '');
}

/** Tokens, and what is odd about calls or their cost; a sentence each. */
export function usageSentences({ totals }: Report): string[] {
  const marks = [
    totals.failedCalls > 0 ? `${count(totals.failedCalls)} failed` : '',
    totals.estimatedCalls > 0
      ? `${count(totals.estimatedCalls)} without logged usage, counted from their text`
      : '',
  ].filter((mark) => mark !== '');
  return [
    tokenText(totals.tokens),
    ...(marks.length > 0 ? [`Of the calls: ${marks.join('; ')}.`] : []),
    ...(totals.loggedCostUsd === null
      ? []
      : [`Where the log itself states a cost, the sum is ${usd(totals.loggedCostUsd)}.`]),
  ];
}

function tokenText(used: Report['totals']['tokens']): string {
  const written = used.cacheWrite5m + used.cacheWrite1h;
  const parts = [
    used.cacheRead > 0 ? `${tokens(used.cacheRead)} read from a cache` : '',
    written > 0 ? `${tokens(written)} written to ${used.cacheRead > 0 ? 'one' : 'a cache'}` : '',
  ].filter((part) => part !== '');
  const cached = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  const reasoning = used.reasoning > 0 ? ` (${tokens(used.reasoning)} reasoning)` : '';
  return `Tokens: ${tokens(promptTokens(used))} in${cached}, ${tokens(used.output)} out${reasoning}.`;
}

/** What the figures were made with. */
export function madeWithText({ priceBook, timezone, tool }: Report): string {
  const own = priceBook.overrides;
  const overrides = own.length > 0 ? ` with your own (${own.join(', ')})` : '';
  return `Prices of ${priceBook.version}${overrides}; times in ${timezone}; llm-cost ${tool.version}.`;
}
