import type { ServiceTier } from './call.ts';

/** What a planned volume would cost on several models, from the price book alone. Money is unrounded US dollars; null is unknown. */
export interface Estimate {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'llm-cost'; readonly version: string };
  readonly priceBook: { readonly version: string; readonly overrides: readonly string[] };
  /** `YYYY-MM-DD` whose prices these are, UTC. */
  readonly pricesAt: string;
  readonly tier: ServiceTier;
  readonly volume: EstimateVolume;
  readonly baseline: EstimateBaseline | null;
  readonly rows: readonly EstimateRow[];
  /** What holds for all rows, one sentence each. */
  readonly notes: readonly string[];
}

/** Tokens of all requests together. */
export interface EstimateVolume {
  /** Null where only totals are planned. */
  readonly requests: number | null;
  /** Cached tokens included. */
  readonly inputTokens: number;
  /** The part of the input that is read from the provider's prompt cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface EstimateBaseline {
  /** The model as asked for, or "a bill". */
  readonly label: string;
  readonly usd: number;
}

export interface EstimateRow {
  /** As asked for. */
  readonly model: string;
  /** The book's own id and provider. */
  readonly id: string;
  readonly provider: string;
  /** A reseller's claim rather than a list price. */
  readonly isClaim: boolean;
  readonly inputUsd: number | null;
  readonly cachedUsd: number | null;
  readonly outputUsd: number | null;
  readonly totalUsd: number | null;
  readonly perRequestUsd: number | null;
  /** Total less the baseline. */
  readonly deltaUsd: number | null;
  /** The same as a share of the baseline: 5.5 is +550%. */
  readonly deltaShare: number | null;
  /** What a given bill buys; null when none is given. */
  readonly bill: BillBuys | null;
  /** What is uncertain about this row, one line each. */
  readonly notes: readonly string[];
}

/** How far a bill goes, if it were spent on one kind of token alone; the truth lies between. */
export interface BillBuys {
  readonly usd: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly perRequestUsd: number | null;
  /** Null without a number of requests. */
  readonly inputTokensPerRequest: number | null;
  readonly outputTokensPerRequest: number | null;
  /** It does not pay for one input and one output token per request: bill, volume and price cannot all be true. */
  readonly isImpossible: boolean;
}
