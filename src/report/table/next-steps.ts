import type { Report } from '../../model/report.ts';
import { counted, usd } from '../format.ts';
import { isAllUnpriced } from '../money.ts';
import { type Action, nextActions } from '../next-actions.ts';
import type { Page } from './page.ts';

/** The few things worth doing first, in words and dollars. */
export function nextSteps(report: Report, page: Page): void {
  page.heading('What to do next');
  const { totals } = report;
  if (totals.calls === 0) {
    page.text('Check that the paths hold request logs; `llm-cost formats` lists what can be read.', {
      indent: 2,
    });
    return;
  }
  if (totals.unpricedCalls > 0) {
    page.text(
      `First give a price for the models without one (--prices FILE): ${counted(totals.unpricedCalls, 'call')} cannot be judged until then.`,
      { indent: 2, hang: 2 },
    );
  }
  const actions = nextActions(report);
  actions.forEach(({ title, what, savesUsd }, i) => {
    page.text(`${i + 1}. ${title}, ${usd(savesUsd)}: ${what}`, { indent: 2, hang: 3 });
  });
  if (actions.length > 1) {
    page.text('Two of these can save the same dollar, so their figures do not add up.', {
      style: 'dim',
      indent: 2,
    });
  }
  seeing(report, actions, page);
  if (actions.length === 0 && !isAllUnpriced(totals)) {
    page.text('Nothing: no saving was found in what could be priced.', { indent: 2 });
  }
}

/** Every figure can be looked behind. */
function seeing({ totals, findings }: Report, actions: readonly Action[], page: Page): void {
  const handles = findings.flatMap(({ groups }) => groups.map(({ handle }) => handle));
  const show = actions.find((action) => action.show !== null)?.show ?? handles[0];
  if (totals.calls === 0 || show === undefined) return;
  page.text(
    `See the calls behind a figure: llm-cost show ${show}, or any code, detector or call of this report, or model=..., day=..., user=...`,
    { indent: 2, hang: 2 },
  );
}
