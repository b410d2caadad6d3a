import type { BudgetResult, CheckResult, JudgedGroup } from '../../../model/check.ts';

/** How a budget stands, as a reader needs to know it: what breaks the build comes first. */
export const STANDINGS = ['failed', 'warned', 'notJudged', 'kept', 'off'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One figure of a budget, or the budget itself where nothing of it was judged. */
export interface Stand {
  readonly result: BudgetResult;
  readonly judged: JudgedGroup;
  readonly standing: Standing;
}

/** All figures of a kind, in the order of the configuration. A budget of which nothing was judged has one without a figure. */
export function standsOf({ budgets }: CheckResult, standing: Standing): Stand[] {
  return budgets.flatMap((result) =>
    (result.judged.length === 0 ? [nothingJudged(result)] : result.judged)
      .filter((judged) => standingOf(result, judged) === standing)
      .map((judged) => ({ result, judged, standing })),
  );
}

/** Figures of one budget, those farthest from what is allowed first, and how many others there are. */
export interface BudgetStands {
  readonly shown: Stand[];
  others: number;
}

/** Figures by their budget, at most so many of each: one budget on many groups must not hide the others. */
export function byBudget(stands: readonly Stand[], most: number): BudgetStands[] {
  const found = new Map<BudgetResult, BudgetStands>();
  for (const stand of stands) {
    const of = found.get(stand.result) ?? { shown: [], others: 0 };
    found.set(stand.result, of);
    if (of.shown.length < most) of.shown.push(stand);
    else of.others++;
  }
  return [...found.values()];
}

function standingOf({ budget, status }: BudgetResult, judged: JudgedGroup): Standing {
  if (status === 'off' || budget.level === 'off') return 'off';
  if (judged.status === 'notJudged') return 'notJudged';
  if (judged.status === 'passed') return 'kept';
  return budget.level === 'warn' ? 'warned' : 'failed';
}

function nothingJudged({ status, reason }: BudgetResult): JudgedGroup {
  return {
    ...{ by: null, key: null, label: '', calls: 0, value: null, compared: null, exceeded: [], causes: [] },
    ...{ status: status === 'off' ? 'notJudged' : status, reason, show: null },
  };
}
