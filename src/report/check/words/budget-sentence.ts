import type { Budget } from '../../../model/budget.ts';
import type { BudgetResult, Exceeded, JudgedGroup, MeasureUnit } from '../../../model/check.ts';
import type { Grouping } from '../../../model/report.ts';
import { groupingName } from '../../data/grouping-names.ts';
import { allDigits } from '../../format.ts';
import { cut, safeText } from '../../safe-text.ts';
import {
  allowedDifference,
  changeText,
  difference,
  figure,
  foundAndAllowed,
  limitFigure,
  relativeChange,
} from './figure-text.ts';

/** Columns of a name in a sentence; whole prompts can stand in one. */
const NAME_COLUMNS = 60;

/** What a bare number is of; the measure of calls is called so. */
function withUnit(found: string, unit: MeasureUnit): string {
  return unit === 'tokens' ? `${found} ${found === '1' ? 'token' : 'tokens'}` : found;
}

/** A name from a log or a configuration, short enough for a sentence. */
export function shortName(name: string): string {
  return cut(safeText(name.slice(0, 8 * NAME_COLUMNS)), NAME_COLUMNS);
}

/** `feature "search"`; a group is called by its label where it has one. */
export function groupText(by: Grouping, key: string, label: string): string {
  return `${shortName(groupingName(by))} "${shortName(label === '' ? key : label)}"`;
}

/** The name of a budget, and the group that it was judged on. */
export function subject({ budget }: BudgetResult, { by, key, label }: JudgedGroup): string {
  const name = budget.name.includes(' ') ? `"${shortName(budget.name)}"` : shortName(budget.name);
  return by === null || key === null ? name : `${name} of ${groupText(by, key, label)}`;
}

/** What a budget allows: `at most $5.00, at most the more of +10% and +$0.50 ($4.50)`; the last where it was judged on a baseline. */
export function expectation({ budget, unit }: BudgetResult, judged?: JudgedGroup): string {
  const { max, min } = budget;
  const compared = judged?.compared ?? null;
  const most = compared === null ? '' : ` (${figure(mostAllowed(budget, compared.baseline), unit)})`;
  return [
    max === undefined ? '' : `at most ${limitFigure(max, unit)}`,
    min === undefined ? '' : `at least ${limitFigure(min, unit)}`,
    budget.maxIncrease === undefined ? '' : `at most ${increaseAllowed(budget, unit)}${most}`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

/** `+10%`, `+$0.50`, `the more of +10% and +$0.50`: with both, only what exceeds both is too much. */
function increaseAllowed({ maxIncrease = {} }: Budget, unit: BudgetResult['unit']): string {
  const { share, amount } = maxIncrease;
  const relative = share === undefined ? '' : `+${allDigits(share * 100)}%`;
  const absolute = amount === undefined ? '' : allowedDifference(amount, unit);
  return relative !== '' && absolute !== '' ? `the more of ${relative} and ${absolute}` : relative + absolute;
}

/** With both, what exceeds only one of the two is not too much. */
function mostAllowed({ maxIncrease = {} }: Budget, baseline: number): number {
  const { share = Number.NEGATIVE_INFINITY, amount = Number.NEGATIVE_INFINITY } = maxIncrease;
  return baseline + Math.max(baseline === 0 ? 0 : share * Math.abs(baseline), amount);
}

/** What was found, what was allowed, and why it is not judged: the sentence of every output. */
export function budgetSentence(result: BudgetResult, judged: JudgedGroup): string {
  const name = subject(result, judged);
  if (judged.status === 'notJudged') return `${name} is not judged: ${safeText(judged.reason ?? 'unknown')}`;
  if (judged.exceeded.length === 0) {
    const change = judged.compared === null ? '' : relativeChange(judged.compared);
    const against = change === '' ? '' : `${change === '0%' ? 'no change' : change} against the baseline, `;
    return `${name} is ${withUnit(foundText(result, judged), result.unit)} (${against}${expectation(result, judged)})`;
  }
  return `${name} is ${judged.exceeded.map((exceeded) => excessText(result, judged, exceeded)).join(', and ')}`;
}

/** `$0.0410, at most $0.0378 allowed (+19.9% against the baseline, +10% allowed)`. */
function excessText(result: BudgetResult, judged: JudgedGroup, { limit, ...of }: Exceeded): string {
  const { budget, unit } = result;
  const { found, allowed } = foundAndAllowed(of.found, of.allowed, unit, limit !== 'maxIncrease');
  const excess = `${withUnit(found, unit)}, ${limit === 'min' ? `at least ${allowed} required` : `at most ${allowed} allowed`}`;
  if (limit !== 'maxIncrease' || judged.compared === null) return excess;
  const { baseline, current } = judged.compared;
  const by = relativeChange(judged.compared) || `${difference(current - baseline, unit)}, from nothing,`;
  return `${excess} (${by} against the baseline, ${increaseAllowed(budget, unit)} allowed${billed(result, judged)})`;
}

/** What was billed, where other prices than the baseline's make that another figure. */
function billed({ unit }: BudgetResult, { value, compared }: JudgedGroup): string {
  if (value === null || compared === null) return '';
  const text = figure(value, unit);
  return text === figure(compared.current, unit) ? '' : `; ${text} as billed`;
}

/** What was found, told apart from what it exceeds, and at the prices of the comparison where those are others. */
export function foundText({ unit }: BudgetResult, { value, compared, exceeded }: JudgedGroup): string {
  const isFixed = ({ limit }: Exceeded): boolean => limit !== 'maxIncrease';
  const [first] = [...exceeded.filter(isFixed), ...exceeded];
  const shown = (of: number | null): string =>
    of === null || first === undefined
      ? figure(of, unit)
      : foundAndAllowed(of, first.allowed, unit, isFixed(first)).found;
  const found = shown(value);
  if (compared === null) return found;
  const now = shown(compared.current);
  return now === found ? found : `${found} (${now} at today's prices)`;
}

/** The baseline's figure, '' where there is none. */
export function baselineFigure({ unit }: BudgetResult, { compared }: JudgedGroup): string {
  return compared === null ? '' : figure(compared.baseline, unit);
}

/** The change against the baseline, '' where there is none. */
export function baselineChange({ unit }: BudgetResult, { compared }: JudgedGroup): string {
  return compared === null ? '' : changeText(compared, unit);
}
