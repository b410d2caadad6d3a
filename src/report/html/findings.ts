import type { Finding, Report } from '../../model/report.ts';
import { byMoney, isCounted, isWaste } from '../finding-order.ts';
import { evidenceText } from '../finding-text.ts';
import { count, counted, percent } from '../format.ts';
import { isAllUnpriced, isWasteUnknown, waste } from '../money.ts';
import { groupTable } from './finding-groups.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { figureCell, shareCell, tableOf, textCell } from './sortable-table.ts';

/** What was wasted, the most money first: in one table, then one by one; last what was looked for in vain. */
export function avoidable(report: Report): Markup {
  const wasted = byMoney(report.findings.filter((finding) => isCounted(finding) && isWaste(finding)));
  return html`${wasted.length > 0 ? overview(report, wasted) : html`<p>${isAllUnpriced(report.totals) ? 'This cannot be said without prices for the models in the log.' : 'Nothing avoidable was found.'}</p>\n`}
${wasted.map((finding, i) => article(report, finding, i + 1))}
${vain(report.findings)}`;
}

function overview(report: Report, wasted: readonly Finding[]): Markup {
  return tableOf({
    id: 'findings-all',
    caption: 'Each amount is counted once: what two findings claim stands with the first that claims it.',
    columns: [
      { label: 'Finding', look: 'label' },
      { label: 'Share of spend', look: 'drawn' },
      { label: 'Cost', look: 'number' },
      { label: 'Calls', look: 'number' },
      { label: 'Basis', look: 'text' },
    ],
    rows: wasted.map((finding, i) => {
      const isUnknown = isWasteUnknown(report, finding, finding.countedUsd);
      return [
        textCell(html`<a href="#finding-${i + 1}">${finding.title}</a>`),
        shareCell(isUnknown ? null : finding.share),
        figureCell(waste(report, finding, finding.countedUsd), finding.countedUsd),
        figureCell(count(finding.calls), finding.calls),
        textCell(finding.basis),
      ];
    }),
  });
}

function article(report: Report, finding: Finding, place: number): Markup {
  const id = `finding-${place}`;
  return html`<article aria-labelledby="${id}">
<h3 id="${id}">${place}. ${finding.title}: ${waste(report, finding, finding.countedUsd)}${finding.share > 0 ? ` (${percent(finding.share)} of spend)` : ''}</h3>
<p>${finding.why}</p>
<p><strong>What to change:</strong> ${finding.fix}</p>
<p class="muted">${evidenceText(report, finding)}</p>
${folded(groupTable(report, finding, { id: `${id}-groups`, review: false }))}</article>
`;
}

/** Groups are for whoever goes into a finding. */
function folded(table: Markup | undefined): Piece {
  return table === undefined
    ? undefined
    : html`<details><summary>Where it was found</summary>
${table}</details>
`;
}

/** What looks avoidable and is not certain. Undefined where there is nothing of the kind. */
export function review(report: Report): Markup | undefined {
  const open = report.findings
    .filter(({ review }) => review.groups > 0)
    .sort((a, b) => b.review.usd - a.review.usd || (a.detector < b.detector ? -1 : 1));
  if (open.length === 0) return undefined;
  return html`<p>Not certain, and so in no total.</p>
${open.map(
  (finding, i) => html`<h3>${finding.title}</h3>
<p>${counted(finding.review.groups, 'group')}, ${counted(finding.review.calls, 'call')}, up to ${waste(report, finding.review, finding.review.usd)}</p>
${folded(groupTable(report, finding, { id: `review-${i + 1}`, review: true }))}`,
)}`;
}

/** What costs no avoidable tokens and is still to be known, such as models that retire. */
export function worthKnowing(report: Report): Markup | undefined {
  const known = byMoney(report.findings.filter((finding) => isCounted(finding) && !isWaste(finding)));
  if (known.length === 0) return undefined;
  return html`<p>Nothing of it is in the avoidable sum.</p>
${known.map(
  (finding, i) => html`<h3>${finding.title}</h3>
<p>${finding.why}</p>
<p><strong>What to change:</strong> ${finding.fix}</p>
${folded(groupTable(report, finding, { id: `known-${i + 1}`, review: false, hasMoney: false }))}`,
)}`;
}

/** The rest by outcome, so that silence is not taken for a clean bill. */
function vain(all: readonly Finding[]): Piece {
  const rest = all.filter((finding) => !isCounted(finding));
  const lists = [
    list(
      'Looked for and not found',
      rest.filter(({ status }) => status === 'clean' || status === 'found'),
    ),
    list(
      'Could not be looked for',
      rest.filter(({ status }) => status === 'notApplicable'),
    ),
    list(
      'Failed, so missing here',
      rest.filter(({ status }) => status === 'failed'),
    ),
  ];
  return lists;
}

function list(what: string, findings: readonly Finding[]): Piece {
  if (findings.length === 0) return undefined;
  return html`<h3>${what}</h3>
<ul>
${findings.map(({ title, reason, review }) => html`<li>${title}${reason === null ? '' : `: ${reason}`}${review.groups > 0 ? ` (${count(review.groups)} for review below)` : ''}</li>\n`)}</ul>
`;
}
