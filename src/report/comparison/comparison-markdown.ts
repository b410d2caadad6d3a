import type { Report } from '../../model/report.ts';
import { filterText } from '../filter-text.ts';
import { madeWithText } from '../headline-text.ts';
import { dashList, limitedTable } from '../markdown/blocks.ts';
import { fitted, type Limits } from '../markdown/limits.ts';
import { markdownText } from '../markdown/markdown-text.ts';
import { type Figure, figuresOf } from './figures.ts';
import { remarks } from './remarks.ts';
import { scenarioLines } from './scenario-lines.ts';
import { strategyFigures } from './strategy-figures.ts';

/** Simulations of the same calls side by side, as Markdown for a pull request or a wiki. */
export function comparisonMarkdown(reports: readonly Report[]): string {
  const [first] = reports;
  return fitted(
    (limits) => blocks(reports, limits),
    first === undefined ? '' : `---\n\n${markdownText(madeWithText(first))}\n`,
  );
}

function* blocks(reports: readonly Report[], limits: Limits): Iterable<string> {
  const names = reports.map(
    ({ scenario }, i) => `${i + 1}\\. ${markdownText(scenario?.name ?? 'as it is', limits.name)}`,
  );
  yield '# Scenarios side by side';
  const filter = reports[0]?.filter ?? null;
  if (filter !== null) yield markdownText(filterText(filter, reports[0]!.timezone), limits.prose);
  for (const remark of remarks(reports)) yield `> **Note:** ${markdownText(remark)}`;
  yield sideBySide(names, figuresOf(reports), limits);
  const steps = strategyFigures(reports);
  if (steps.length > 0) {
    yield '## What each strategy changes, in its place';
    yield sideBySide(names, steps, limits);
  }
  yield '## What each scenario is';
  for (const [i, report] of reports.entries()) {
    const basis = report.scenario?.basis ?? '';
    yield `**${names[i]}**`;
    yield dashList([...scenarioLines(report), ...(basis === '' ? [] : [`Projections: ${basis}.`])], limits);
  }
}

function sideBySide(names: readonly string[], figures: readonly Figure[], limits: Limits): string {
  return limitedTable(
    [{ label: '' }, ...names.map((label) => ({ label, align: 'right' }) as const)],
    figures.map(({ label, cells }) => [
      markdownText(label, limits.name),
      ...cells.map((cell) => (cell === '-' ? cell : markdownText(cell))),
    ]),
    { ...limits, rows: Math.max(limits.rows, figures.length) },
  );
}
