import type { Column, ColumnValue } from '../../model/column.ts';
import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { isWasteUnknown, type Wasted } from '../money.ts';
import type { DataTable } from './data-table.ts';
import { field, tableId, tableOf } from './table-of.ts';

/** Calls that a cell names; a spreadsheet has no room for thousands of them, and `llm-cost show GROUP --ids` lists them all. */
const EXAMPLES = 10;

/** What was looked for, and what of it was found. */
export function findingsTable(report: Report): DataTable {
  return tableOf<Finding>('findings', 'Findings', report.findings, [
    field('detector', 'detector', 'text', ({ detector }) => detector),
    field('title', 'finding', 'text', ({ title }) => title),
    field('status', 'outcome', 'text', ({ status }) => status),
    field('reason', 'reason', 'text', ({ reason }) => reason),
    field('basis', 'basis', 'text', ({ basis }) => basis),
    field('calls', 'calls', 'count', ({ calls }) => calls),
    field('wastedUsd', 'found', 'usd', (finding) => wasted(report, finding, finding.wastedUsd)),
    field('countedUsd', 'in the total', 'usd', (finding) => wasted(report, finding, finding.countedUsd)),
    field('share', 'share', 'percent', (finding) => wasted(report, finding, finding.share)),
    field('wastedTokensInput', 'input', 'tokens', ({ wastedTokens }) => wastedTokens.input),
    field('wastedTokensCacheRead', 'cache read', 'tokens', ({ wastedTokens }) => wastedTokens.cacheRead),
    field('wastedTokensCacheWrite5m', 'cache write', 'tokens', (found) => found.wastedTokens.cacheWrite5m),
    field('wastedTokensCacheWrite1h', '1-hour cache write', 'tokens', (it) => it.wastedTokens.cacheWrite1h),
    field('wastedTokensOutput', 'output', 'tokens', ({ wastedTokens }) => wastedTokens.output),
    field('groups', 'groups', 'count', ({ groupsTotal, review }) => groupsTotal - review.groups),
    field('reviewGroups', 'groups to look at', 'count', ({ review }) => review.groups),
    field('reviewCalls', 'calls to look at', 'count', ({ review }) => review.calls),
    field('reviewUsd', 'perhaps avoidable', 'usd', ({ review }) => wasted(report, review, review.usd)),
    field('why', 'why it costs money', 'text', ({ why }) => why),
    field('fix', 'what to change', 'text', ({ fix }) => fix),
  ]);
}

/** The groups of all findings, without what only some of them have. */
export function findingGroupsTable(report: Report): DataTable {
  const items = report.findings.flatMap((finding) => finding.groups.map((group) => ({ finding, group })));
  const table = tableOf<(typeof items)[number]>('finding-groups', 'Groups of the findings', items, [
    field('detector', 'detector', 'text', ({ finding }) => finding.detector),
    field('handle', 'show', 'text', ({ group }) => group.handle),
    field('label', 'group', 'text', ({ group }) => labelOf(group)),
    field('calls', 'calls', 'count', ({ group }) => group.calls),
    field('wastedUsd', 'cost', 'usd', ({ group }) => wasted(report, group, group.wastedUsd)),
    field('basis', 'basis', 'text', ({ group }) => group.basis),
    field('review', 'to look at', 'flag', ({ group }) => group.review),
    field('fix', 'what to change', 'text', ({ finding, group }) => group.fix ?? finding.fix),
    field('examples', 'calls, some of them', 'text', ({ group }) =>
      group.examples.slice(0, EXAMPLES).join(', '),
    ),
  ]);
  return { ...table, rowsTotal: report.findings.reduce((sum, { groupsTotal }) => sum + groupsTotal, 0) };
}

/** The groups of each finding whose detector has columns of its own. */
export function detectorTables(report: Report): DataTable[] {
  return report.findings
    .filter(({ columns, groups }) => columns.length > 0 && groups.length > 0)
    .map((finding) => detectorTable(report, finding));
}

/** The groups of one finding with its detector's own columns. */
export function detectorTable(report: Report, finding: Finding): DataTable {
  const table = tableOf<FindingGroup>(tableId('findings', finding.detector), finding.title, finding.groups, [
    field('handle', 'show', 'text', ({ handle }) => handle),
    field('label', 'group', 'text', labelOf),
    field('calls', 'calls', 'count', ({ calls }) => calls),
    field('wastedUsd', 'cost', 'usd', (group) => wasted(report, group, group.wastedUsd)),
    field('review', 'to look at', 'flag', ({ review }) => review),
    ...finding.columns.map((column) =>
      field<FindingGroup>(column.key, column.label, column.kind, (group) => ownValue(group, column)),
    ),
  ]);
  return { ...table, rowsTotal: finding.groupsTotal };
}

/** Money as a cell of a table: not known is empty. */
function wasted(report: Report, of: Wasted, value: number): number | null {
  return isWasteUnknown(report, of, value) ? null : value;
}

function labelOf({ label, id }: FindingGroup): string {
  return label === '' ? id : label;
}

function ownValue(group: FindingGroup, { key }: Column): ColumnValue {
  const value = group[key] ?? null;
  return typeof value === 'object' && value !== null ? value.join(', ') : value;
}
