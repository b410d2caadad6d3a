import { RISKS, type Risk, type RiskCounts } from '../model/replayed.ts';
import { count, percent } from './format.ts';

/** What follows "12.3% of calls". */
const NOTICED = {
  otherModel: 'are answered by another model',
  cachedAnswer: 'are answered from a cache',
  lessContext: 'are answered from less of their prompt',
  shorterAnswer: 'get a shorter answer',
  sharedRequest: 'share their request with others',
  refused: 'are refused',
  delayed: 'are answered later',
} as const satisfies Readonly<Record<Risk, string>>;

/** The same as the name of a figure. */
export const RISK_LABELS = {
  otherModel: 'another model',
  cachedAnswer: 'from a cache',
  lessContext: 'less context',
  shorterAnswer: 'shorter answer',
  sharedRequest: 'shared request',
  refused: 'refused',
  delayed: 'later',
} as const satisfies Readonly<Record<Risk, string>>;

/** What callers may notice, a sentence a kind, the most calls first; empty when there is nothing to notice. */
export function riskSentences(kinds: RiskCounts, allCalls: number): string[] {
  return RISKS.filter((risk) => kinds[risk] > 0)
    .sort((a, b) => kinds[b] - kinds[a])
    .map((risk) => `${shareOf(kinds[risk], allCalls)} of calls (${count(kinds[risk])}) ${NOTICED[risk]}`);
}

function shareOf(calls: number, allCalls: number): string {
  return percent(allCalls > 0 ? calls / allCalls : null);
}
