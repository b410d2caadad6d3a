import type { ServiceTier } from './call.ts';
import type { Column } from './column.ts';
import type { Metric, RiskCounts, View } from './replayed.ts';
import type { ScenarioSummary } from './scenario.ts';
import type { Basis, BilledKind, TokenCounts } from './usage.ts';

/** The one serialisable result: what `--json` prints and all that renderers, the TUI and the gate see. Money is unrounded US dollars. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'llm-cost'; readonly version: string };
  readonly generatedAt: string;
  readonly priceBook: { readonly version: string; readonly overrides: readonly string[] };
  readonly timezone: string;
  readonly window: { readonly from: string | null; readonly to: string | null; readonly days: number | null };
  /** What of the logs this is about; null: all of their calls. */
  readonly filter: ReportFilter | null;
  readonly inputs: readonly Input[];
  readonly totals: Totals;
  readonly groups: PerGrouping<readonly Group[]>;
  readonly groupTotals: PerGrouping<number>;
  /** The groupings that were asked for, in that order; null: whoever shows the report chooses. */
  readonly groupBy: readonly Grouping[] | null;
  /** What was billed, row by row; null where nobody asked for it. */
  readonly charges: readonly Charge[] | null;
  readonly findings: readonly Finding[];
  readonly recoverable: {
    readonly usd: number;
    readonly share: number;
    readonly measuredUsd: number;
    readonly estimatedUsd: number;
    readonly assumedUsd: number;
  };
  readonly strategies: readonly StrategyResult[];
  readonly combined: {
    readonly beforeUsd: number;
    readonly afterUsd: number;
    readonly savedUsd: number;
    readonly share: number;
    /** The part of `savedUsd` that refused calls would have cost: demand that nobody serves. */
    readonly unservedUsd: number;
    /** With every assumed value at one end of what is likely; null where nothing is assumed or ranges were not asked for. */
    readonly range: SavedRange | null;
    /** What callers may notice of all strategies together: distinct calls, their share of all calls, and calls by kind. */
    readonly risk: { readonly calls: number; readonly share: number; readonly kinds: RiskCounts };
  };
  /** What was simulated; null for an audit. */
  readonly scenario: ScenarioSummary | null;
  readonly monthly: { readonly beforeUsd: number; readonly afterUsd: number; readonly basis: string } | null;
  readonly warnings: readonly Warning[];
}

export const GROUP_KINDS = ['model', 'day', 'user', 'feature', 'template', 'status'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** What calls can be grouped by: a kind, or a tag that the log gives them (`tag:team`). */
export type Grouping = GroupKind | TagGrouping;
export type TagGrouping = `tag:${string}`;

/** Every kind is always there; tags only when they were asked for. */
export type PerGrouping<T> = Readonly<Record<GroupKind, T>> & { readonly [tag: TagGrouping]: T | undefined };

/** Which calls of the logs a report is about. */
export interface ReportFilter {
  /** The first instant, and the first after the last; null: no limit. */
  readonly since: string | null;
  readonly until: string | null;
  /** Conditions as they were given, e.g. `feature=search-*`; those of one key are alternatives unless they are negated; all others must hold. */
  readonly where: readonly string[];
  /** Calls of the inputs that the report is not about. */
  readonly callsLeftOut: number;
  /** Of these, calls that were left out because the log does not say when they were made. */
  readonly callsWithoutTime: number;
}

/** One kind of tokens of one model on one day, at one price. The charges of a report add up to its `totals.costUsd`. */
export interface Charge {
  /**
   * First instant of the day in the report's timezone and of the day after it, or of the month of UTC that begins between them;
   * null when the log has no time.
   */
  readonly from: string | null;
  readonly to: string | null;
  readonly provider: string;
  /** The price book's id where it knows the model, else the logged name. */
  readonly model: string;
  readonly tier: ServiceTier;
  readonly kind: BilledKind;
  readonly tokens: number;
  /** US dollars per 1M tokens; null when the price is not known, 0 also for answers of the caller's own cache. */
  readonly rateUsd: number | null;
  /** The same before the user's discount; the rate itself where the user's own price replaces the list. */
  readonly listRateUsd: number | null;
  /** Null when the price is not known. */
  readonly costUsd: number | null;
  /** Calls with such tokens. */
  readonly calls: number;
  /** The report's further groupings (user, feature, tags), where they were asked for: `user`, `tag:team`, and values as logged, '' where the log has none. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One file, or standard input. `records = calls + repeatedRecords + skipped + otherRecords`. */
export interface Input {
  readonly path: string;
  readonly source: string;
  readonly why: string;
  readonly records: number;
  readonly calls: number;
  readonly repeatedRecords: number;
  readonly skipped: number;
  readonly otherRecords: number;
  readonly skippedSamples: readonly { readonly line: number; readonly reason: string }[];
}

export interface Totals {
  readonly calls: number;
  readonly failedCalls: number;
  readonly estimatedCalls: number;
  readonly unpricedCalls: number;
  readonly unpricedTokens: number;
  readonly tokens: TokenCounts;
  readonly costUsd: number;
  /** Sum of what the log itself says; null when no call says anything. */
  readonly loggedCostUsd: number | null;
}

/** `key: null` holds what was cut off the list, '' what has no such attribute. */
export interface Group extends Totals {
  readonly key: string | null;
  readonly label?: string;
  readonly share: number;
}

export type Outcome = 'found' | 'clean' | 'notApplicable' | 'failed';

export interface FindingGroup {
  readonly id: string;
  /** Eight digits that name the group to `llm-cost show`. */
  readonly handle: string;
  readonly label: string;
  /** What to change here, where more can be said than the finding's own fix. */
  readonly fix: string | null;
  /** Calls with avoidable tokens, or all calls of a group that has none. */
  readonly calls: number;
  readonly wastedUsd: number;
  readonly basis: Basis;
  readonly review: boolean;
  /** Ids of the avoidable calls as a person would search the log for them. */
  readonly examples: readonly string[];
  /** Ids of the calls that the group needs, e.g. the first of equal ones. */
  readonly kept: readonly string[];
  readonly [column: string]: string | number | boolean | null | readonly string[];
}

export interface Finding {
  readonly detector: string;
  readonly title: string;
  readonly status: Outcome;
  readonly reason: string | null;
  readonly basis: Basis;
  /** Why it costs money, in one sentence. */
  readonly why: string;
  /** Distinct calls with avoidable tokens, review groups left out. */
  readonly calls: number;
  readonly wastedTokens: TokenCounts;
  /** What the detector found by itself. */
  readonly wastedUsd: number;
  /** Its share of the total after tokens that an earlier detector claimed are taken out. */
  readonly countedUsd: number;
  readonly share: number;
  readonly fix: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly columns: readonly Column[];
  readonly groups: readonly FindingGroup[];
  readonly groupsTotal: number;
  /** What is not certain enough to be counted. */
  readonly review: { readonly groups: number; readonly calls: number; readonly usd: number };
}

export interface StrategyResult {
  readonly strategy: string;
  readonly title: string;
  readonly status: Outcome;
  readonly reason: string | null;
  readonly basis: Basis;
  readonly order: number;
  readonly beforeUsd: number;
  readonly afterUsd: number;
  readonly savedUsd: number;
  readonly aloneSavedUsd: number;
  readonly ownCostUsd: number;
  readonly callsChanged: number;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** Names of the options that are not at their defaults. */
  readonly optionsSet: readonly string[];
  readonly assumptions: readonly string[];
  readonly sweep: readonly {
    readonly option: string;
    readonly value: number | string | boolean;
    readonly savedUsd: number;
  }[];
  readonly groups: readonly { readonly key: string; readonly calls: number; readonly savedUsd: number }[];
  /** Saved alone with the assumed values at one end of what is likely; null as in `combined`. */
  readonly range: SavedRange | null;
  /** Calls by what their callers may notice of this strategy, in the sequence. */
  readonly risks: RiskCounts;
  readonly metrics: readonly Metric[];
  readonly views: readonly View[];
}

/** US dollars saved: the least and the most of the expected choice and those at either end. */
export interface SavedRange {
  readonly pessimisticUsd: number;
  readonly optimisticUsd: number;
}

export interface Warning {
  readonly code: string;
  readonly text: string;
  readonly count: number;
}
