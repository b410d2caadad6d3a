import type { Judgement } from '../model/check.ts';
import { judgeBudget, unjudgedBudget } from './budgets/judge-budget.ts';
import { checkedBaseline, checkedLog, NOTHING_CHECKED } from './checked-log.ts';
import { baselineFault } from './faults/baseline-fault.ts';
import { logFaults } from './faults/log-faults.ts';
import type { GateInput } from './gate-input.ts';
import { gateView } from './gate-view.ts';
import { verdictOf } from './verdict-of.ts';

/**
 * What a log comes to beside its budgets and a baseline: a pure function, and the only place where a verdict is made. Throws
 * InputError where a budget cannot be meant: an unknown measure, a name that no group has.
 */
export function judge(input: GateInput): Judgement {
  const { budgets, limits, current } = input;
  if (current.total.calls === 0)
    return { ...noCalls(input, 'there are no calls'), current: checkedLog(current, limits) };
  const view = gateView(input);
  const fault = baselineFault(input);
  const reasons = [...logFaults(input), ...(fault === null ? [] : [fault])];
  const results = budgets.map((budget) => judgeBudget(view, budget));
  return {
    verdict: verdictOf(results, reasons),
    ...{ reasons, limits },
    current: checkedLog(current, limits),
    baseline: checkedBaseline(input),
    comparison: 'reason' in view.against ? null : view.against.comparison,
    budgets: results,
  };
}

/** The judgement of logs that hold no calls: nothing is known, and nothing passes. */
export function noCalls(
  input: Pick<GateInput, 'budgets' | 'limits' | 'baseline' | 'baselineFault'>,
  reason: string,
): Judgement {
  const { budgets, limits, baselineFault: fault } = input;
  const reasons = fault === undefined ? [reason] : [reason, fault];
  const results = budgets.map((budget) => unjudgedBudget(budget, reason));
  return {
    verdict: verdictOf(results, reasons),
    ...{ reasons, limits },
    current: NOTHING_CHECKED,
    baseline: checkedBaseline(input),
    comparison: null,
    budgets: results,
  };
}
