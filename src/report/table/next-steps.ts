import type { Report } from '../../model/report.ts';
import { nextActions } from '../next-actions.ts';
import type { Page } from './page.ts';

/** How to look behind the figures, or what to do where there are none. */
export function nextSteps(report: Report, page: Page): void {
  const { totals, findings } = report;
  if (totals.calls === 0) {
    // That a filter leaves nothing is said above, and what there is.
    if (report.filter !== null) return;
    page.blank();
    page.text('Check that the paths hold request logs; `llm-cost formats` lists what can be read.');
    return;
  }
  const handles = findings.flatMap(({ groups }) => groups.map(({ handle }) => handle));
  const show = nextActions(report).find((action) => action.show !== null)?.show ?? handles[0];
  if (show === undefined) return;
  page.heading('Behind a figure');
  page.text(
    `llm-cost show ${show}, or any code, detector or call of this report, or model=..., day=..., user=...`,
    { indent: 2, hang: 2 },
  );
}
