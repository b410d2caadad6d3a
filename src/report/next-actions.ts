import type { Report } from '../model/report.ts';
import { counted } from './format.ts';

/** One thing worth doing, with what it would have saved in US dollars over the log. */
export interface Action {
  readonly title: string;
  readonly what: string;
  readonly savesUsd: number;
}

/**
 * The `limit` most valuable actions. Findings are disjoint among themselves and so are strategies in their sequence,
 * but a finding and a strategy can save the same dollar: the figures of a mixed list must not be added up.
 */
export function nextActions(report: Report, limit = 3): Action[] {
  const fixes = report.findings
    .filter(({ status }) => status === 'found')
    .map(({ title, fix, countedUsd }) => ({ title, what: fix, savesUsd: countedUsd }));
  const moves = report.strategies
    .filter(({ status }) => status === 'found')
    .map(({ title, savedUsd, callsChanged, basis }) => ({
      title,
      what: `${basis} by replaying the log; ${counted(callsChanged, 'call')} would change. See llm-cost strategies.`,
      savesUsd: savedUsd,
    }));
  return [...fixes, ...moves]
    .filter(({ savesUsd }) => savesUsd > 0)
    .sort((a, b) => b.savesUsd - a.savesUsd)
    .slice(0, limit);
}
