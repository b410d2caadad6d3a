import type { Report, StrategyResult } from '../../../model/report.ts';
import { isAllUnpriced } from '../../money.ts';
import { riskSentences } from '../../risk-text.ts';
import { moneySentences } from '../../step-text.ts';
import type { Page } from '../page.ts';
import { hasEffect, replayedSteps } from '../replayed-steps.ts';
import { groupsTable, metricsTable, optionText, sweepTables, viewTable } from './step-tables.ts';

/** Each strategy by itself: its money in words, its settings, its own figures, and what is assumed. */
export function stepDetails(report: Report, page: Page): void {
  const isPriced = !isAllUnpriced(report.totals);
  const steps = replayedSteps(report);
  // One that was asked for by itself is told in full: its figures are the answer.
  const told = steps.length === 1 ? steps : steps.filter(hasEffect);
  steps.forEach((step, i) => {
    if (!told.includes(step)) return;
    page.heading(`${i + 1}. ${step.title}`);
    const say = (text: string): void => page.text(text, { indent: 2, hang: 3 });
    if (isPriced) moneySentences(step).forEach(say);
    if (step.optionsSet.length > 0) say(`Set: ${settingsText(step)}; all else at its default.`);
    for (const sentence of riskSentences(step.risks, report.totals.calls)) say(`Risk: ${sentence}.`);
    metricsTable(step, page);
    if (isPriced) {
      groupsTable(step, page);
      sweepTables(step, page);
    }
    for (const view of step.views) viewTable(view, page);
    if (step.assumptions.length > 0) page.text('Assumed:', { indent: 2 });
    for (const text of step.assumptions) page.text(`- ${text}`, { indent: 2, hang: 2 });
  });
  withoutEffect(steps, told, page);
}

/** A line for each of the others. */
function withoutEffect(steps: readonly StrategyResult[], told: readonly StrategyResult[], page: Page): void {
  if (told.length === steps.length) return;
  page.heading('Without effect on this log');
  steps.forEach((step, i) => {
    if (told.includes(step)) return;
    page.text(`${i + 1}. ${step.title}; its figures: llm-cost simulate --strategies ${step.strategy}`, {
      indent: 2,
      hang: 3,
    });
  });
}

/** The options that are not at their defaults. */
export function settingsText({ options, optionsSet }: StrategyResult): string {
  return optionsSet.map((name) => `${name}=${optionText(options[name] ?? '')}`).join(', ');
}
