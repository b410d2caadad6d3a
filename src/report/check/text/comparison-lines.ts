import type { CheckResult, GroupChange } from '../../../model/check.ts';
import { count } from '../../format.ts';
import type { Page } from '../../table/page.ts';
import { driftSentences, isShown, totalRows } from '../comparison-rows.ts';
import { beforeAndAfter } from '../words/figure-text.ts';
import { baselineText } from '../words/log-text.ts';
import { whatBecame } from '../words/what-became.ts';

/** Groups of one kind that are listed; the result itself has all of them. */
const MOST = 10;

/** The totals beside the baseline's, prices and usage apart, and what appeared, vanished or changed. */
export function comparisonLines(result: CheckResult, page: Page): void {
  const hasBaseline = result.baseline !== null;
  page.heading(hasBaseline ? 'Against the baseline' : 'The log');
  page.table(
    [
      { label: '' },
      ...(hasBaseline ? (['baseline', 'this log', 'change'] as const) : (['this log'] as const)).map(
        (label) => ({ label: hasBaseline ? label : '', align: 'right' }) as const,
      ),
    ],
    totalRows(result).map(({ label, baseline, current, change }) => [
      label,
      ...(hasBaseline ? [baseline, current, change] : [current]),
    ]),
    { indent: 2 },
  );
  for (const sentence of [...driftSentences(result), baselineText(result)])
    page.text(sentence, { indent: 2 });
  if (result.comparison === null) return;
  const { templates, features, models } = result.comparison;
  changes(page, 'Templates that changed', templates);
  changes(page, 'Features that changed', features);
  changes(page, 'Models that changed', models);
}

function changes(page: Page, title: string, all: readonly GroupChange[]): void {
  const changed = all.filter(isShown);
  if (changed.length === 0) return;
  page.heading(title);
  page.table(
    [
      { label: 'name', min: 20, most: 60 },
      { label: 'calls', align: 'right' },
      { label: 'cost', align: 'right' },
      { label: 'per call', align: 'right', drop: 1 },
      { label: 'input tokens', align: 'right', drop: 2 },
    ],
    changed
      .slice(0, MOST)
      .map((change) => [
        change.key === '' ? '(no name)' : change.label === '' ? change.key : change.label,
        beforeAndAfter(change.calls, 'calls'),
        beforeAndAfter(change.costUsd, 'usd'),
        beforeAndAfter(change.costPerCallUsd, 'usd'),
        beforeAndAfter(change.inputTokensPerCall, 'tokens'),
      ]),
    {
      indent: 2,
      below(row) {
        const became = whatBecame(changed[row]!);
        if (became !== '') page.text(became, { indent: 4, style: 'dim' });
      },
    },
  );
  if (changed.length > MOST) page.text(`and ${count(changed.length - MOST)} more`, { indent: 2 });
}
