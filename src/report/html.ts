import { defineRenderer } from '../contracts/renderer.ts';
import type { Report } from '../model/report.ts';
import { madeWithText } from './headline-text.ts';
import { actions } from './html/actions.ts';
import { avoidable, review, worthKnowing } from './html/findings.ts';
import { inputs, unpriced, warnings } from './html/gaps.ts';
import { about, keyFigures } from './html/key-figures.ts';
import { html, type Piece } from './html/markup.ts';
import { savings, withoutFigures } from './html/savings.ts';
import { answer, noticed, projections, question } from './html/scenario.ts';
import { type Section, shell } from './html/shell.ts';
import { overTime, spend } from './html/spend.ts';
import { stepDetails } from './html/step-details.ts';

/** For somebody who never ran the tool: the answer, what to do, then the evidence; one file that needs nothing else. */
export default defineRenderer({
  id: 'html',
  describe: 'one page to send or print, with charts and sortable tables',
  // The chart is to have every day of half a year, and tables show their first rows anyway.
  top: 200,
  render(report) {
    const title =
      report.scenario === null ? 'What was paid for language models' : `What if: ${report.scenario.name}`;
    const hasCalls = report.totals.calls > 0;
    return shell({
      title,
      intro: html`<h1>${title}</h1>
${about(report)}
${report.scenario === null ? undefined : question(report.scenario)}${hasCalls ? keyFigures(report) : html`<p class="note">No calls were found in the input.</p>`}`,
      sections: [...(hasCalls ? answers(report) : []), ...gaps(report)],
      foot: foot(report),
    });
  },
});

function answers(report: Report): Section[] {
  const { scenario } = report;
  return present([
    ...(scenario === null
      ? [section('actions', 'Worth doing first', actions(report))]
      : [
          section('answer', 'What the same calls would have cost', answer(report)),
          section('projections', 'Per month and year', projections(report, scenario)),
          section('noticed', 'What callers may notice', noticed(report)),
          section('steps', 'Step by step', html`${stepDetails(report, true)}${withoutFigures(report)}`),
        ]),
    section('time', 'Spend over time', overTime(report)),
    section('spend', 'Where the money went', spend(report)),
    ...(scenario === null
      ? [
          section('findings', 'What was avoidable', avoidable(report)),
          section('known', 'Worth knowing', worthKnowing(report)),
          section('review', 'For you to review', review(report)),
          section('savings', 'What the same calls would have cost', savings(report)),
        ]
      : []),
  ]);
}

function gaps(report: Report): Section[] {
  return present([
    section('unpriced', 'Without a known price', unpriced(report)),
    section('warnings', 'Warnings', warnings(report)),
    section('inputs', 'What was read', inputs(report)),
  ]);
}

/** A part without content is left out. */
function section(id: string, title: string, body: Piece): Section | undefined {
  return body === undefined ? undefined : { id, title, body };
}

function present(sections: readonly (Section | undefined)[]): Section[] {
  return sections.filter((it) => it !== undefined);
}

function foot(report: Report): Piece {
  return html`<p>${madeWithText(report)} Amounts in US dollars. Codes beside a group are what llm-cost show takes to list its calls.</p>`;
}
