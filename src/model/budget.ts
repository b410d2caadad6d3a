import type { Grouping } from './report.ts';

export const BUDGET_LEVELS = ['off', 'warn', 'error'] as const;
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

/** What a team allows a figure to be. A figure that equals a limit keeps it. */
export interface Budget {
  /** Unique among the budgets of one check. */
  readonly name: string;
  readonly level: BudgetLevel;
  /** Id of a measure: `cost`, `costPerCall`, `inputTokensPerCall.p95`, `finding.duplicates`, `finding.duplicates.share`, `strategy.router`. */
  readonly measure: string;
  /** The groups that are judged one by one; undefined: all calls together. */
  readonly groups?: GroupPattern;
  /** In the unit of the measure: US dollars, tokens, calls, or a share from 0 to 1. */
  readonly max?: number;
  readonly min?: number;
  /** What the figure may rise above the baseline's; with both, only what exceeds both is too much. */
  readonly maxIncrease?: MaxIncrease;
  /** Fewer calls are not judged. */
  readonly minCalls: number;
}

export interface GroupPattern {
  readonly by: Grouping;
  /** A name of a group, with `*` for any text. Calls that name no group are in none. */
  readonly pattern: string;
}

/** At least one of the two. */
export interface MaxIncrease {
  /** Share of the baseline's figure: 0.1 is 10 %. */
  readonly share?: number;
  /** In the unit of the measure. */
  readonly amount?: number;
}

/** What makes a log too incomplete to be judged, as shares from 0 to 1. */
export interface CheckLimits {
  /** Of the calls, and of their tokens: the larger share counts. */
  readonly maxUnpriced: number;
  /** Of the records. */
  readonly maxSkipped: number;
}
