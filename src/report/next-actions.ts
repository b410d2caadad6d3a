import type { Report } from '../model/report.ts';
import { counted } from './format.ts';

/** One thing worth doing, with what it would have saved in US dollars over the log. */
export interface Action {
  readonly title: string;
  readonly what: string;
  readonly savesUsd: number;
  /** What `llm-cost show` takes to show the calls behind it; null where there is nothing to show. */
  readonly show: string | null;
  /** The command line that tells more. */
  readonly command: string;
}

/** A group with so much of its finding's money speaks for it. Own choice. */
const MOST = 0.5;

/**
 * The `limit` most valuable actions. Findings are disjoint among themselves and so are strategies in their sequence,
 * but a finding and a strategy can save the same dollar: the figures of a mixed list must not be added up.
 */
export function nextActions(report: Report, limit = 3): Action[] {
  const fixes = report.findings
    .filter(({ status }) => status === 'found')
    .map(({ title, fix, countedUsd, wastedUsd, groups, detector }) => {
      const [first] = groups.filter(({ review }) => !review);
      const isMost = first !== undefined && first.wastedUsd >= MOST * wastedUsd;
      const show = isMost ? first.handle : detector;
      return {
        title,
        what: (isMost ? first.fix : null) ?? fix,
        savesUsd: countedUsd,
        show,
        command: `llm-cost show ${show}`,
      };
    });
  const moves = report.strategies
    .filter(({ status }) => status === 'found')
    .map(({ strategy, title, savedUsd, callsChanged, basis }) => ({
      title,
      what: `${counted(callsChanged, 'call')} would change, by a replay of the log (${basis}).`,
      savesUsd: savedUsd,
      show: null,
      command: `llm-cost simulate --strategies ${strategy}`,
    }));
  return [...fixes, ...moves]
    .filter(({ savesUsd }) => savesUsd > 0)
    .sort((a, b) => b.savesUsd - a.savesUsd)
    .slice(0, limit);
}
