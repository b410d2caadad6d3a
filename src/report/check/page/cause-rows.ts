import type { CheckResult } from '../../../model/check.ts';
import { markdownName, markdownText } from '../../markdown/markdown-text.ts';
import { subject } from '../words/budget-sentence.ts';
import { byBudget, type Stand, standsOf } from '../words/budget-standing.ts';
import { causeText } from '../words/cause-text.ts';
import { showCommand } from '../words/show-command.ts';
import type { PageBlock } from './fit-page.ts';
import { RANK, rowsBlock } from './page-block.ts';

const COMMAND = 400;

/** Of one budget; the table has all of them. */
const GROUPS = 3;

/** Where what was not kept comes from, and the command that shows its calls. */
export function causeRows(check: CheckResult): PageBlock[] {
  const command = (stand: Stand): string => showCommand(stand, check);
  const stands = byBudget([...standsOf(check, 'failed'), ...standsOf(check, 'warned')], GROUPS)
    .flatMap(({ shown }) => shown)
    .filter((stand) => stand.judged.causes.length > 0 || command(stand) !== '');
  return rowsBlock(stands, RANK.causes, (stand) => item(stand, command(stand)), {
    head: ['**Where it comes from**', ''],
  });
}

/** One item with its own below it: a list item that is left out takes them along. */
function item({ result, judged }: Stand, command: string): string {
  return [
    `- ${markdownText(subject(result, judged))}`,
    ...judged.causes.map((cause) => `  - ${markdownText(causeText(cause, result.unit, judged))}`),
    ...(command === '' ? [] : [`  - shown by ${markdownName(command, COMMAND)}`]),
  ].join('\n');
}
