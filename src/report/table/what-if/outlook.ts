import type { Report } from '../../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../../model/scenario.ts';
import { count, percent, usd } from '../../format.ts';
import { isAllUnpriced } from '../../money.ts';
import { riskSentences } from '../../risk-text.ts';
import type { GridColumn } from '../grid.ts';
import type { Page } from '../page.ts';

const MONEY_WIDTH = 15;

const COLUMNS: readonly GridColumn[] = [
  { label: '' },
  { label: 'now', align: 'right' },
  { label: 'then', align: 'right' },
  { label: 'saved', align: 'right' },
];

/** What it comes to in a month and in a year, and how that was worked out. */
export function projections(
  { totals, combined }: Report,
  { monthly, yearly, basis }: ScenarioSummary,
  page: Page,
): void {
  if (isAllUnpriced(totals)) return;
  page.heading('Per month and year');
  const rows = [
    ...(monthly === null ? [] : [row('a month', monthly)]),
    ...(yearly === null ? [] : [row('a year', yearly)]),
  ];
  if (rows.length > 0) page.table(COLUMNS, rows, { indent: 2 });
  if (monthly !== null && combined.unservedUsd > 0) {
    // Refused demand grows with the calls, as all that was billed does; what is saved may not.
    const unservedUsd = (combined.unservedUsd * monthly.beforeUsd) / combined.beforeUsd;
    page.text(`Of a month, ${usd(unservedUsd)} is demand that would not be served, not a saving.`, {
      ...{ indent: 2, hang: 2, style: 'bad' },
    });
  }
  page.text(`${basis.slice(0, 1).toUpperCase()}${basis.slice(1)}.`, { indent: 2, style: 'dim' });
}

function row(label: string, { beforeUsd, afterUsd, savedUsd }: Projection): string[] {
  return [label, ...[beforeUsd, afterUsd, savedUsd].map((value) => usd(value, MONEY_WIDTH))];
}

/** What is risked for the saving. */
export function noticed({ totals, combined: { risk } }: Report, page: Page): void {
  page.heading('What callers may notice');
  const sentences = riskSentences(risk.kinds, totals.calls);
  if (sentences.length === 0) {
    page.text('Nothing: no strategy changes what a caller gets.', { indent: 2 });
    return;
  }
  for (const sentence of sentences) page.text(`${sentence}.`, { indent: 2, hang: 2 });
  if (sentences.length > 1) {
    page.text(
      `Together ${percent(risk.share)} of calls (${count(risk.calls)}); one call can be in several.`,
      {
        indent: 2,
        hang: 2,
      },
    );
  }
}
