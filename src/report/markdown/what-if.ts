import type { View } from '../../model/replayed.ts';
import type { Report, StrategyResult } from '../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../model/scenario.ts';
import { count, UNKNOWN, usd } from '../format.ts';
import { change, isAllUnpriced, unserved } from '../money.ts';
import {
  basisText,
  NOTHING_NOTICED,
  noticedTexts,
  togetherText,
  unservedMonthText,
} from '../outlook-text.ts';
import { riskSentences } from '../risk-text.ts';
import { moneySentences } from '../step-text.ts';
import { hasEffect, replayedSteps } from '../table/replayed-steps.ts';
import { keptPrices } from '../table/what-if/answer.ts';
import { questionLines } from '../table/what-if/question.ts';
import { settingsText } from '../table/what-if/step-details.ts';
import { optionText } from '../table/what-if/step-tables.ts';
import { valueText } from '../value-text.ts';
import { assumedRangeText, verdictText } from '../verdict-text.ts';
import { dashList, folded, limitedTable } from './blocks.ts';
import { headline } from './headline.ts';
import type { Limits } from './limits.ts';
import { markdownCell, pipeColumn } from './markdown-table.ts';
import { markdownText } from './markdown-text.ts';
import { leftOut, waterfall } from './savings.ts';

/** A simulation: what was asked and what came of it, what it is made of, what it risks, then each strategy. */
export function* whatIf(report: Report, scenario: ScenarioSummary, limits: Limits): Iterable<string> {
  const prose = (text: string): string => markdownText(text, limits.prose);
  const isPriced = !isAllUnpriced(report.totals);
  const steps = replayedSteps(report);
  yield `# What if: ${prose(scenario.name)}`;
  if (report.totals.calls > 0) {
    yield `**${prose(verdictText(report))}**`;
    yield prose(assumedRangeText(report));
    if (report.combined.unservedUsd > 0 && isPriced) yield prose(unserved(report.combined.unservedUsd));
  }
  yield dashList([...keptPrices(report), ...questionLines(scenario)], limits);
  yield* headline(report, limits);
  if (report.totals.calls === 0) return;
  if (isPriced && steps.length > 0) {
    yield '## What the same calls would have cost';
    yield waterfall(report, limits);
  }
  if (isPriced) yield* projections(report, scenario, limits);
  yield '## What callers may notice';
  yield* noticed(report, limits);
  if (steps.length > 0) yield '## The strategies';
  for (const [i, step] of steps.entries()) yield* stepBlocks(report, step, i, limits);
  const missing = leftOut(report, limits);
  if (missing !== '') yield `## Without figures\n\n${missing}`;
}

function projections(report: Report, scenario: ScenarioSummary, limits: Limits): string[] {
  const { monthly, yearly } = scenario;
  const row = (label: string, projection: Projection | null): string[][] =>
    projection === null
      ? []
      : [
          [
            label,
            ...[projection.beforeUsd, projection.afterUsd, projection.savedUsd].map((value) =>
              markdownText(usd(value, 15)),
            ),
          ],
        ];
  const figures = ['now', 'then', 'saved'];
  return [
    '## Per month and year',
    limitedTable(
      [{ label: '' }, ...figures.map((label) => ({ label, align: 'right' }) as const)],
      [...row('a month', monthly), ...row('a year', yearly)],
      limits,
    ),
    markdownText(unservedMonthText(report, scenario)),
    markdownText(basisText(scenario), limits.prose),
  ];
}

function noticed(report: Report, limits: Limits): string[] {
  const texts = noticedTexts(report);
  if (texts.length === 0) return [NOTHING_NOTICED];
  return [dashList(texts, { ...limits, rows: texts.length }), markdownText(togetherText(report))];
}

/** One strategy by itself; of one without effect among others a line. */
function stepBlocks(report: Report, step: StrategyResult, index: number, limits: Limits): string[] {
  const title = `### ${index + 1}. ${markdownText(step.title, limits.prose)}`;
  if (!hasEffect(step) && replayedSteps(report).length > 1) return [title, 'Without effect on this log.'];
  const isPriced = !isAllUnpriced(report.totals);
  return [
    title,
    dashList(
      [
        ...(isPriced ? moneySentences(step) : []),
        ...(step.optionsSet.length > 0 ? [`Set: ${settingsText(step)}; all else at its default.`] : []),
        ...riskSentences(step.risks, report.totals.calls).map((sentence) => `Risk: ${sentence}.`),
      ],
      { ...limits, rows: 20 },
    ),
    folded('Assumed', [dashList(step.assumptions, limits)]),
    folded('Figures', [
      metrics(step, limits),
      ...(isPriced ? [groups(step, limits), sweeps(step, limits)] : []),
      ...step.views.flatMap((view) => viewBlocks(view, limits)),
    ]),
  ];
}

function metrics({ metrics }: StrategyResult, limits: Limits): string {
  return limitedTable(
    [{ label: 'figure' }, { label: 'value', align: 'right' }],
    metrics.map(({ label, kind, value }) => [
      markdownText(label, limits.prose),
      value === null ? UNKNOWN : markdownCell(valueText(value, kind), limits.name),
    ]),
    { ...limits, rows: Math.max(limits.rows, metrics.length) },
  );
}

function groups({ groups }: StrategyResult, limits: Limits): string {
  return limitedTable(
    [{ label: 'what it did' }, { label: 'calls', align: 'right' }, { label: 'change', align: 'right' }],
    groups
      .slice(0, limits.rows)
      .map(({ key, calls, savedUsd }) => [
        key === '' ? '(others)' : markdownText(key, limits.name),
        count(calls, 9),
        markdownText(change(savedUsd, 13)),
      ]),
    limits,
    groups.length,
  );
}

/** What the strategy saves alone at other values of its options. */
function sweeps({ sweep, options }: StrategyResult, limits: Limits): string {
  return limitedTable(
    [{ label: 'option' }, { label: 'value' }, { label: 'alone', align: 'right' }, { label: '' }],
    sweep.map(({ option, value, savedUsd }) => [
      markdownText(option, limits.name),
      markdownText(optionText(value), limits.name),
      markdownText(change(savedUsd, 13)),
      value === options[option] ? 'chosen' : '',
    ]),
    limits,
  );
}

function viewBlocks({ title, columns, rows }: View, limits: Limits): string[] {
  if (rows.length === 0) return [];
  return [
    `**${markdownText(title, limits.prose)}**`,
    limitedTable(
      columns.map(pipeColumn),
      rows
        .slice(0, limits.rows)
        .map((row) => columns.map(({ key, kind }) => markdownCell(valueText(row[key], kind), limits.name))),
      limits,
      rows.length,
    ),
  ];
}
