import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { byMoney, isCounted, isWaste } from '../finding-order.ts';
import { evidenceText, vainSentences } from '../finding-text.ts';
import { count, counted, percent } from '../format.ts';
import { waste } from '../money.ts';
import { bar } from '../table/bar.ts';
import { cell, ownFixes } from '../table/finding-groups.ts';
import { folded, limitedTable } from './blocks.ts';
import type { Limits } from './limits.ts';
import { markdownCell, pipeColumn } from './markdown-table.ts';
import { markdownName, markdownText } from './markdown-text.ts';

const BAR_COLUMNS = 10;

/** Fixes of single groups that are spelled out, and groups named with each; `llm-cost show` tells each group's. */
const FIXES_SHOWN = 5;

/** What was wasted, the most money first, in one table and then each by itself; then what was looked for in vain. */
export function* findings(report: Report, limits: Limits): Iterable<string> {
  if (report.findings.length === 0 || report.totals.calls === 0) return;
  const found = byMoney(report.findings.filter(isCounted));
  const wasteful = found.filter(isWaste);
  const known = found.filter((finding) => !isWaste(finding));
  if (wasteful.length > 0 || known.length === 0) yield '## What was avoidable';
  yield overview(report, wasteful, limits);
  for (const [i, finding] of wasteful.entries()) yield* details(report, finding, `${i + 1}. `, limits);
  if (known.length > 0) {
    yield '## Worth knowing';
    yield 'Nothing of this is in the avoidable sum.';
  }
  for (const finding of known) yield* details(report, finding, '', limits);
  for (const sentence of vainSentences(report.findings)) yield markdownText(sentence, 4 * limits.prose);
  yield* review(report, limits);
}

function overview(report: Report, wasteful: readonly Finding[], limits: Limits): string {
  return limitedTable(
    [
      { label: '', align: 'right' },
      { label: 'finding' },
      { label: 'avoidable', align: 'right' },
      { label: 'share', align: 'right' },
      { label: '' },
      { label: 'calls', align: 'right' },
      { label: 'basis' },
    ],
    wasteful.map((finding, i) => [
      String(i + 1),
      markdownText(finding.title, limits.name),
      markdownText(waste(report, finding, finding.countedUsd, 13)),
      finding.share > 0 ? markdownText(percent(finding.share)) : '',
      bar(finding.share, BAR_COLUMNS),
      count(finding.calls, 9),
      finding.basis,
    ]),
    limits,
  );
}

/** Why it costs money, what was found, what to change, and the groups. */
function details(report: Report, finding: Finding, number: string, limits: Limits): string[] {
  const groups = finding.groups.filter((group) => !group.review);
  const total = Math.max(finding.groupsTotal - finding.review.groups, groups.length);
  const hasMoney = isWaste(finding);
  return [
    `### ${number}${markdownText(finding.title, limits.prose)}`,
    markdownText(`${finding.why} ${hasMoney ? evidenceText(report, finding) : ''}`, 2 * limits.prose),
    `**Fix:** ${markdownText(finding.fix, limits.prose)}`,
    ...fixes(groups.slice(0, limits.rows), limits),
    folded(counted(total, 'group'), [groupTable(report, finding, groups, total, limits)]),
  ];
}

/** What to change in single groups, where they say it themselves. */
function fixes(groups: readonly FindingGroup[], limits: Limits): string[] {
  return [...ownFixes(groups)].slice(0, FIXES_SHOWN).map(([fix, handles]) => {
    const named = handles.slice(0, FIXES_SHOWN).map((handle) => markdownName(handle, limits.name));
    const more = handles.length - named.length;
    const others = more > 0 ? ` and ${count(more)} more` : '';
    return `**Fix for** ${named.join(', ')}${others}**:** ${markdownText(fix, limits.prose)}`;
  });
}

function groupTable(
  report: Report,
  finding: Finding,
  groups: readonly FindingGroup[],
  total: number,
  limits: Limits,
): string {
  const hasMoney = isWaste(finding) || groups.some(({ review }) => review);
  return limitedTable(
    [
      { label: 'show' },
      { label: 'group' },
      { label: 'calls', align: 'right' },
      ...(hasMoney ? [{ label: 'cost', align: 'right' } as const] : []),
      ...finding.columns.map(pipeColumn),
    ],
    groups
      .slice(0, limits.rows)
      .map((group) => [
        markdownName(group.handle, limits.name),
        markdownName(group.label === '' ? group.id : group.label, limits.name),
        count(group.calls, 9),
        ...(hasMoney ? [markdownText(waste(report, group, group.wastedUsd, 13))] : []),
        ...finding.columns.map((column) => markdownCell(cell(group, column), limits.name)),
      ]),
    limits,
    total,
  );
}

/** What looks avoidable and is not certain: named apart, in no total. */
function* review(report: Report, limits: Limits): Iterable<string> {
  const open = report.findings
    .filter(({ review }) => review.groups > 0)
    .sort((a, b) => b.review.usd - a.review.usd || (a.detector < b.detector ? -1 : 1));
  if (open.length === 0) return;
  yield '## For you to review';
  yield 'Not certain, and in no total.';
  for (const finding of open) {
    const { groups, calls, usd } = finding.review;
    const most = markdownText(waste(report, { calls }, usd));
    const listed = finding.groups.filter((group) => group.review);
    yield `**${markdownText(finding.title, limits.prose)}**: ${counted(calls, 'call')}, up to ${most}.`;
    yield folded(counted(groups, 'group'), [groupTable(report, finding, listed, groups, limits)]);
  }
}
