import type { Budget, CheckLimits } from './budget.ts';
import type { Grouping, Input, Warning } from './report.ts';

/** What a check comes to; `notJudged` is never a pass. */
export const VERDICTS = ['passed', 'failed', 'notJudged'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The whole result of `llm-cost check`: what every output of it is made from. Money is unrounded US dollars; null is unknown. */
export interface CheckResult extends Judgement {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'llm-cost'; readonly version: string };
  readonly generatedAt: string;
  /** Tells the checks of one repository apart. */
  readonly name: string;
  /** What the program ends with, unless it was told not to. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly priceBook: { readonly version: string; readonly overrides: readonly string[] };
  readonly timezone: string;
  readonly window: { readonly from: string | null; readonly to: string | null };
  /** What `llm-cost show` takes after a name to find the same calls: paths and flags, a word each, not quoted for any shell. */
  readonly logs: readonly string[];
  readonly inputs: readonly Input[];
  readonly warnings: readonly Warning[];
}

/** What could not even be read or understood, so that nothing was judged: exit code 2. */
export interface CheckFault {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'llm-cost'; readonly version: string };
  readonly generatedAt: string;
  readonly name: string;
  readonly verdict: 'error';
  readonly exitCode: 2;
  /** One line. */
  readonly error: string;
}

/** What the gate makes of a measurement, its budgets and a baseline: a pure function of them. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Why the log as a whole cannot be judged, a line each; empty where it can. */
  readonly reasons: readonly string[];
  readonly limits: CheckLimits;
  readonly current: CheckedLog;
  /** Null without a baseline. */
  readonly baseline: CheckedBaseline | null;
  /** Null without a baseline that can be compared. */
  readonly comparison: Comparison | null;
  /** In the order of the configuration. */
  readonly budgets: readonly BudgetResult[];
}

/** The log in a few figures. */
export interface CheckedLog {
  readonly calls: number;
  readonly failedCalls: number;
  readonly unpricedCalls: number;
  readonly unpricedTokens: number;
  readonly estimatedCalls: number;
  readonly records: number;
  readonly skipped: number;
  /** Whether no more calls or tokens than tolerated have no price: else a change of the cost may be what is missing of it. */
  readonly isCostComplete: boolean;
  /** As billed; null where no call has a price. */
  readonly costUsd: number | null;
  readonly costPerCallUsd: number | null;
}

export interface CheckedBaseline extends CheckedLog {
  /** Where it was read from, as it was named. */
  readonly path: string;
  readonly tool: string;
  readonly priceBook: string;
  readonly window: { readonly from: string | null; readonly to: string | null };
  /** Whether its keys are hashed, so that what vanished has no name. */
  readonly hasHashedKeys: boolean;
}

/** Two logs at one day's prices. */
export interface Comparison {
  /** ISO day and time that both are priced at. */
  readonly asOf: string;
  /** The baseline as it was billed, and at the prices of `asOf`; the log as it was billed, and at those prices. Null: a price is not known. */
  readonly baselineThenUsd: number;
  readonly baselineUsd: number | null;
  readonly currentThenUsd: number;
  readonly currentUsd: number | null;
  /**
   * `currentThenUsd - baselineThenUsd` is `priceDriftUsd + usageDriftUsd`: what other prices make of the same calls, and what
   * other calls cost at the same prices.
   */
  readonly priceDriftUsd: number | null;
  readonly usageDriftUsd: number | null;
  /** The parts of `usageDriftUsd`, summed over templates; null where it is. */
  readonly effects: Effects | null;
  /** Calls of templates that both have, at this log's number of calls: free of tests that were added or taken away. */
  readonly likeForLike: { readonly baselineUsd: number | null; readonly currentUsd: number | null };
  /** The largest changes first, by money. */
  readonly templates: readonly GroupChange[];
  readonly features: readonly GroupChange[];
  readonly models: readonly GroupChange[];
}

export interface Effects {
  /** More or fewer calls of the same templates, at the baseline's cost per call. */
  readonly volumeUsd: number;
  /** Calls of the same templates that became dearer or cheaper. */
  readonly perCallUsd: number;
  readonly appearedUsd: number;
  /** Negative: what is no longer spent. */
  readonly vanishedUsd: number;
}

/** `same`: the same key. `changed`: a template whose prompt is another, recognised by what it kept. */
export type GroupStatus = 'same' | 'changed' | 'appeared' | 'vanished';

export interface GroupChange {
  readonly by: Grouping;
  readonly status: GroupStatus;
  /** Of the log; of what vanished, the baseline's. */
  readonly key: string;
  readonly label: string;
  /** The baseline's key; null for what appeared. */
  readonly baselineKey: string | null;
  /** How much of the prompt's fixed text is the same, 0 to 1; null unless it changed. */
  readonly similarity: number | null;
  readonly calls: Change;
  /** At the prices of `asOf`. */
  readonly costUsd: Change;
  readonly costPerCallUsd: Change;
  /** Mean of the whole prompt, and of the answer, over calls whose tokens are known. */
  readonly inputTokensPerCall: Change;
  readonly outputTokensPerCall: Change;
}

/** Null: not known, or not there. */
export interface Change {
  readonly baseline: number | null;
  readonly current: number | null;
}

export type BudgetStatus = 'passed' | 'failed' | 'notJudged' | 'off';

/** What a measure is counted in. */
export type MeasureUnit = 'usd' | 'tokens' | 'share' | 'calls';

/** One budget with all that it was judged on. */
export interface BudgetResult {
  readonly budget: Budget;
  /** As people read it: "cost per call". */
  readonly title: string;
  readonly unit: MeasureUnit;
  readonly status: BudgetStatus;
  /** Why it is not judged; null otherwise. */
  readonly reason: string | null;
  /** All calls, or each group of the pattern; those that failed first, then by excess. */
  readonly judged: readonly JudgedGroup[];
}

/** One figure against its limits. */
export interface JudgedGroup {
  /** Null for all calls together. */
  readonly by: Grouping | null;
  readonly key: string | null;
  readonly label: string;
  readonly calls: number;
  readonly status: Exclude<BudgetStatus, 'off'>;
  readonly reason: string | null;
  /** What was found; null where it is not known. With `maxIncrease` also at the prices that the baseline is compared at. */
  readonly value: number | null;
  readonly compared: { readonly baseline: number; readonly current: number } | null;
  /** The limits that it exceeds. */
  readonly exceeded: readonly Exceeded[];
  /** What caused it, the largest share first; at most three templates and three features. Empty where it passed. */
  readonly causes: readonly Cause[];
  /** What `llm-cost show` takes to show the calls behind it; null where there is nothing to show. */
  readonly show: string | null;
}

export interface Exceeded {
  readonly limit: 'max' | 'min' | 'maxIncrease';
  /** What the figure may be at most (at least for `min`), in the unit of the measure. */
  readonly allowed: number;
  readonly found: number;
}

/** Where an excess comes from: groups whose figures would have to be other ones for the budget to be kept. */
export interface Cause {
  readonly by: Grouping;
  readonly key: string;
  readonly label: string;
  readonly status: GroupStatus | null;
  readonly calls: Change;
  /** The group's own figure of the budget's measure. */
  readonly value: Change;
  /** Its part of the excess, 0 to 1. */
  readonly share: number;
}
