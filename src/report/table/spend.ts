import type { Group, Grouping, Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { groupingName } from '../data/grouping-names.ts';
import { count, percent, tokens } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import { safeText, textWidth } from '../safe-text.ts';
import { groupName, shownGroupings, shownGroups } from '../spend-groups.ts';
import { bar, barColumns } from './bar.ts';
import type { Page, PageColumn } from './page.ts';

const INDENT = 2;
const GAP = 2;

/** Wider names are cut even where there is room: figures are not to stand far from the others. */
const NAME_MOST = 48;
const NAME_MIN = 14;

/** Of a template's id as much as names it to `llm-cost show`. */
const ID_COLUMNS = 8;

interface SpendTable {
  readonly grouping: Grouping;
  /** The first cells are the id, where the grouping has ids, and the name. */
  readonly rows: readonly (readonly string[])[];
  readonly hasIds: boolean;
}

/** Where the money went, a table a grouping; figures of all tables stand below each other. */
export function spend(report: Report, page: Page): void {
  if (report.totals.calls === 0) return;
  const bars = barColumns(page.width);
  const tables = shownGroupings(report).map((grouping) => tableOf(report, grouping, bars));
  const figures = tables.flatMap(({ rows }) => rows).map((row) => row.slice(-FIGURES.length));
  const wide = FIGURES.map(({ label }, i) => widest([label, ...figures.map((cells) => cells[i]!)]));
  const names = Math.min(NAME_MOST, Math.max(...tables.map(nameColumns)));
  for (const { grouping, rows, hasIds } of tables) {
    page.heading(`Spend by ${groupingName(grouping)}`);
    const nameWide = hasIds ? Math.max(NAME_MIN, names - ID_COLUMNS - GAP) : names;
    page.table(
      [
        ...(hasIds ? [{ label: 'show', style: 'dim', wide: ID_COLUMNS } as const] : []),
        { label: groupingName(grouping), min: NAME_MIN, wide: nameWide, most: nameWide },
        ...FIGURES.map((column, i) => ({ ...column, wide: i === FIGURES.length - 1 ? bars : wide[i]! })),
      ],
      rows,
      { indent: INDENT },
    );
  }
}

const FIGURES: readonly PageColumn[] = [
  { label: 'calls', align: 'right', drop: 1 },
  { label: 'tokens in', align: 'right', drop: 3 },
  { label: 'out', align: 'right', drop: 2 },
  { label: 'cost', align: 'right' },
  { label: 'share', align: 'right' },
  { label: '', drop: 4, style: 'accent' },
];

function tableOf(report: Report, grouping: Grouping, bars: number): SpendTable {
  const groups = shownGroups(report, grouping);
  // A template's label is for reading; its id is what shows its calls.
  const hasIds = groups.some(({ label }) => label !== undefined);
  const rows = groups.map((group) => [
    ...(hasIds ? [idOf(group)] : []),
    groupName(report, grouping, group),
    count(group.calls, 7),
    tokens(promptTokens(group.tokens), 7),
    tokens(group.tokens.output, 7),
    cost(group, 12),
    percent(isAllUnpriced(group) ? null : group.share),
    bar(group.share, bars),
  ]);
  return { grouping, rows, hasIds };
}

/** Columns of the widest name, with its id in front. */
function nameColumns({ rows, hasIds, grouping }: SpendTable): number {
  const names = rows.map((row) => row[hasIds ? 1 : 0]!);
  return widest([groupingName(grouping), ...names]) + (hasIds ? ID_COLUMNS + GAP : 0);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => textWidth(safeText(text))));
}

/** What `llm-cost show` takes for a template; what its id is made of stands in front of it and says nothing here. */
function idOf({ key, label }: Group): string {
  return label === undefined || key === null ? '' : key.slice(key.indexOf(':') + 1).slice(0, ID_COLUMNS);
}
