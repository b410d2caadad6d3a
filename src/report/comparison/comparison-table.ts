import type { RenderOptions } from '../../contracts/renderer.ts';
import type { Report } from '../../model/report.ts';
import { change, isAllUnpriced } from '../money.ts';
import { safeText, textWidth } from '../safe-text.ts';
import { Page } from '../table/page.ts';
import { whyLeftOut } from '../table/replayed-steps.ts';
import { keptPrices } from '../table/what-if/answer.ts';
import { questionLines } from '../table/what-if/question.ts';
import { settingsText } from '../table/what-if/step-details.ts';
import { type Figure, figuresOf } from './figures.ts';

const MONEY_WIDTH = 13;
const INDENT = 2;
const GAP = 2;

/** Columns of a scenario's name beside which the scenarios are rather put one below the other. */
const NAME_MIN = 12;

/** Simulations of the same calls side by side, for a person at a terminal; one below the other where they do not fit. */
export function comparisonTable(reports: readonly Report[], options: RenderOptions): string {
  const page = new Page(options);
  const names = reports.map(({ scenario }, i) => `${i + 1}. ${scenario?.name ?? 'as it is'}`);
  remarks(reports, page);
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

function remarks(reports: readonly Report[], page: Page): void {
  const priced = reports.filter(({ totals }) => !isAllUnpriced(totals));
  if (priced.length < reports.length) {
    page.text('What the calls would have cost cannot be said without prices for the models in the log.', {
      style: 'bad',
    });
  } else if (reports.some(({ totals }) => totals.unpricedCalls > 0)) {
    page.text('Calls without a price are left out on both sides.', { style: 'bad' });
  }
  if (priced.length > 0 && priced.every(({ combined }) => !(combined.savedUsd > 0))) {
    page.text('None of these costs less than what was billed.', { style: 'bad' });
  }
}

/** What every strategy that is in any of the scenarios does in each; '-' where it takes no part. */
function strategyFigures(reports: readonly Report[]): readonly Figure[] {
  const steps = reports.flatMap(({ strategies }) => strategies);
  // Other prices are called by their date, and two scenarios may have two.
  const titles = new Map(
    steps.map(({ strategy, title }) => {
      const isOne = steps.every((step) => step.strategy !== strategy || step.title === title);
      return [strategy, isOne ? title : 'Other prices'] as const;
    }),
  );
  return [...titles].map(([id, title]) => ({
    label: title,
    cells: reports.map(({ strategies, totals }) => {
      const step = strategies.find(({ strategy }) => strategy === id);
      if (step === undefined) return '-';
      if (whyLeftOut(step) !== undefined) return 'left out';
      return isAllUnpriced(totals) ? 'unknown' : change(step.savedUsd, MONEY_WIDTH);
    }),
  }));
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
  const { scenario, strategies } = report;
  page.text(name, { indent: INDENT, style: 'bold' });
  const say = (text: string): void => page.text(text, { indent: 5, hang: 2 });
  if (scenario !== null) for (const line of questionLines(scenario)) say(line);
  for (const line of keptPrices(report)) say(line);
  for (const step of [...strategies].sort((a, b) => a.order - b.order)) {
    const why = whyLeftOut(step);
    if (why !== undefined) say(`${step.title}: ${why}`);
    else if (step.optionsSet.length > 0) say(`${step.title}: ${settingsText(step)}`);
  }
}
