import type { Report } from '../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../model/scenario.ts';
import { usd } from '../format.ts';
import { hasSpan, isAllUnpriced, savedRange } from '../money.ts';
import {
  basisText,
  NOTHING_NOTICED,
  noticedTexts,
  togetherText,
  unservedMonthText,
} from '../outlook-text.ts';
import { keptPrices } from '../table/what-if/answer.ts';
import { questionLines } from '../table/what-if/question.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { picture } from './savings.ts';
import { figureCell, tableOf, textCell } from './sortable-table.ts';

/** What was asked. */
export function question(scenario: ScenarioSummary): Markup {
  return html`${questionLines(scenario).map((line) => html`<p>${line}</p>\n`)}`;
}

/** What came of it: in a sentence, then step by step. */
export function answer(report: Report): Markup {
  const { combined } = report;
  return html`${keptPrices(report).map((line) => html`<p class="note">${line}</p>\n`)}${
    hasSpan(combined.range) && !isAllUnpriced(report.totals)
      ? html`<p>Saved where values are assumed, pessimistic .. optimistic: ${savedRange(combined.range)}.</p>\n`
      : undefined
  }${picture(report)}`;
}

/** What it comes to in a month and in a year, and how that was worked out. Undefined without prices. */
export function projections(report: Report, scenario: ScenarioSummary): Markup | undefined {
  if (isAllUnpriced(report.totals)) return undefined;
  const { monthly, yearly } = scenario;
  const rows = [
    ...(monthly === null ? [] : [row('a month', monthly)]),
    ...(yearly === null ? [] : [row('a year', yearly)]),
  ];
  const unserved = unservedMonthText(report, scenario);
  return html`${
    rows.length === 0
      ? undefined
      : tableOf({
          id: 'projections-all',
          caption: 'The same calls, projected',
          isSortable: false,
          columns: [
            { label: 'Span', look: 'label' },
            { label: 'Now', look: 'number' },
            { label: 'Then', look: 'number' },
            { label: 'Saved', look: 'number' },
          ],
          rows,
        })
  }${unserved === '' ? undefined : html`<p class="note">${unserved}</p>\n`}<p class="muted">${basisText(scenario)}</p>`;
}

function row(label: string, projection: Projection) {
  return [
    textCell(label),
    ...[projection.beforeUsd, projection.afterUsd, projection.savedUsd].map((value) =>
      figureCell(usd(value), value),
    ),
  ];
}

/** What is risked for the saving. */
export function noticed(report: Report): Piece {
  const texts = noticedTexts(report);
  if (texts.length === 0) return html`<p>${NOTHING_NOTICED}</p>`;
  const together = togetherText(report);
  return html`<ul>
${texts.map((text) => html`<li>${text}</li>\n`)}</ul>
${together === '' ? undefined : html`<p>${together}</p>`}`;
}
