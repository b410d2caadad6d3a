import { GROUP_KINDS, type Group, type GroupKind, type Report } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import { count, percent, tokens } from '../format.ts';
import { cost, isAllUnpriced } from '../money.ts';
import { cut } from '../safe-text.ts';
import { bar } from './bar.ts';
import type { GridColumn } from './grid.ts';
import type { Page } from './page.ts';

const TITLES = {
  model: 'Spend by model',
  day: 'Spend by day',
  user: 'Spend by user',
  feature: 'Spend by feature',
  template: 'Spend by prompt template',
  status: 'Spend by status',
} as const satisfies Record<GroupKind, string>;

/** A bar is a picture of the share beside it, so it may be as narrow as this. */
const BAR_COLUMNS = 12;

/** A template's id; a feature's name that stands in for one may be longer. */
const ID_COLUMNS = 12;

/** Where the money went: models and days always, other groupings when the log knows more than one of them. */
export function spend(report: Report, page: Page): void {
  if (report.totals.calls === 0) return;
  for (const kind of GROUP_KINDS) {
    const groups = report.groups[kind];
    if (groups.length === 0 || (kind !== 'model' && kind !== 'day' && groups.length < 2)) continue;
    page.heading(TITLES[kind]);
    // A template's label is for reading; its id is what shows its calls.
    const hasIds = groups.some(({ label }) => label !== undefined);
    const rows = (kind === 'day' ? byDay(groups) : groups).map((group) => [
      ...(hasIds ? [idOf(group)] : []),
      name(group, kind, report),
      count(group.calls, 7),
      tokens(promptTokens(group.tokens), 7),
      tokens(group.tokens.output, 7),
      cost(group, 12),
      percent(isAllUnpriced(group) ? null : group.share),
      bar(group.share, BAR_COLUMNS),
    ]);
    page.table(hasIds ? [{ label: 'show' }, ...columns(kind)] : columns(kind), rows, {
      indent: 2,
      dimFirst: hasIds,
    });
  }
}

function columns(kind: GroupKind): GridColumn[] {
  return [
    { label: kind, min: 12 },
    { label: 'calls', align: 'right', drop: 1 },
    { label: 'tokens in', align: 'right', drop: 3 },
    { label: 'out', align: 'right', drop: 2 },
    { label: 'cost', align: 'right' },
    { label: 'share', align: 'right' },
    { label: '', drop: 4 },
  ];
}

function byDay(groups: readonly Group[]): Group[] {
  return [...groups].sort((a, b) => rank(a) - rank(b) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

function rank(group: Group): number {
  return group.key === null ? 2 : group.key === '' ? 1 : 0;
}

function name(group: Group, kind: GroupKind, report: Report): string {
  if (group.key === null) {
    const listed = report.groups[kind].filter(({ key }) => key !== null).length;
    const rest = report.groupTotals[kind] - listed;
    return rest > 0 ? `(${count(rest)} more)` : '(all others)';
  }
  const text = group.label ?? group.key;
  return text === '' ? '(not in the log)' : text;
}

/** What `llm-cost show` takes for a template; what its id is made of stands in front of it and says nothing here. */
function idOf({ key, label }: Group): string {
  return label === undefined || key === null ? '' : cut(key.slice(key.indexOf(':') + 1), ID_COLUMNS);
}
