import type { Report } from '../../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../../model/scenario.ts';
import { usd } from '../../format.ts';
import { isAllUnpriced } from '../../money.ts';
import {
  basisText,
  NOTHING_NOTICED,
  noticedTexts,
  togetherText,
  unservedMonthText,
} from '../../outlook-text.ts';
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
export function projections(report: Report, scenario: ScenarioSummary, page: Page): void {
  if (isAllUnpriced(report.totals)) return;
  const { monthly, yearly } = scenario;
  page.heading('Per month and year');
  const rows = [
    ...(monthly === null ? [] : [row('a month', monthly)]),
    ...(yearly === null ? [] : [row('a year', yearly)]),
  ];
  if (rows.length > 0) page.table(COLUMNS, rows, { indent: 2 });
  const unserved = unservedMonthText(report, scenario);
  if (unserved !== '') page.text(unserved, { indent: 2, hang: 2, style: 'bad' });
  page.text(basisText(scenario), { indent: 2, style: 'dim' });
}

function row(label: string, { beforeUsd, afterUsd, savedUsd }: Projection): string[] {
  return [label, ...[beforeUsd, afterUsd, savedUsd].map((value) => usd(value, MONEY_WIDTH))];
}

/** What is risked for the saving. */
export function noticed(report: Report, page: Page): void {
  page.heading('What callers may notice');
  const texts = noticedTexts(report);
  for (const text of [...(texts.length === 0 ? [NOTHING_NOTICED] : texts), togetherText(report)]) {
    if (text !== '') page.text(text, { indent: 2, hang: 2 });
  }
}
