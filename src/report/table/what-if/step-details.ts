import type { Report, StrategyResult } from '../../../model/report.ts';
import { counted, usd } from '../../format.ts';
import { hasSpan, isAllUnpriced, savedRange } from '../../money.ts';
import { riskSentences } from '../../risk-text.ts';
import type { Page } from '../page.ts';
import { replayedSteps } from '../replayed-steps.ts';
import { groupsTable, metricsTable, optionText, sweepTables, viewTable } from './step-tables.ts';

/** Each strategy by itself: its money in words, its settings, its own figures, and what is assumed. */
export function stepDetails(report: Report, page: Page): void {
  const isPriced = !isAllUnpriced(report.totals);
  replayedSteps(report).forEach((step, i) => {
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
}

function moneySentences(step: StrategyResult): string[] {
  const { savedUsd, aloneSavedUsd, ownCostUsd, callsChanged, basis, range } = step;
  const alone = aloneSavedUsd === savedUsd ? 'the same alone' : `${saving(aloneSavedUsd)} alone`;
  return [
    `${capitalised(saving(savedUsd))} in this order, ${alone}; ${basis}; ${counted(callsChanged, 'call')} changed.`,
    ...(hasSpan(range) ? [`Alone, pessimistic .. optimistic: ${savedRange(range)} saved.`] : []),
    ...(ownCostUsd > 0 ? [`It costs ${usd(ownCostUsd)} itself, already taken off.`] : []),
  ];
}

function saving(savedUsd: number): string {
  if (savedUsd === 0) return 'saves nothing';
  return savedUsd > 0 ? `saves ${usd(savedUsd)}` : `costs ${usd(-savedUsd)} more`;
}

/** The options that are not at their defaults. */
export function settingsText({ options, optionsSet }: StrategyResult): string {
  return optionsSet.map((name) => `${name}=${optionText(options[name] ?? '')}`).join(', ');
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
