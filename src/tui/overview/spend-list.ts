import type { Group, Grouping, Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, percent, tokens } from '../../report/format.ts';
import { cost, isAllUnpriced } from '../../report/money.ts';
import { groupName } from '../../report/spend-groups.ts';
import { bar } from '../../report/table/bar.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';

const BAR_COLUMNS = 10;

/** Groupings in the order of a person's questions; days stand in the chart. */
const ASKED_FIRST = ['model', 'feature', 'user', 'template', 'status'] as const satisfies readonly Grouping[];

/** What calls can be looked at by: models always, others where the log knows two, tags that were asked for; days last. */
export function groupingsOf({ groups, groupBy }: Report): readonly Grouping[] {
  const listed = (grouping: Grouping): number => groups[grouping]?.length ?? 0;
  const tags = (Object.keys(groups) as Grouping[]).filter((name) => name.startsWith('tag:'));
  const own = [...ASKED_FIRST, ...tags].filter(
    (name) => listed(name) > 1 || groupBy?.includes(name) === true,
  );
  const chosen: Grouping[] = own.includes('model') || listed('model') === 0 ? own : ['model', ...own];
  return listed('day') > 0 ? [...chosen, 'day'] : chosen;
}

export function spendColumns(name: string): readonly ListColumn[] {
  const right = { align: 'right' } as const;
  return [
    { label: name },
    { label: 'cost', width: 11, ...right },
    { label: 'share', width: 6, ...right },
    { label: '', width: BAR_COLUMNS, drop: 2 },
    { label: 'calls', width: 7, drop: 1, ...right },
    { label: 'tokens in', width: 9, drop: 3, ...right },
    { label: 'out', width: 7, drop: 4, ...right },
  ];
}

export function spendCells(report: Report, grouping: Grouping, group: Group): readonly string[] {
  const share = isAllUnpriced(group) ? null : group.share;
  return [
    groupName(report, grouping, group),
    cost(group, 11),
    share === null ? '-' : percent(share),
    bar(share ?? 0, BAR_COLUMNS),
    count(group.calls, 7),
    tokens(promptTokens(group.tokens), 9),
    tokens(group.tokens.output, 7),
  ];
}

export function spendRows(report: Report, grouping: Grouping, groups: readonly Group[]): ListRows {
  const most = (label: string, value: (group: Group) => number) => ({
    label,
    by: (row: number) => value(groups[row]!),
    isDescending: true,
  });
  return {
    size: groups.length,
    text: (row) => groupName(report, grouping, groups[row]!),
    sorts: [
      most('cost', (group) => (isAllUnpriced(group) ? Number.NaN : group.costUsd)),
      most('calls', ({ calls }) => calls),
      most('tokens', (group) => promptTokens(group.tokens) + group.tokens.output),
      { label: 'name', by: (row) => groupName(report, grouping, groups[row]!) },
    ],
  };
}
