import type { CheckFault, CheckResult, Verdict } from '../../../model/check.ts';
import { markdownName, markdownText } from '../../markdown/markdown-text.ts';
import { summaryLine } from '../summary-line.ts';
import { madeWithText, readText } from '../words/log-text.ts';
import { budgetRows } from './budget-rows.ts';
import { causeRows } from './cause-rows.ts';
import { changeTables } from './change-tables.ts';
import type { PageBlock } from './fit-page.ts';
import { lines, RANK, rowsBlock } from './page-block.ts';
import { totals } from './totals.ts';

/** Columns of a name in a heading, of a sentence, and of a command. */
const NAME = 60;
const SENTENCE = 600;

const VERDICTS = {
  passed: ['✅', 'passed'],
  failed: ['❌', 'failed'],
  notJudged: ['❔', 'could not be judged'],
  error: ['❌', 'did not run'],
} as const satisfies Record<Verdict | 'error', readonly [sign: string, words: string]>;

/** What a check came to, as the parts of a page of Markdown: the verdict first, then budgets, totals, causes and details. */
export function checkPage(result: CheckResult | CheckFault): PageBlock[] {
  const [sign, words] = VERDICTS[result.verdict];
  const heading = `### ${sign} LLM costs: ${markdownName(result.name, NAME) || 'check'} ${words}`;
  return [
    ...lines(heading),
    ...lines(markdownText(summaryLine(result), SENTENCE)),
    ...(result.verdict === 'error' ? [] : body(result)),
    ...lines(`<sub>${markdownText(madeWithText(result))}</sub>`),
  ];
}

function body(result: CheckResult): PageBlock[] {
  const reasons = result.reasons.length > 1 || result.verdict === 'failed' ? result.reasons : [];
  return [
    ...rowsBlock(reasons, RANK.causes, (reason) => `- ${markdownText(reason, SENTENCE)}`, {
      head: ['The log as a whole cannot be judged:', ''],
    }),
    ...budgetRows(result),
    ...totals(result),
    ...causeRows(result),
    ...changeTables(result),
    ...rowsBlock(
      result.warnings,
      RANK.details,
      ({ text, count }) => `- ${markdownText(count > 1 ? `${text} (${count} times)` : text, SENTENCE)}`,
      { head: ['<details>', '<summary>warnings</summary>', ''], tail: ['', '</details>'] },
    ),
    ...lines(markdownText(readText(result), SENTENCE)),
  ];
}
