import type { ServiceTier } from './call.ts';
import type { TokenCounts } from './usage.ts';

/** What the price book says about one model at one time. */
export interface ModelInfo {
  /** The book's own id, whatever alias was asked for. */
  readonly id: string;
  readonly provider: string;
  /** Tokens; 0 when unknown. */
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly tokenizerFamily: string;
  readonly reasoning: boolean;
  /** Present where the model makes vectors and writes no answers. */
  readonly isEmbedding?: true;
  /** Smallest prompt prefix the provider caches, in tokens; 0 when it has no prompt cache or the minimum is unknown. */
  readonly cacheMinTokens: number;
  /** Cached prefixes grow in steps of this many tokens; 1 when there is no step. */
  readonly cacheStepTokens: number;
  /** How long what a call writes to the prompt cache stays there by default, in seconds; absent when the book does not say. */
  readonly cacheTtlSeconds?: number;
  /** Present where the price is a reseller's claim without a price list behind it. */
  readonly isClaim?: true;
}

/** Where else a model is sold: the same weights, under that provider's own name for them. */
export interface Offer {
  readonly model: string;
  readonly provider: string;
  /** A reseller's claim without a price list behind it. */
  readonly isClaim: boolean;
}

/** What is priced: tokens on a model at a time. */
export interface Billable {
  readonly model: string;
  /** '' lets the book decide by the model alone. */
  readonly provider: string;
  /** UTC milliseconds; NaN means "at the book's own date". */
  readonly time: number;
  readonly tier: ServiceTier;
  readonly usage: TokenCounts;
}

/** What of a call, beside its tokens, decides its rates: calls that agree in it can be priced as one sum. */
export interface RateTerms {
  /** As logged. */
  readonly model: string;
  readonly provider: string;
  readonly tier: ServiceTier;
  /** The highest threshold in tokens that the whole prompt exceeds, of those that any price of the book has; 0 for none. */
  readonly above: number;
  /** The peak hours that the call is in, of all that its model has or had: `mon-fri 01:00-04:00 UTC`. */
  readonly peak: readonly string[];
  /** Whether it has reasoning tokens, which some models bill all of the output by. */
  readonly isReasoning: boolean;
}

/** One price of a model: US dollars per 1M tokens, NaN where unknown or not offered. */
export interface PricePeriod {
  /** UTC milliseconds, inclusive; -Infinity where the beginning is not known. */
  readonly from: number;
  /** UTC milliseconds, exclusive; Infinity while it lasts. */
  readonly to: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
}

/** An announced end of a model. */
export interface Retirement {
  /** UTC milliseconds at which requests fail or another model answers; NaN where only the deprecation is known. */
  readonly retires: number;
  /** What the provider recommends instead; '' when it says nothing. */
  readonly replacement: string;
  /** Where it is announced: an address, else what the price table took it from. */
  readonly source: string;
  /** UTC milliseconds of the price book's own date: what is today for it. */
  readonly asOf: number;
}
