import type { Group, Grouping, Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { groupingName } from '../data/grouping-names.ts';
import { count, percent, tokens } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import { groupName, shownGroupings, shownGroups } from '../spend-groups.ts';
import { bar } from '../table/bar.ts';
import { folded, limitedTable } from './blocks.ts';
import type { Limits } from './limits.ts';
import type { PipeColumn } from './markdown-table.ts';
import { markdownName, markdownText } from './markdown-text.ts';

const BAR_COLUMNS = 10;

/** Groupings that are seen at once, models and days where nothing else was asked for; the others are folded. */
const OPEN = 2;

const FIGURES: readonly PipeColumn[] = [
  { label: 'calls', align: 'right' },
  { label: 'tokens in', align: 'right' },
  { label: 'out', align: 'right' },
  { label: 'cost', align: 'right' },
  { label: 'share', align: 'right' },
  { label: '' },
];

/** Where the money went, a table a grouping. */
export function spend(report: Report, limits: Limits): string[] {
  if (report.totals.calls === 0) return [];
  return shownGroupings(report).flatMap((grouping, i) => {
    const table = spendTable(report, grouping, limits);
    if (i < OPEN) return [`## Spend by ${markdownText(groupingName(grouping), limits.name)}`, table];
    // A title of what is folded is HTML, so the name of a tag stands in the table alone.
    return [folded(`Spend by ${grouping.startsWith('tag:') ? 'tag' : groupingName(grouping)}`, [table])];
  });
}

function spendTable(report: Report, grouping: Grouping, limits: Limits): string {
  const groups = shownGroups(report, grouping);
  const shown = groups.slice(0, limits.rows);
  const named = groups.filter(({ key }) => key !== null).length;
  const total = Math.max(report.groupTotals[grouping] ?? 0, named);
  return limitedTable(
    [{ label: markdownText(groupingName(grouping), limits.name) }, ...FIGURES],
    shown.map((group) => row(report, grouping, group, limits)),
    limits,
    shown.length === groups.length ? shown.length : total,
  );
}

function row(report: Report, grouping: Grouping, group: Group, { name }: Limits): string[] {
  const text = groupName(report, grouping, group);
  const isOurs = group.key === null || (group.label ?? group.key) === '';
  const isWord = isOurs || grouping === 'day' || grouping === 'status';
  return [
    isWord ? markdownText(text, name) : markdownName(text, name),
    count(group.calls, 9),
    tokens(promptTokens(group.tokens), 9),
    tokens(group.tokens.output, 9),
    markdownText(cost(group, 13)),
    markdownText(percent(isAllUnpriced(group) ? null : group.share)),
    bar(group.share, BAR_COLUMNS),
  ];
}
