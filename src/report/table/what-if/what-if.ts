import type { Report } from '../../../model/report.ts';
import { isAllUnpriced } from '../../money.ts';
import { headline } from '../headline.ts';
import type { Page } from '../page.ts';
import { leftOut, replayedSteps, whyLeftOut } from '../replayed-steps.ts';
import { waterfall } from '../waterfall.ts';
import { answer } from './answer.ts';
import { noticed, projections } from './outlook.ts';
import { stepDetails } from './step-details.ts';

/** A simulation: what was asked and what came of it, what it is made of, what it risks, then each strategy. */
export function whatIf(report: Report, page: Page): void {
  const { scenario } = report;
  if (scenario === null) return;
  answer(report, scenario, page);
  headline(report, page);
  if (report.totals.calls === 0) return;
  if (!isAllUnpriced(report.totals) && replayedSteps(report).length > 0) {
    page.heading('What the same calls would have cost');
    waterfall(report, page);
  }
  projections(report, scenario, page);
  noticed(report, page);
  stepDetails(report, page);
  if (!report.strategies.some((step) => whyLeftOut(step) !== undefined)) return;
  page.heading('Without figures');
  leftOut(report, page);
}
