import type { CheckResult } from '../../../model/check.ts';
import { counted } from '../../format.ts';
import { markdownName, markdownText } from '../../markdown/markdown-text.ts';
import {
  baselineChange,
  baselineFigure,
  expectation,
  foundText,
  groupText,
} from '../words/budget-sentence.ts';
import { byBudget, type Stand, type Standing, standsOf } from '../words/budget-standing.ts';
import type { PageBlock } from './fit-page.ts';
import { RANK, rowsBlock, tableHead, tableRow } from './page-block.ts';

const NAME = 60;
const REASON = 200;

const STANDING_WORDS = {
  failed: '❌ failed',
  warned: '🟡 warning',
  notJudged: '❔ not judged',
  kept: '✅ kept',
  off: 'off',
} as const satisfies Record<Standing, string>;

const COLUMNS = [
  { label: '' },
  { label: 'budget' },
  { label: 'expected' },
  { label: 'found', align: 'right' },
  { label: 'baseline', align: 'right' },
  { label: 'change', align: 'right' },
] as const;

/** All budgets, what breaks the build first; of a budget on groups that were kept, the one closest to its limit. */
export function budgetRows(result: CheckResult): PageBlock[] {
  const rows = [
    ...(['failed', 'warned', 'notJudged'] as const).flatMap((standing) =>
      standsOf(result, standing).map((stand) => ({ stand, others: 0 })),
    ),
    ...byBudget(standsOf(result, 'kept'), 1).map(({ shown, others }) => ({ stand: shown[0]!, others })),
    ...standsOf(result, 'off').map((stand) => ({ stand, others: 0 })),
  ];
  return rowsBlock(rows, RANK.budgets, ({ stand, others }) => row(stand, others), {
    head: tableHead(COLUMNS),
  });
}

function row({ result, judged, standing }: Stand, others: number): string {
  const { by, key, label } = judged;
  const group = by === null || key === null ? '' : `, ${markdownText(groupText(by, key, label))}`;
  const more = others === 0 ? '' : ` and ${counted(others, 'other group')}`;
  const expected = markdownText(expectation(result, judged));
  const isUnknown = standing === 'notJudged' && judged.value === null;
  return tableRow([
    STANDING_WORDS[standing],
    `${markdownName(result.budget.name, NAME)} (${markdownText(result.title, NAME)}${group})${more}`,
    standing === 'notJudged' && judged.reason !== null
      ? `${expected}; not judged: ${markdownText(judged.reason, REASON)}`
      : expected,
    standing === 'off' || isUnknown ? '' : markdownText(foundText(result, judged)),
    markdownText(baselineFigure(result, judged)),
    markdownText(baselineChange(result, judged)),
  ]);
}
