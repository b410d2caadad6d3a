import type { Group, Grouping, Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { groupingName } from '../data/grouping-names.ts';
import { count, counted, tokens } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import { groupName } from '../spend-groups.ts';
import { daysOf } from './days.ts';
import { html, type Markup, name, type Piece } from './markup.ts';
import {
  type Cell,
  DEAREST_SHOWN,
  figureCell,
  shareCell,
  type TableColumn,
  tableOf,
  textCell,
} from './sortable-table.ts';
import { timeChart } from './time-chart.ts';

/** Shown unless groupings were asked for; days have their chart. */
const USUAL: readonly Grouping[] = ['model', 'feature', 'user', 'template', 'status'];

/** Spend day by day. Undefined for a log without days. */
export function overTime(report: Report): Markup | undefined {
  const { places, timeless, earlier, hasGaps } = daysOf(report);
  if (places.length === 0) return undefined;
  // A picture of nothing but question marks says less than its table.
  if (isAllUnpriced(report.totals)) return groupTable(report, 'day', 'spend-day');
  const isBound = places.some(({ group }) => (group?.unpricedCalls ?? 0) > 0);
  const notes = [
    isBound ? 'An outlined bar is the least: that day has calls without a known price.' : '',
    hasGaps ? '' : 'Days without calls have no place in the chart.',
    earlier === undefined ? '' : `Not drawn: ${earlierDays(report)}, ${cost(earlier)}.`,
    timeless === undefined
      ? ''
      : `Not drawn: ${counted(timeless.calls, 'call')} without a time, ${cost(timeless)}.`,
  ].filter((note) => note !== '');
  return html`<figure>${timeChart(places)}
<figcaption>Days in ${report.timezone}. ${notes.join(' ')}</figcaption></figure>
<details><summary>Figures by day</summary>
${groupTable(report, 'day', 'spend-day')}</details>`;
}

function earlierDays({ groups, groupTotals }: Report): string {
  const listed = groups.day.filter(({ key }) => key !== null).length;
  return counted(Math.max(0, (groupTotals.day ?? 0) - listed), 'earlier day');
}

/** Where the money went: a table with bars for each grouping that says something. Undefined where only days were asked for. */
export function spend(report: Report): Markup | undefined {
  const wanted = report.groupBy?.filter(
    (grouping) => grouping !== 'day' && groupsOf(report, grouping).length > 0,
  );
  const shown = wanted ?? USUAL.filter((kind) => kind === 'model' || groupsOf(report, kind).length > 1);
  if (shown.length === 0) return undefined;
  return html`${shown.map(
    (grouping, i) => html`<h3>By ${groupingName(grouping)}</h3>
${groupTable(report, grouping, `spend-${i + 1}`)}`,
  )}`;
}

function groupTable(report: Report, grouping: Grouping, id: string): Markup {
  const groups = groupsOf(report, grouping);
  const listed = groups.filter(({ key }) => key !== null);
  const all = report.groupTotals[grouping] ?? listed.length;
  const of = all > listed.length ? `${count(listed.length)} of ${count(all)}` : 'All of the spend';
  const nameOf = (group: Group): Markup => name(groupName(report, grouping, group));
  return tableOf({
    id,
    // Whoever opens the days wants their course, not their dearest.
    ...(grouping !== 'day' && { shown: DEAREST_SHOWN }),
    caption: html`${of}, by ${groupingName(grouping)}`,
    columns: [{ label: capitalised(groupingName(grouping)), look: 'label' }, ...COLUMNS],
    rows: listed.map((group) => cells(group, nameOf(group))),
    foot: groups.filter(({ key }) => key === null).map((group) => cells(group, nameOf(group))),
  });
}

const COLUMNS: readonly TableColumn[] = [
  { label: 'Share', look: 'drawn' },
  { label: 'Cost', look: 'number' },
  { label: 'Calls', look: 'number' },
  { label: 'Tokens in', look: 'number' },
  { label: 'Tokens out', look: 'number' },
];

function cells(group: Group, label: Piece): Cell[] {
  const prompt = promptTokens(group.tokens);
  return [
    textCell(label),
    shareCell(isAllUnpriced(group) ? null : group.share),
    figureCell(cost(group), group.costUsd),
    figureCell(count(group.calls), group.calls),
    figureCell(tokens(prompt), prompt),
    figureCell(tokens(group.tokens.output), group.tokens.output),
  ];
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function groupsOf({ groups }: Report, grouping: Grouping): readonly Group[] {
  return groups[grouping] ?? [];
}
