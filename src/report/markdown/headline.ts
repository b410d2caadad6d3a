import type { Report } from '../../model/report.ts';
import { filterText } from '../filter-text.ts';
import { counted, usd } from '../format.ts';
import {
  avoidableText,
  gapSentences,
  periodText,
  spentText,
  usageSentences,
  wouldBeLeftText,
} from '../headline-text.ts';
import { isAllUnpriced } from '../money.ts';
import { nextActions } from '../next-actions.ts';
import type { Limits } from './limits.ts';
import { markdownName, markdownText } from './markdown-text.ts';

/** What was spent, on what and when, how much of it was avoidable, and what these figures lack. */
export function headline(report: Report, { prose }: Limits): string[] {
  const { totals, scenario, filter, timezone } = report;
  const hasCalls = totals.calls > 0;
  const answer = hasCalls
    ? [
        `**${markdownText(spentText(report))}** ${markdownText(periodText(report))}.`,
        // A simulation looks for no waste, and its answer has been given.
        ...(scenario === null
          ? [avoidableText(report), wouldBeLeftText(report)].map((sentence) => markdownText(sentence))
          : []),
      ]
    : [`**No calls ${filter === null ? 'were found in the input' : 'are left by the filter'}.**`];
  return [
    answer.filter((sentence) => sentence !== '').join('\n'),
    filter === null ? '' : markdownText(filterText(filter, timezone), prose),
    gapSentences(report)
      .map((sentence) => `> **Note:** ${markdownText(sentence)}`)
      .join('\n>\n'),
    hasCalls ? markdownText(usageSentences(report).join(' ')) : '',
  ];
}

/** Columns of a command line: a part of one is of no use. */
const COMMAND = 120;

/** The few things worth doing first, in words and dollars, and how to see what is behind each. */
export function actions(report: Report, { prose }: Limits): string[] {
  const { totals } = report;
  if (totals.calls === 0) return [];
  const worth = nextActions(report);
  return [
    '## Worth doing first',
    totals.unpricedCalls > 0
      ? `Give a price for the models without one (\`--prices FILE\`): ${counted(totals.unpricedCalls, 'call')} cannot be judged until then.`
      : '',
    worth.length === 0 && !isAllUnpriced(totals)
      ? 'Nothing: no saving was found in what could be priced.'
      : '',
    worth
      .map(({ title, savesUsd, what, command }, i) => {
        return `${i + 1}. **${markdownText(title, prose)}, ${markdownText(usd(savesUsd))}**: ${markdownText(what, prose)} (${markdownName(command, COMMAND)})`;
      })
      .join('\n'),
    worth.length > 1 ? 'Two of these can save the same dollar, so their figures do not add up.' : '',
  ];
}
