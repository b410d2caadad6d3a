import type { Report, StrategyResult } from './report.ts';

/** A scenario proposed from what an audit found; money is US dollars over the log. */
export interface ScenarioDraft {
  /** The audit that it was made from. */
  readonly audit: Report;
  /** The chosen strategies, replayed together; null when none saves anything. */
  readonly simulated: Report | null;
  /** In the order of `simulated`. */
  readonly chosen: readonly DraftedStrategy[];
  readonly left: readonly LeftStrategy[];
  readonly moves: readonly DraftedMove[];
}

export interface DraftedStrategy {
  readonly result: StrategyResult;
  /** The options that the file names. */
  readonly options: readonly DraftedOption[];
}

export interface DraftedOption {
  readonly name: string;
  readonly value: number | string | boolean;
  /** What the strategy alone saves at other values. */
  readonly others: readonly { readonly value: number | string | boolean; readonly savedUsd: number }[];
}

/** A strategy that the draft names but does not replay. */
export interface LeftStrategy
  extends Pick<StrategyResult, 'title' | 'status' | 'reason' | 'basis' | 'aloneSavedUsd'> {
  readonly id: string;
  readonly describe: string;
  /** Its options are a decision that nobody can take for the user. */
  readonly isOnRequest: boolean;
}

/** A model that its provider stops serving, and what it recommends instead. */
export interface DraftedMove {
  readonly from: string;
  readonly to: string;
  /** `YYYY-MM-DD` of its end; null where only the deprecation is known. */
  readonly retires: string | null;
  /** Of the calls on it, as billed and on the replacement; null when unknown. */
  readonly costUsd: number | null;
  readonly replacementUsd: number | null;
}
