import type { Report, StrategyResult } from '../../model/report.ts';
import { count, percent, usd } from '../format.ts';
import { change, isAllUnpriced, savedRange, unserved } from '../money.ts';
import { bar } from '../table/bar.ts';
import { hasEffect, replayedSteps, whyLeftOut } from '../table/replayed-steps.ts';
import { dashList, folded, limitedTable } from './blocks.ts';
import type { Limits } from './limits.ts';
import { markdownText } from './markdown-text.ts';

const BAR_COLUMNS = 10;
const MONEY_WIDTH = 13;

/** The same calls replayed through the strategies one after the other, and what is assumed in it. */
export function savings(report: Report, limits: Limits): string[] {
  const { totals, combined, monthly } = report;
  if (report.strategies.length === 0 || totals.calls === 0) return [];
  const heading = '## What the same calls would have cost';
  if (isAllUnpriced(totals)) {
    return [heading, 'This cannot be said without prices for the models in the log.'];
  }
  const month =
    monthly === null
      ? 'A monthly figure cannot be given for this log.'
      : `Per month: ${usd(monthly.beforeUsd)} now, ${usd(monthly.afterUsd)} then (${monthly.basis}).`;
  return [
    heading,
    totals.unpricedCalls > 0 ? '> **Note:** Calls without a price are left out on both sides.' : '',
    waterfall(report, limits),
    combined.unservedUsd > 0 ? markdownText(unserved(combined.unservedUsd)) : '',
    markdownText(month, limits.prose),
    leftOut(report, limits),
    folded('Assumed in these figures', assumptions(replayedSteps(report).filter(hasEffect), limits)),
  ];
}

/** What each strategy leaves is where the next one starts, so the changes add up. */
export function waterfall(report: Report, limits: Limits): string {
  const { combined } = report;
  const steps = replayedSteps(report);
  const highest = Math.max(combined.beforeUsd, ...steps.map(({ afterUsd }) => afterUsd));
  const cost = (usdLeft: number): string[] => [
    markdownText(usd(usdLeft, MONEY_WIDTH)),
    bar(highest > 0 ? usdLeft / highest : 0, BAR_COLUMNS),
  ];
  const row = (step: StrategyResult, i: number): string[] => [
    `${i + 1}\\. ${markdownText(step.title, limits.name)}`,
    count(step.callsChanged, 9),
    markdownText(change(step.savedUsd, MONEY_WIDTH)),
    ...cost(step.afterUsd),
    step.basis,
    markdownText(change(step.aloneSavedUsd, MONEY_WIDTH)),
    markdownText(savedRange(step.range, MONEY_WIDTH)),
  ];
  const all = [
    '**All together**',
    '',
    `**${markdownText(change(combined.savedUsd, MONEY_WIDTH))}**`,
    ...cost(combined.afterUsd),
    combined.savedUsd > 0 ? markdownText(`${percent(combined.share)} saved`) : '',
    '',
    markdownText(savedRange(combined.range, MONEY_WIDTH)),
  ];
  return limitedTable(
    [
      { label: '' },
      { label: 'calls', align: 'right' },
      { label: 'change', align: 'right' },
      { label: 'cost', align: 'right' },
      { label: '' },
      { label: 'basis' },
      { label: 'alone', align: 'right' },
      { label: 'saves, from .. to', align: 'right' },
    ],
    [['As billed', count(report.totals.calls, 9), '', ...cost(combined.beforeUsd)], ...steps.map(row), all],
    // The steps of a waterfall are few, and without one of them they would not add up.
    { ...limits, rows: steps.length + 2 },
  );
}

/** The strategies that say nothing about the log, and why. */
export function leftOut({ strategies }: Report, limits: Limits): string {
  const texts = [...strategies]
    .sort((a, b) => a.order - b.order)
    .flatMap((step) => {
      const why = whyLeftOut(step);
      return why === undefined ? [] : [`${step.title}: ${why}`];
    });
  return dashList(texts, limits);
}

function assumptions(steps: readonly StrategyResult[], limits: Limits): string[] {
  return steps.flatMap(({ title, assumptions, ownCostUsd }) => {
    const texts = [
      ...assumptions,
      ...(ownCostUsd > 0 ? [`it costs ${usd(ownCostUsd)} itself, already taken off`] : []),
    ];
    return texts.length === 0 ? [] : [`**${markdownText(title, limits.prose)}**`, dashList(texts, limits)];
  });
}
