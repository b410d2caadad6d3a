import type { Report } from '../../model/report.ts';
import { usd } from '../format.ts';
import { isAllUnpriced, unserved } from '../money.ts';
import { replayedSteps, whyLeftOut } from '../table/replayed-steps.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { stepDetails } from './step-details.ts';
import { waterfall } from './waterfall.ts';

/** The same calls replayed through the strategies, one after the other. Undefined where none was replayed. */
export function savings(report: Report): Markup | undefined {
  if (report.strategies.length === 0 || report.totals.calls === 0) return undefined;
  return html`${picture(report)}
<p>${monthly(report)}</p>
${stepDetails(report, false)}
${withoutFigures(report)}`;
}

/** The waterfall with what has to be known to read it. */
export function picture(report: Report): Markup {
  const { totals, combined } = report;
  if (isAllUnpriced(totals)) {
    return html`<p class="note">This cannot be said without prices for the models in the log.</p>`;
  }
  return html`${totals.unpricedCalls > 0 ? html`<p class="note">Calls without a price are left out on both sides.</p>\n` : undefined}${
    replayedSteps(report).length > 0 ? waterfall(report) : html`<p>No strategy could be replayed.</p>`
  }${combined.unservedUsd > 0 ? html`<p class="note">${unserved(combined.unservedUsd)}</p>` : undefined}`;
}

function monthly({ monthly, totals }: Report): string {
  if (monthly === null || isAllUnpriced(totals)) return 'A monthly amount cannot be given for this log.';
  return `Per month: ${usd(monthly.beforeUsd)} now, ${usd(monthly.afterUsd)} then (${monthly.basis}).`;
}

/** The strategies that say nothing about the log, and why. */
export function withoutFigures({ strategies }: Report): Piece {
  const left = strategies.filter((step) => whyLeftOut(step) !== undefined);
  if (left.length === 0) return undefined;
  return html`<h3>Without figures</h3>
<ul>
${left.map((step) => html`<li>${step.title}: ${whyLeftOut(step)}</li>\n`)}</ul>
`;
}
