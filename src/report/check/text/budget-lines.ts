import type { CheckResult } from '../../../model/check.ts';
import { count, counted } from '../../format.ts';
import { safeText } from '../../safe-text.ts';
import type { Page } from '../../table/page.ts';
import {
  baselineChange,
  baselineFigure,
  budgetSentence,
  expectation,
  foundText,
  shortName,
  subject,
} from '../words/budget-sentence.ts';
import { byBudget, type Stand, type Standing, standsOf } from '../words/budget-standing.ts';
import { causeText } from '../words/cause-text.ts';
import { showCommand } from '../words/show-command.ts';

/** Budgets of one kind that are listed, and groups of one budget; the result itself has all of them. */
const MOST = 20;
const GROUPS = 3;

const INDENT = 2;
const LABEL = 10;

/** What was not kept, each with what was expected, what was found, what caused it, and how to see its calls. */
export function brokenBudgets(check: CheckResult, page: Page): void {
  const show = (stand: Stand): void => details(stand, page, check);
  perBudget(check, 'failed', page, 'Failed', show);
  perBudget(check, 'warned', page, 'Not kept, only a warning', show);
}

/** What could not be judged, and why: what one reason holds for is told together. */
export function openBudgets(check: CheckResult, page: Page): void {
  const byReason = new Map<string | null, Stand[]>();
  for (const stand of standsOf(check, 'notJudged')) {
    const { reason } = stand.judged;
    byReason.set(reason, [...(byReason.get(reason) ?? []), stand]);
  }
  listed(page, 'Not judged', [...byReason.values()], (stands) => {
    page.text(openText(stands), { indent: INDENT, hang: INDENT });
  });
}

function openText(stands: readonly Stand[]): string {
  const [{ result, judged }] = stands as readonly [Stand];
  if (stands.length === 1) return budgetSentence(result, judged);
  const names = byBudget(stands, 1).map(({ shown: [first], others }) =>
    others === 0
      ? subject(first!.result, first!.judged)
      : `${shortName(first!.result.budget.name)} of ${counted(others + 1, 'group')}`,
  );
  const more = names.length > MOST ? ` and ${count(names.length - MOST)} more` : '';
  return `${names.slice(0, MOST).join(', ')}${more} are not judged: ${safeText(judged.reason ?? 'unknown')}`;
}

/** What was kept, one line a budget, and what is switched off. */
export function keptLines(check: CheckResult, page: Page): void {
  listed(page, 'Kept', byBudget(standsOf(check, 'kept'), 1), ({ shown: [stand], others }) => {
    const more = others === 0 ? '' : `, and ${counted(others, 'other group')}`;
    page.text(budgetSentence(stand!.result, stand!.judged) + more, { indent: INDENT, hang: INDENT });
  });
  const off = standsOf(check, 'off').map(({ result }) => shortName(result.budget.name));
  if (off.length === 0) return;
  page.blank();
  const more = off.length > MOST ? ` and ${count(off.length - MOST)} more` : '';
  page.text(`Off: ${off.slice(0, MOST).join(', ')}${more}`, { hang: INDENT });
}

function perBudget(
  check: CheckResult,
  standing: Standing,
  page: Page,
  title: string,
  show: (stand: Stand) => void,
): void {
  listed(page, title, byBudget(standsOf(check, standing), GROUPS), ({ shown, others }) => {
    shown.forEach(show);
    const name = shortName(shown[0]!.result.budget.name);
    if (others > 0) page.text(`and ${counted(others, 'other group')} of ${name}`, { indent: INDENT });
  });
}

function listed<T>(page: Page, title: string, items: readonly T[], show: (item: T) => void): void {
  if (items.length === 0) return;
  page.heading(title);
  for (const item of items.slice(0, MOST)) show(item);
  if (items.length > MOST) page.text(`and ${count(items.length - MOST)} more`, { indent: INDENT });
}

function details(stand: Stand, page: Page, check: CheckResult): void {
  const { result, judged } = stand;
  const field = (label: string, text: string): void => {
    if (text === '') return;
    if (label === '') page.text(text, { indent: 2 * INDENT + LABEL });
    else page.text(label.padEnd(LABEL) + text, { indent: 2 * INDENT, hang: LABEL });
  };
  page.text(`${subject(result, judged)} (${result.title})`, { style: 'bold', indent: INDENT, hang: INDENT });
  const change = baselineChange(result, judged);
  field('expected', expectation(result, judged));
  field('found', foundText(result, judged));
  field('baseline', baselineFigure(result, judged) + (change === '' ? '' : `, ${change}`));
  judged.causes.forEach((cause, i) => {
    field(i === 0 ? 'caused by' : '', causeText(cause, result.unit, judged));
  });
  const command = showCommand(stand, check);
  if (command !== '') page.line(`${' '.repeat(2 * INDENT)}${'show'.padEnd(LABEL)}${command}`);
}
