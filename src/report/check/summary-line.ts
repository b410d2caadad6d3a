import type { CheckFault, CheckResult } from '../../model/check.ts';
import { count, counted } from '../format.ts';
import { cut, safeText } from '../safe-text.ts';
import { dayOf, hasOtherPrices, perCall } from './comparison-rows.ts';
import { budgetSentence, shortName, subject } from './words/budget-sentence.ts';
import { type BudgetStands, byBudget, standsOf } from './words/budget-standing.ts';
import { withoutCommands } from './words/ci-commands.ts';
import { difference, figure, relativeChange } from './words/figure-text.ts';

/** Columns of the whole line, whatever names it holds. */
const LONGEST = 600;

/** Budgets that are named beside the first. */
const NAMED = 3;

/** The result in one line, the first of every output: the verdict in a word, then why. */
export function summaryLine(result: CheckResult | CheckFault): string {
  return withoutCommands(cut(safeText(sentence(result)), LONGEST));
}

function sentence(result: CheckResult | CheckFault): string {
  switch (result.verdict) {
    case 'error':
      return `wrong configuration or input: ${result.error}`;
    case 'failed':
      return `failed: ${failedText(result)}${reasonsText(result, '; besides, ')}`;
    case 'notJudged':
      return `not judged: ${notJudgedText(result)}`;
    case 'passed':
      return `passed: ${passedText(result)}`;
    default:
      return result satisfies never;
  }
}

/** Budgets that are on, and how many of them there are of some kind. */
function judgedBudgets({ budgets }: CheckResult): number {
  return budgets.filter(({ status }) => status !== 'off').length;
}

function failedText(result: CheckResult): string {
  const failed = standsOf(result, 'failed');
  const [budget, ...others] = byBudget(failed, 1);
  const first = budget?.shown[0];
  if (budget === undefined || first === undefined) return 'a budget was not kept';
  const what = failed.every(({ judged }) => judged.exceeded.every(({ limit }) => limit !== 'min'));
  const how = `${count(1 + others.length)} of ${counted(judgedBudgets(result), 'budget')} ${what ? 'exceeded' : 'not kept'}`;
  return `${how}: ${budgetSentence(first.result, first.judged)}${alsoText(budget.others, others)}`;
}

/** The other groups of the budget that was told, and the other budgets. */
function alsoText(groups: number, others: readonly BudgetStands[]): string {
  const names = others
    .slice(0, NAMED)
    .flatMap(({ shown }) => shown.map(({ result, judged }) => subject(result, judged)));
  const all = [...(groups === 0 ? [] : [counted(groups, 'other group')]), ...names];
  const more = others.length - names.length;
  return all.length === 0 ? '' : `; also ${all.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

function reasonsText({ reasons }: CheckResult, before: string): string {
  const [first, ...others] = reasons;
  if (first === undefined) return '';
  return `${before}${first}${others.length === 0 ? '' : `; and ${counted(others.length, 'more reason', 'more reasons')}`}`;
}

function notJudgedText(result: CheckResult): string {
  if (result.reasons.length > 0) return reasonsText(result, '');
  const open = standsOf(result, 'notJudged').filter(
    ({ result: { status, budget } }) => status === 'notJudged' && budget.level === 'error',
  );
  const [first] = open;
  const names = new Set(open.map((stand) => stand.result));
  const how = `${count(names.size)} of ${counted(judgedBudgets(result), 'budget')}`;
  return first === undefined ? how : `${how}: ${budgetSentence(first.result, first.judged)}`;
}

function passedText(result: CheckResult): string {
  const on = judgedBudgets(result);
  const kept = result.budgets.filter(({ status }) => status === 'passed').length;
  const warned = result.budgets.filter(({ status }) => status === 'failed');
  const open = result.budgets.filter(({ status }) => status === 'notJudged').length;
  const passedOver = new Set(
    result.budgets
      .filter(({ status }) => status === 'passed')
      .flatMap(({ judged }) => judged.filter(({ status, calls }) => status === 'notJudged' && calls > 0))
      .map(({ by, key }) => `${by}=${key}`),
  ).size;
  const { current } = result;
  return [
    `${kept === on ? '' : `${count(kept)} of `}${counted(on, 'budget')} kept`,
    warned.length === 0 ? '' : `, ${namesOf(warned.map(({ budget }) => budget.name))} not, which only warns`,
    open === 0 ? '' : `, ${count(open)} not judged`,
    passedOver === 0 ? '' : `, ${counted(passedOver, 'group')} not judged by them`,
    `; ${figure(current.costUsd, 'usd')} for ${counted(current.calls, 'call')}`,
    current.costPerCallUsd === null ? '' : `, ${figure(current.costPerCallUsd, 'usd')} a call`,
    againstBaseline(result),
  ].join('');
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(shortName);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${count(more)} more` : '');
}

/** ` (baseline $0.0341, +0.6%)`: the change at one day's prices, which are named where they are not those of the bill. */
function againstBaseline(result: CheckResult): string {
  const per = perCall(result);
  if (result.comparison === null || per.baseline === null) return '';
  const { priceDriftUsd } = result.comparison;
  const isOther = hasOtherPrices(result.comparison);
  const at = isOther ? ` at the prices of ${dayOf(result)}` : '';
  const relative = relativeChange(per);
  const change = relative === '0%' ? ', no change' : relative === '' ? '' : `, ${relative}`;
  const drift =
    isOther && priceDriftUsd !== null ? `; other prices: ${difference(priceDriftUsd, 'usd')}` : '';
  return ` (baseline ${figure(per.baseline, 'usd')}${at}${change})${drift}`;
}
