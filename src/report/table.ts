import { defineRenderer } from '../contracts/renderer.ts';
import { actions } from './table/actions.ts';
import { findings } from './table/findings.ts';
import { gaps } from './table/gaps.ts';
import { headline } from './table/headline.ts';
import { nextSteps } from './table/next-steps.ts';
import { Page } from './table/page.ts';
import { review } from './table/review.ts';
import { savings } from './table/savings.ts';
import { spend } from './table/spend.ts';
import { whatIf } from './table/what-if/what-if.ts';

/** For a person at a terminal: the answer first, then what to do, then what both are made of. */
export default defineRenderer({
  id: 'table',
  describe: 'tables for a terminal, readable without colour',
  render(report, options) {
    const page = new Page(options);
    const sections =
      report.scenario === null
        ? [headline, actions, spend, findings, review, savings, gaps, nextSteps]
        : [whatIf, gaps];
    for (const section of sections) section(report, page);
    return page.toString();
  },
});
