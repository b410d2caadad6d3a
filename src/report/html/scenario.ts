import type { Report } from '../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../model/scenario.ts';
import { count, percent, usd } from '../format.ts';
import { hasSpan, isAllUnpriced, savedRange } from '../money.ts';
import { riskSentences } from '../risk-text.ts';
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
export function projections(report: Report, { monthly, yearly, basis }: ScenarioSummary): Markup | undefined {
  if (isAllUnpriced(report.totals)) return undefined;
  const rows = [
    ...(monthly === null ? [] : [row('a month', monthly)]),
    ...(yearly === null ? [] : [row('a year', yearly)]),
  ];
  const { unservedUsd, beforeUsd } = report.combined;
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
  }${
    // Refused demand grows with the calls, as all that was billed does; what is saved may not.
    monthly !== null && unservedUsd > 0
      ? html`<p class="note">Of a month, ${usd((unservedUsd * monthly.beforeUsd) / beforeUsd)} is demand that would not be served, not a saving.</p>\n`
      : undefined
  }<p class="muted">${basis.slice(0, 1).toUpperCase()}${basis.slice(1)}.</p>`;
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
export function noticed({ totals, combined: { risk } }: Report): Piece {
  const sentences = riskSentences(risk.kinds, totals.calls);
  if (sentences.length === 0) return html`<p>Nothing: no strategy changes what a caller gets.</p>`;
  return html`<ul>
${sentences.map((sentence) => html`<li>${sentence}.</li>\n`)}</ul>
${sentences.length > 1 ? html`<p>Together ${percent(risk.share)} of calls (${count(risk.calls)}); one call can be in several.</p>` : undefined}`;
}
