import type { Report } from '../../model/report.ts';
import { counted, usd } from '../format.ts';
import { isAllUnpriced } from '../money.ts';
import { type Action, nextActions } from '../next-actions.ts';
import type { Page, PageColumn } from './page.ts';

const INDENT = 2;

const COLUMNS: readonly PageColumn[] = [
  { label: '', min: 20, style: 'bold' },
  { label: '', align: 'right', style: 'accent' },
  { label: '', drop: 1, style: 'dim' },
];

/** The few things worth doing first, in words and dollars, and how to see what is behind each. */
export function actions(report: Report, page: Page): void {
  const { totals } = report;
  if (totals.calls === 0) return;
  const worth = nextActions(report);
  page.heading('Worth doing first');
  if (totals.unpricedCalls > 0) {
    page.text(
      `Give a price for the models without one (--prices FILE): ${counted(totals.unpricedCalls, 'call')} cannot be judged until then.`,
      { indent: INDENT, hang: INDENT },
    );
  }
  if (worth.length === 0 && !isAllUnpriced(totals)) {
    page.text('Nothing: no saving was found in what could be priced.', { indent: INDENT });
  }
  page.table(COLUMNS, worth.map(row), {
    indent: INDENT,
    below: (i) => page.text(worth[i]!.what, { indent: 5 }),
  });
  if (worth.length > 1) {
    page.text('Two of these can save the same dollar, so their figures do not add up.', {
      style: 'dim',
      indent: INDENT,
    });
  }
}

function row({ title, savesUsd, command }: Action, index: number): string[] {
  return [`${index + 1}. ${title}`, usd(savesUsd), command];
}
