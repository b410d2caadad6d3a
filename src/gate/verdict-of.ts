import type { BudgetResult, Verdict } from '../model/check.ts';

/**
 * A failed budget fails the check, whatever else is not known; what is not known is never a pass. Budgets that only warn change
 * nothing.
 */
export function verdictOf(budgets: readonly BudgetResult[], reasons: readonly string[]): Verdict {
  const binding = budgets.filter(({ budget }) => budget.level === 'error');
  if (binding.some(({ status }) => status === 'failed')) return 'failed';
  if (reasons.length > 0 || binding.some(({ status }) => status === 'notJudged')) return 'notJudged';
  return 'passed';
}
