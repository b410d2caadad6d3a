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
  /** Smallest prompt prefix the provider caches, in tokens; 0 when it has no prompt cache or the minimum is unknown. */
  readonly cacheMinTokens: number;
  /** Cached prefixes grow in steps of this many tokens; 1 when there is no step. */
  readonly cacheStepTokens: number;
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
