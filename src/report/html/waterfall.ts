import type { Report, StrategyResult } from '../../model/report.ts';
import { count, percent, usd } from '../format.ts';
import { change, hasSpan, savedRange } from '../money.ts';
import { replayedSteps } from '../table/replayed-steps.ts';
import { html, type Markup } from './markup.ts';
import { type Cell, figureCell, type TableColumn, tableOf, textCell } from './sortable-table.ts';

const HEIGHT = 16;

/**
 * The same calls step by step: a bar hangs where the step before it ended, so the steps add up. What saves is filled, what
 * costs more is hollow, sums are grey; the whisker on the last one is the range of what is assumed.
 */
export function waterfall(report: Report): Markup {
  const { combined, totals } = report;
  const steps = replayedSteps(report);
  const { beforeUsd, afterUsd, range } = combined;
  const highest = Math.max(
    beforeUsd,
    ...steps.map((step) => step.afterUsd),
    ...(range === null ? [] : [beforeUsd - range.pessimisticUsd]),
  );
  const hasRanges = range !== null || steps.some((step) => step.range !== null);
  const hasOwnCost = steps.some(({ ownCostUsd }) => ownCostUsd > 0);
  const draw = (drawn: Drawn): Cell => textCell(bar(drawn, highest));
  const row = (cells: Record<string, Cell>): Cell[] => [
    cells.step!,
    cells.bar!,
    ...['change', 'cost', 'calls', 'basis', 'alone'].map((key) => cells[key] ?? textCell('')),
    ...(hasRanges ? [cells.range ?? textCell('')] : []),
    ...(hasOwnCost ? [cells.own ?? textCell('')] : []),
  ];
  const stepRow = (step: StrategyResult, i: number): Cell[] =>
    row({
      step: textCell(`${i + 1}. ${step.title}`),
      bar: draw({ from: step.beforeUsd, to: step.afterUsd }),
      change: figureCell(change(step.savedUsd), -step.savedUsd),
      cost: figureCell(usd(step.afterUsd), step.afterUsd),
      calls: figureCell(count(step.callsChanged), step.callsChanged),
      basis: textCell(step.basis),
      alone: figureCell(change(step.aloneSavedUsd), -step.aloneSavedUsd),
      range: textCell(savedRange(step.range)),
      own: step.ownCostUsd > 0 ? figureCell(usd(step.ownCostUsd), step.ownCostUsd) : textCell(''),
    });
  return tableOf({
    id: 'waterfall',
    isSortable: false,
    caption: 'Filled bars save, hollow ones add to the cost; grey is what was and what would be left.',
    columns: columns(hasRanges, hasOwnCost),
    rows: [
      row({
        step: textCell('As billed'),
        bar: draw({ from: 0, to: beforeUsd, isSum: true }),
        cost: figureCell(usd(beforeUsd), beforeUsd),
        calls: figureCell(count(totals.calls), totals.calls),
      }),
      ...steps.map(stepRow),
    ],
    foot: [
      row({
        step: textCell(html`<strong>All together</strong>`),
        bar: draw({
          from: 0,
          to: afterUsd,
          isSum: true,
          ...(hasSpan(range) && {
            span: [beforeUsd - range.optimisticUsd, beforeUsd - range.pessimisticUsd] as const,
          }),
        }),
        change: textCell(html`<strong>${change(combined.savedUsd)}</strong>`),
        cost: textCell(html`<strong>${usd(afterUsd)}</strong>`),
        basis: textCell(
          combined.savedUsd < 0 ? `${percent(-combined.share)} more` : `${percent(combined.share)} saved`,
        ),
        range: textCell(savedRange(range)),
      }),
    ],
  });
}

function columns(hasRanges: boolean, hasOwnCost: boolean): TableColumn[] {
  return [
    { label: 'Step', look: 'label' },
    { label: 'Picture', look: 'picture' },
    { label: 'Change', look: 'number' },
    { label: 'Cost after it', look: 'number' },
    { label: 'Calls changed', look: 'number' },
    { label: 'Basis', look: 'text' },
    { label: 'Alone', look: 'number' },
    ...(hasRanges
      ? [{ label: 'Saves, pessimistic .. optimistic (steps: alone)', look: 'number' } as const]
      : []),
    ...(hasOwnCost ? [{ label: 'Costs itself', look: 'number' } as const] : []),
  ];
}

/** In US dollars from 0. */
interface Drawn {
  readonly from: number;
  readonly to: number;
  readonly isSum?: boolean;
  readonly span?: readonly [number, number];
}

function bar({ from, to, isSum = false, span }: Drawn, highest: number): Markup {
  const x = (value: number): number => (highest > 0 ? (Math.max(0, value) / highest) * 99 + 0.5 : 0.5);
  const [left, right] = [x(Math.min(from, to)), x(Math.max(from, to))];
  const look = isSum || to === from ? 'rest' : to > from ? 'hollow' : 'accent';
  const said = isSum ? usd(to) : `from ${usd(from)} to ${usd(to)}`;
  return html`<svg class="bar" role="img" viewBox="0 0 100 ${HEIGHT}" preserveAspectRatio="none"><title>${said}</title><rect class="${look}" vector-effect="non-scaling-stroke" x="${left}" y="2" width="${Math.max(0.6, right - left)}" height="${HEIGHT - 4}"/>${
    span === undefined
      ? undefined
      : html`<path class="span" vector-effect="non-scaling-stroke" d="M${x(span[0])} 4V12M${x(span[0])} 8H${x(span[1])}M${x(span[1])} 4V12"/>`
  }</svg>`;
}
