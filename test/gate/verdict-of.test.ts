import { describe, expect, test } from 'vitest';
import { EXIT_CODES } from '../../src/gate/exit-code.ts';
import { verdictOf } from '../../src/gate/verdict-of.ts';
import { BUDGET_LEVELS, type BudgetLevel } from '../../src/model/budget.ts';
import { type BudgetResult, type BudgetStatus, VERDICTS } from '../../src/model/check.ts';
import { madeBudget } from './made-input.ts';

const STATUSES: readonly BudgetStatus[] = ['passed', 'failed', 'notJudged', 'off'];

function budget(level: BudgetLevel, status: BudgetStatus): BudgetResult {
  return { budget: madeBudget('cost', { level }), title: '', unit: 'usd', status, reason: null, judged: [] };
}

const ALL = BUDGET_LEVELS.flatMap((level) => STATUSES.map((status) => budget(level, status)));

/** The same rule, told by what is among the budgets. */
function expected(budgets: readonly BudgetResult[], reasons: readonly string[]): string {
  const errors = budgets.filter(({ budget: { level } }) => level === 'error').map(({ status }) => status);
  if (errors.includes('failed')) return 'failed';
  return reasons.length > 0 || errors.includes('notJudged') ? 'notJudged' : 'passed';
}

describe('the verdict', () => {
  test.each([
    [[], [], 'passed'],
    [[budget('error', 'passed')], [], 'passed'],
    [[budget('error', 'failed')], [], 'failed'],
    [[budget('error', 'notJudged')], [], 'notJudged'],
    [[budget('error', 'notJudged'), budget('error', 'failed')], [], 'failed'],
    [[budget('warn', 'failed')], [], 'passed'],
    [[budget('warn', 'notJudged')], [], 'passed'],
    [[budget('off', 'off')], [], 'passed'],
    [[], ['there are no calls'], 'notJudged'],
    [[budget('error', 'passed')], ['no baseline'], 'notJudged'],
    [[budget('error', 'failed')], ['no baseline'], 'failed'],
    [[budget('warn', 'failed')], ['no baseline'], 'notJudged'],
  ] as const)('row %#', (budgets, reasons, verdict) => {
    expect(verdictOf(budgets, reasons)).toBe(verdict);
  });

  test('of all pairs of budgets, in either order, with and without a reason', () => {
    for (const one of ALL)
      for (const other of ALL)
        for (const reasons of [[], ['no baseline']]) {
          const verdict = verdictOf([one, other], reasons);
          expect(verdict).toBe(expected([one, other], reasons));
          expect(verdictOf([other, one], reasons)).toBe(verdict);
          // A failing budget more never makes it better.
          expect(verdictOf([one, other, budget('error', 'failed')], reasons)).toBe('failed');
        }
  });

  test('has an exit code, and only a pass has 0', () => {
    expect(VERDICTS.map((verdict) => EXIT_CODES[verdict])).toEqual([0, 1, 3]);
  });
});
