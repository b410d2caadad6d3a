import type { RateTerms } from './price.ts';
import type { Grouping, Input, Outcome } from './report.ts';
import type { TokenCounts } from './usage.ts';

/**
 * What the calls of a log come to, as far as budgets look at it: sums without any text, with which two logs are compared at
 * one day's prices. A baseline is the measurement of an earlier log. Money is US dollars, unrounded.
 */
export interface Measurement {
  /** Version of the program that measured. */
  readonly tool: string;
  readonly priceBook: { readonly version: string; readonly overrides: readonly string[] };
  /** IANA name; days of `filter` are cut in it. */
  readonly timezone: string;
  readonly window: { readonly from: string | null; readonly to: string | null };
  /** Conditions as they were given, sorted; the span is in `window`. */
  readonly where: readonly string[];
  /** Sums over the inputs, as the report counts them. */
  readonly read: Pick<Input, 'records' | 'calls' | 'repeatedRecords' | 'skipped' | 'otherRecords'>;
  /** UTC milliseconds that `Money.nowUsd` is priced at. */
  readonly asOf: number;
  /** What tokens are priced by; bills name them by their position. */
  readonly terms: readonly RateTerms[];
  /** By id: every detector that was chosen. */
  readonly detectors: Readonly<Record<string, MeasuredDetector>>;
  /** By id: the strategies that were replayed, each alone. */
  readonly strategies: Readonly<Record<string, MeasuredStrategy>>;
  readonly total: Figures;
  readonly groups: { readonly [grouping in Grouping]?: MeasuredGroups };
}

/** How a detector came to its figures: where two measurements differ in it, their findings cannot be compared. */
export interface MeasuredDetector {
  readonly status: Outcome;
  /** Why it did not look, or failed; null otherwise. */
  readonly reason: string | null;
  readonly options: Readonly<Record<string, number | string | boolean>>;
}

export interface MeasuredStrategy {
  readonly status: Outcome;
  readonly reason: string | null;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** What it would have saved by itself, at the prices of the day of each call. */
  readonly savedUsd: number;
}

export interface MeasuredGroups {
  /** Groups that have a name, and all their calls together: what a cost per user, feature, ... is worked out of. */
  readonly named: number;
  readonly money: Money;
  /** All groups; '' holds the calls that name none. In a baseline the largest ones. Sorted by key. */
  readonly list: readonly MeasuredGroup[];
  /** Groups that a baseline leaves out for their number. */
  readonly leftOut: number;
}

export interface MeasuredGroup extends Figures {
  /** As in the report; in a baseline hashed where that was asked for, and users always. */
  readonly key: string;
  /** For people; '' in a baseline, which holds no prompt text. */
  readonly label: string;
  /** Of a template: smallest hashes of what is fixed in its prompts, ascending; a prompt that changed a little shares most of them. */
  readonly sketch?: readonly number[];
}

/** What some calls come to. Attempts, failed ones too; answers of the caller's own cache are calls that cost nothing. */
export interface Figures {
  readonly calls: number;
  readonly failedCalls: number;
  readonly unpricedCalls: number;
  readonly unpricedTokens: number;
  /** Calls whose tokens are known, logged or estimated: what means and quantiles of tokens are of. */
  readonly countedCalls: number;
  readonly estimatedCalls: number;
  readonly tokens: TokenCounts;
  /** Tokens of one call; null where no tokens are known. `input` is the whole prompt. */
  readonly quantiles: Readonly<Record<TokenMeasure, Quantiles>> | null;
  readonly money: Money;
  /** By detector, those with waste only. */
  readonly waste: Readonly<Record<string, Waste>>;
  /** What all detectors found together, every token once. */
  readonly recoverable: Money;
}

export const TOKEN_MEASURES = ['input', 'output', 'reasoning'] as const;
export type TokenMeasure = (typeof TOKEN_MEASURES)[number];

/** Nearest rank: the smallest value that at least this share of the calls do not exceed. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

export interface Waste {
  /** Distinct calls with avoidable tokens. */
  readonly calls: number;
  /** The detector's own figure, before overlap is resolved. */
  readonly money: Money;
}

/** One sum of money, and what it is made of. */
export interface Money {
  /** At the prices of each call's own time, by the price book of the measurement; what has no price is left out. */
  readonly thenUsd: number;
  /** At the prices of one day, by today's book (`asOf`); NaN where a price is not known. */
  readonly nowUsd: number;
  /** Sorted by `terms`. */
  readonly bill: readonly BilledTokens[];
}

/** Tokens by the terms that they are priced by. Of waste that only a share of the price was avoidable of, that share of the tokens. */
export interface BilledTokens {
  /** Position in the measurement's `terms`. */
  readonly terms: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
}

/** The measurement of an earlier log, as its file has it: no money at today's prices yet (`nowUsd` is NaN). */
export interface Baseline {
  /** Name of the check that wrote it. */
  readonly name: string;
  /** Whether the keys of all groups but models are hashed, not only users. */
  readonly hasHashedKeys: boolean;
  readonly measurement: Measurement;
}
