import type { Group, Grouping, Report, Totals } from '../../model/report.ts';
import { isAllUnpriced } from '../money.ts';
import { groupName } from '../spend-groups.ts';
import type { DataTable } from './data-table.ts';
import { groupingName } from './grouping-names.ts';
import { type Field, field, tableId, tableOf } from './table-of.ts';

/** Sums of calls. Money that no call of the sum has a price for is unknown; with some of them it is a lower bound. */
const TOTALS: readonly Field<Totals>[] = [
  field('calls', 'calls', 'count', ({ calls }) => calls),
  field('failedCalls', 'failed', 'count', ({ failedCalls }) => failedCalls),
  field('estimatedCalls', 'estimated', 'count', ({ estimatedCalls }) => estimatedCalls),
  field('unpricedCalls', 'unpriced', 'count', ({ unpricedCalls }) => unpricedCalls),
  field('tokensUnpriced', 'unpriced tokens', 'tokens', ({ unpricedTokens }) => unpricedTokens),
  field('tokensInput', 'input', 'tokens', ({ tokens }) => tokens.input),
  field('tokensCacheRead', 'cache read', 'tokens', ({ tokens }) => tokens.cacheRead),
  field('tokensCacheWrite5m', 'cache write', 'tokens', ({ tokens }) => tokens.cacheWrite5m),
  field('tokensCacheWrite1h', '1-hour cache write', 'tokens', ({ tokens }) => tokens.cacheWrite1h),
  field('tokensOutput', 'output', 'tokens', ({ tokens }) => tokens.output),
  field('tokensReasoning', 'of it reasoning', 'tokens', ({ tokens }) => tokens.reasoning),
  field('costUsd', 'cost', 'usd', (totals) => (isAllUnpriced(totals) ? null : totals.costUsd)),
  field('loggedCostUsd', 'cost in the log', 'usd', ({ loggedCostUsd }) => loggedCostUsd),
];

const SHARE: Field<Group> = field('share', 'share', 'percent', (group) =>
  isAllUnpriced(group) ? null : group.share,
);

/** The report in one row. */
export function totalsTable(report: Report): DataTable {
  const { totals, window, recoverable, combined } = report;
  // Nothing can be said of what was saved where nothing is known of what was spent.
  const known = (value: number): number | null => (isAllUnpriced(totals) ? null : value);
  return tableOf(
    'totals',
    'Totals',
    [totals],
    [
      field('from', 'from', 'text', () => window.from),
      field('to', 'to', 'text', () => window.to),
      field('days', 'days', 'count', () => window.days),
      ...TOTALS,
      field('recoverableUsd', 'avoidable', 'usd', () => known(recoverable.usd)),
      field('recoverableMeasuredUsd', 'measured', 'usd', () => known(recoverable.measuredUsd)),
      field('recoverableEstimatedUsd', 'estimated', 'usd', () => known(recoverable.estimatedUsd)),
      field('recoverableAssumedUsd', 'assumed', 'usd', () => known(recoverable.assumedUsd)),
      field('afterUsd', 'cost after the strategies', 'usd', () => known(combined.afterUsd)),
      field('savedUsd', 'saved by the strategies', 'usd', () => known(combined.savedUsd)),
    ],
  );
}

/** A table for every grouping of the report, the kinds that it always has first. */
export function spendTables(report: Report): DataTable[] {
  return groupingsOf(report).map((grouping) => ({
    ...tableOf<Group>(
      tableId('spend-by', grouping),
      `Spend by ${groupingName(grouping)}`,
      groupsOf(report, grouping),
      [
        field('key', groupingName(grouping), 'text', ({ key }) => key),
        field('label', 'name', 'text', (group) => groupName(report, grouping, group)),
        ...TOTALS,
        SHARE,
      ],
    ),
    rowsTotal: report.groupTotals[grouping] ?? 0,
  }));
}

/** All groupings in one table, one below the other, for whoever wants to pivot: those that were asked for, else all. */
export function longTable(report: Report): DataTable {
  const items = (report.groupBy ?? groupingsOf(report)).flatMap((grouping) =>
    groupsOf(report, grouping).map((group) => ({ grouping, group })),
  );
  const ofGroup = ({ key, label, kind, value }: Field<Group>) =>
    field<(typeof items)[number]>(key, label, kind, ({ group }) => value(group));
  return tableOf('spend', 'Spend', items, [
    field('groupBy', 'by', 'text', ({ grouping }) => grouping),
    field('key', 'key', 'text', ({ group }) => group.key),
    field('label', 'name', 'text', ({ grouping, group }) => groupName(report, grouping, group)),
    ...[...TOTALS, SHARE].map(ofGroup),
  ]);
}

function groupingsOf({ groups }: Report): Grouping[] {
  return Object.keys(groups) as Grouping[];
}

function groupsOf({ groups }: Report, grouping: Grouping): readonly Group[] {
  return groups[grouping] ?? [];
}
