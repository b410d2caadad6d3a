import type { RenderOptions } from '../../contracts/renderer.ts';
import type { Report } from '../../model/report.ts';
import { filterText } from '../filter-text.ts';
import { safeText, textWidth } from '../safe-text.ts';
import { Page } from '../table/page.ts';
import { type Figure, figuresOf } from './figures.ts';
import { remarks } from './remarks.ts';
import { scenarioLines } from './scenario-lines.ts';
import { strategyFigures } from './strategy-figures.ts';

const INDENT = 2;
const GAP = 2;

/** Columns of a scenario's name beside which the scenarios are rather put one below the other. */
const NAME_MIN = 12;

/** Simulations of the same calls side by side, for a person at a terminal; one below the other where they do not fit. */
export function comparisonTable(reports: readonly Report[], options: RenderOptions): string {
  const page = new Page(options);
  const names = reports.map(({ scenario }, i) => `${i + 1}. ${scenario?.name ?? 'as it is'}`);
  const [first] = reports;
  if (first !== undefined && first.filter !== null) page.text(filterText(first.filter, first.timezone));
  for (const remark of remarks(reports)) page.text(remark, { style: 'bad' });
  const money = figuresOf(reports);
  const steps = strategyFigures(reports);
  if (fits([...money, ...steps], page.width)) {
    sideBySide('Scenarios side by side', names, money, page);
    if (steps.length > 0) sideBySide('What each strategy changes, in its place', names, steps, page);
  } else {
    stacked(names, [...money, ...steps], page);
  }
  page.heading('What each scenario is');
  reports.forEach((report, i) => {
    scenarioText(names[i]!, report, page);
  });
  projections(names, reports, page);
  return page.toString();
}

/** How the figures of months and years were made; once where it is the same for all. */
function projections(names: readonly string[], reports: readonly Report[], page: Page): void {
  const bases = reports.map(({ scenario }) => scenario?.basis ?? '');
  const isOne = new Set(bases).size === 1;
  bases.forEach((basis, i) => {
    if (basis === '' || (isOne && i > 0)) return;
    page.text(`Projections${isOne ? '' : ` of ${names[i]}`}: ${basis}.`, {
      indent: INDENT,
      hang: 3,
      style: 'dim',
    });
  });
}

/** Whether every figure can be read beside the others; names may be cut. */
function fits(figures: readonly Figure[], width: number): boolean {
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => textWidth(safeText(text))));
  const scenarios = figures[0]?.cells.length ?? 0;
  let needed = INDENT + widest(figures.map(({ label }) => label));
  for (let i = 0; i < scenarios; i++) {
    needed += GAP + Math.max(NAME_MIN, widest(figures.map(({ cells }) => cells[i]!)));
  }
  return needed <= width;
}

function sideBySide(title: string, names: readonly string[], figures: readonly Figure[], page: Page): void {
  page.heading(title);
  page.table(
    [{ label: '' }, ...names.map((label) => ({ label, align: 'right', min: NAME_MIN }) as const)],
    figures.map(({ label, cells }) => [label, ...cells]),
    { indent: INDENT },
  );
}

function stacked(names: readonly string[], figures: readonly Figure[], page: Page): void {
  names.forEach((name, i) => {
    page.heading(name);
    page.table(
      [
        { label: '', min: NAME_MIN },
        { label: '', align: 'right' },
      ],
      figures.map(({ label, cells }) => [label, cells[i]!]),
      { indent: INDENT },
    );
  });
}

function scenarioText(name: string, report: Report, page: Page): void {
  page.text(name, { indent: INDENT, style: 'bold' });
  for (const line of scenarioLines(report)) page.text(line, { indent: 5, hang: 2 });
}
