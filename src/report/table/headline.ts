import type { Report } from '../../model/report.ts';
import { filterText } from '../filter-text.ts';
import {
  avoidableText,
  gapSentences,
  madeWithText,
  periodText,
  spentText,
  usageSentences,
  wouldBeLeftText,
} from '../headline-text.ts';
import type { Page } from './page.ts';

/** What was spent, on how many calls, when, how much of it was avoidable, and what these figures lack. */
export function headline(report: Report, page: Page): void {
  if (report.totals.calls === 0) {
    page.text(`No calls ${report.filter === null ? 'were found in the input' : 'are left by the filter'}.`, {
      style: 'bold',
    });
  } else {
    page.text(spentText(report) + periodText(report), { style: 'bold' });
    // A simulation looks for no waste, and its answer has been given.
    if (report.scenario === null) {
      page.text(avoidableText(report), { style: report.recoverable.usd > 0 ? 'accent' : 'plain' });
      const left = wouldBeLeftText(report);
      if (left !== '') page.text(left, { style: 'accent' });
    }
  }
  if (report.filter !== null) page.text(filterText(report.filter, report.timezone));
  for (const sentence of gapSentences(report)) page.text(sentence, { style: 'bad' });
  if (report.totals.calls > 0) for (const sentence of usageSentences(report)) page.text(sentence);
  page.text(madeWithText(report), { style: 'dim' });
}
