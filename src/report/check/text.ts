import { defineCheckRenderer } from '../../contracts/check-renderer.ts';
import { Page } from '../table/page.ts';
import { summaryLine } from './summary-line.ts';
import { brokenBudgets, keptLines, openBudgets } from './text/budget-lines.ts';
import { comparisonLines } from './text/comparison-lines.ts';
import { withoutCommands } from './words/ci-commands.ts';
import { madeWithText, readText } from './words/log-text.ts';

/** For a person at a terminal or before the log of a job: the verdict first, then why. */
export default defineCheckRenderer({
  id: 'text',
  describe: 'text for a terminal and for the log of a job',
  render(result, options) {
    const page = new Page(options);
    page.line(summaryLine(result), result.verdict === 'passed' ? 'plain' : 'bad');
    if (result.verdict !== 'error') {
      if (result.reasons.length > 1 || result.verdict === 'failed') {
        for (const reason of result.reasons) page.text(`- ${reason}`, { hang: 2 });
      }
      brokenBudgets(result, page);
      openBudgets(result, page);
      keptLines(result, page);
      comparisonLines(result, page);
      page.blank();
      page.text(readText(result));
      for (const { text, count } of result.warnings) {
        page.text(`Warning: ${text}${count > 1 ? ` (${count} times)` : ''}`, { hang: 2 });
      }
    }
    page.text(madeWithText(result), { style: 'dim' });
    return withoutCommands(page.toString());
  },
});
