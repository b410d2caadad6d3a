import type { Call, ServiceTier } from '../model/call.ts';
import type { Billable } from '../model/price.ts';
import type { Basis, TokenCounts } from '../model/usage.ts';
import type { Need } from './detector.ts';
import type { Models } from './models.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import type { Prompts, SimilarityIndex } from './prompts.ts';

/** A call as the strategies before this one left it. `original` is what the log says. */
export interface PlannedCall {
  readonly original: Call;
  readonly model: string;
  readonly provider: string;
  readonly tier: ServiceTier;
  readonly usage: TokenCounts;
  /** US dollars as things stand; always finite. */
  readonly costUsd: number;
}

/** What a strategy does to one call. Absent fields stay as they were. */
export interface Change {
  /** The call is not made at all: a cache answers it. */
  readonly drop?: boolean;
  readonly model?: string;
  readonly provider?: string;
  readonly tier?: ServiceTier;
  readonly usage?: TokenCounts;
  /** Calls that the strategy itself makes: an embedding, a compressing model, a failed cheap attempt. */
  readonly added?: readonly Billable[];
  /** A cost of the strategy that is not tokens, in US dollars (a look-up fee). */
  readonly addedUsd?: number;
  /** Name of the row of `groups` that this change is counted under (a tier, a kind of hit). */
  readonly group?: string;
}

export interface StrategyContext {
  readonly prompts: Prompts;
  readonly models: Models;
  similarity(threshold: number): SimilarityIndex;
}

export interface StrategyRun {
  /** Called for every call that is still made, in time order. `undefined` leaves it alone. */
  change(planned: PlannedCall): Change | undefined;
  /** What was assumed, with its values; asked for after the last call. */
  assumptions(): readonly string[];
}

/** A parameter whose choice matters: the result shows the savings at each of these values. */
export interface Sweep {
  readonly option: string;
  readonly values: readonly (number | string)[];
}

export interface Strategy<S extends OptionSpecs = OptionSpecs> {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  readonly basis: Basis | ((options: OptionValues<S>) => Basis);
  readonly needs: readonly Need[];
  readonly options: S;
  readonly sweeps: readonly Sweep[];
  /** What it does to a call depends on that call alone: the same call need not be judged twice. */
  readonly isStateless?: boolean;
  start(context: StrategyContext, options: OptionValues<S>): StrategyRun;
}

/** A definition is a plain value; this gives its options their types. */
export function defineStrategy<const S extends OptionSpecs>(strategy: Strategy<S>): Strategy {
  return strategy as unknown as Strategy;
}
