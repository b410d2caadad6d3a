import type { CheckResult } from '../../../model/check.ts';
import { markdownText } from '../../markdown/markdown-text.ts';
import { driftSentences, totalRows } from '../comparison-rows.ts';
import { baselineText } from '../words/log-text.ts';
import type { PageBlock } from './fit-page.ts';
import { lines, tableHead, tableRow } from './page-block.ts';

/** The log in a few figures, beside the baseline's where there is one, and what prices and usage have to do with it. */
export function totals(result: CheckResult): PageBlock[] {
  const hasBaseline = result.baseline !== null;
  const columns = [
    { label: '' },
    ...(hasBaseline ? (['baseline', 'this log', 'change'] as const) : (['this log'] as const)).map(
      (label) => ({ label, align: 'right' }) as const,
    ),
  ];
  const rows = totalRows(result).map(({ label, baseline, current, change }) =>
    tableRow([
      label,
      ...(hasBaseline ? [baseline, current, change] : [current]).map((cell) => markdownText(cell)),
    ]),
  );
  return [
    ...lines(...tableHead(columns), ...rows),
    ...lines(markdownText([...driftSentences(result), baselineText(result)].join(' '))),
  ];
}
