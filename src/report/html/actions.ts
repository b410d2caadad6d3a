import type { Report } from '../../model/report.ts';
import { counted, percent, usd } from '../format.ts';
import { isAllUnpriced, unserved } from '../money.ts';
import { nextActions } from '../next-actions.ts';
import { replayedSteps } from '../table/replayed-steps.ts';
import { html, type Markup, type Piece } from './markup.ts';

/** The most valuable actions in words, and what all strategies together would have left. */
export function actions(report: Report): Markup {
  const { totals } = report;
  const worth = nextActions(report);
  return html`${
    totals.unpricedCalls > 0
      ? html`<p class="note">First give a price for the models without one: ${counted(totals.unpricedCalls, 'call')} cannot be judged until then.</p>\n`
      : undefined
  }${
    worth.length > 0
      ? html`<ol class="actions">
${worth.map(({ title, what, savesUsd, command }) => html`<li><h3>${title} <span class="amount">${usd(savesUsd)}</span></h3><p>${what}</p><p class="muted"><code>${command}</code></p></li>\n`)}</ol>
`
      : undefined
  }${
    worth.length === 0 && !isAllUnpriced(totals)
      ? html`<p>Nothing: no saving was found in what could be priced.</p>\n`
      : undefined
  }${
    worth.length > 1
      ? html`<p class="muted">Two of these can save the same dollar, so their amounts do not add up.</p>\n`
      : undefined
  }${together(report)}`;
}

function together(report: Report): Piece {
  const { combined, monthly, totals } = report;
  const steps = replayedSteps(report).length;
  if (steps === 0 || isAllUnpriced(totals) || combined.savedUsd <= 0) return undefined;
  const perMonth =
    monthly === null
      ? ''
      : ` Per month: ${usd(monthly.beforeUsd)} now, ${usd(monthly.afterUsd)} then (${monthly.basis}).`;
  return html`<p>With ${steps === 1 ? 'the one strategy' : counted(steps, 'strategy', 'strategies')} replayed <a href="#savings">below</a>, the same calls would have cost <strong>${usd(combined.afterUsd)}</strong> instead of ${usd(combined.beforeUsd)}, ${percent(combined.share)} less.${perMonth}${combined.unservedUsd > 0 ? ` ${unserved(combined.unservedUsd)}` : ''}</p>`;
}
