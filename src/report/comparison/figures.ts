import { RISKS } from '../../model/replayed.ts';
import type { Report } from '../../model/report.ts';
import { count, percent, usd } from '../format.ts';
import { isAllUnpriced } from '../money.ts';
import { RISK_LABELS } from '../risk-text.ts';

/** One line of a comparison: a figure of every scenario, in their order. */
export interface Figure {
  readonly label: string;
  readonly cells: readonly string[];
}

const MONEY_WIDTH = 13;

/** What scenarios are compared by; money that cannot be known is said to be unknown. */
export function figuresOf(reports: readonly Report[]): readonly Figure[] {
  const hasRange = reports.some(({ combined }) => combined.range !== null);
  const risks = RISKS.filter((risk) => reports.some(({ combined }) => combined.risk.kinds[risk] > 0));
  const row = (label: string, of: (report: Report) => string): Figure => ({ label, cells: reports.map(of) });
  const money = (label: string, of: (report: Report) => number | undefined): Figure =>
    row(label, (report) => usd(isAllUnpriced(report.totals) ? null : of(report), MONEY_WIDTH));
  const best = cheapest(reports);
  return [
    ...(best.some((isBest) => isBest)
      ? [{ label: '', cells: best.map((isBest) => (isBest ? 'costs least' : '')) }]
      : []),
    money('as billed', ({ combined }) => combined.beforeUsd),
    money('then', ({ combined }) => combined.afterUsd),
    money('saved', ({ combined }) => combined.savedUsd),
    ...(reports.some(({ combined }) => combined.unservedUsd > 0)
      ? [money('  of it refused calls', ({ combined }) => combined.unservedUsd)]
      : []),
    row('share saved', ({ combined, totals }) => percent(isAllUnpriced(totals) ? null : combined.share)),
    ...(hasRange
      ? [
          money('saved, pessimistic', ({ combined }) => combined.range?.pessimisticUsd ?? combined.savedUsd),
          money('saved, optimistic', ({ combined }) => combined.range?.optimisticUsd ?? combined.savedUsd),
        ]
      : []),
    money('a month now', ({ scenario }) => scenario?.monthly?.beforeUsd),
    money('a month then', ({ scenario }) => scenario?.monthly?.afterUsd),
    money('a month saved', ({ scenario }) => scenario?.monthly?.savedUsd),
    money('a year now', ({ scenario }) => scenario?.yearly?.beforeUsd),
    money('a year then', ({ scenario }) => scenario?.yearly?.afterUsd),
    money('a year saved', ({ scenario }) => scenario?.yearly?.savedUsd),
    row('changes of calls', ({ strategies }) =>
      count(
        strategies.reduce((sum, { callsChanged }) => sum + callsChanged, 0),
        9,
      ),
    ),
    row('calls at risk', ({ combined }) => percent(combined.risk.share)),
    ...risks.map((risk) =>
      row(`  ${RISK_LABELS[risk]}`, ({ combined, totals }) =>
        percent(totals.calls > 0 ? combined.risk.kinds[risk] / totals.calls : null),
      ),
    ),
  ];
}

/**
 * Which scenarios cost the least; none where nothing is cheaper than what was billed, or nothing is known. Refused calls count
 * as if they were made: otherwise the scenario that answers nobody would be the best.
 */
function cheapest(reports: readonly Report[]): readonly boolean[] {
  const costs = reports.map(({ combined: { savedUsd, unservedUsd, afterUsd }, totals }) =>
    isAllUnpriced(totals) || !(savedUsd - unservedUsd > 0)
      ? Number.POSITIVE_INFINITY
      : afterUsd + unservedUsd,
  );
  const least = Math.min(...costs);
  return costs.map((cost) => cost === least && cost < Number.POSITIVE_INFINITY);
}
