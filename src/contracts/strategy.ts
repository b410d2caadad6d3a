import type { Call, ServiceTier } from '../model/call.ts';
import type { Billable } from '../model/price.ts';
import type { Metric, Risk, View } from '../model/replayed.ts';
import type { Basis, TokenCounts } from '../model/usage.ts';
import type { Calendar } from './calendar.ts';
import type { Need } from './detector.ts';
import type { Models } from './models.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import type { Prompts, SimilarityIndex } from './prompts.ts';
import type { Templates } from './templates.ts';

/** A call as the strategies before this one left it. `original` is what the log says. */
export interface PlannedCall {
  readonly original: Call;
  readonly model: string;
  readonly provider: string;
  readonly tier: ServiceTier;
  readonly usage: TokenCounts;
  /** US dollars as things stand; always finite. */
  readonly costUsd: number;
  /** Parts of the prompt are gone or joined with another's: `original.prompt` no longer tells what it begins with. */
  readonly hasOtherPrompt?: boolean;
  /** Absent while all parts of the prompt are as long as in the log. */
  readonly sentTokens?: SentTokens | undefined;
}

/** Tokens in o200k_base of a prompt up to one of its nodes as it is sent now: parts of it are shorter than in the log. */
export type SentTokens = (node: number) => number;

/** What a strategy does to one call. Absent fields stay as they were. */
export interface Change {
  /** The call is not made at all: a cache answers it, a retry is spared, a budget refuses it. */
  readonly drop?: boolean;
  readonly model?: string;
  readonly provider?: string;
  readonly tier?: ServiceTier;
  readonly usage?: TokenCounts;
  /** What is sent no longer begins as the logged prompt does (messages cut out, requests joined): its prefix is not the log's. */
  readonly hasOtherPrompt?: boolean;
  /** Parts of the prompt are sent in shorter words; without it tokens that go are thought to go from all parts alike. */
  readonly sentTokens?: SentTokens;
  /** Calls that the strategy itself makes: an embedding, a compressing model, a failed cheap attempt. */
  readonly added?: readonly Billable[];
  /** A cost of the strategy that is not tokens, in US dollars (a look-up fee). */
  readonly addedUsd?: number;
  /**
   * What the changed call costs in US dollars where no price list can know it: 0 on one's own server, whose cost is due
   * anyway. Absent, the engine prices the call.
   */
  readonly billedUsd?: number;
  /** Name of the row of `groups` that this change is counted under (a tier, a kind of hit). */
  readonly group?: string;
  /** What the caller may notice of it: the answer is another one, or comes later, or not at all. Absent where nothing is risked. */
  readonly risk?: Risk;
}

export interface StrategyContext {
  readonly prompts: Prompts;
  readonly models: Models;
  readonly templates: Templates;
  readonly calendar: Calendar;
  /** A fresh index over the log's prompts by wording. */
  similarity(threshold: number): SimilarityIndex;
  /** The same by the vectors of an embedding model; undefined when there are none for this log. `threshold` is a cosine similarity. */
  semantic(threshold: number): SimilarityIndex | undefined;
  /** The embedding model that the user names for this log, whether it has vectors or not; absent when none is named. */
  readonly vectorModel?: string;
  /** All calls of the log in time order, as logged, for what must be known beforehand. Only to be used in `start`. */
  calls(): Iterable<Call>;
}

export interface StrategyRun {
  /** Called for every call that is still made, in time order. `undefined` leaves it alone. */
  change(planned: PlannedCall): Change | undefined;
  /** Called instead of `change`, in the same order, for a call without a known price: it can be seen, not changed. */
  observe?(call: Call): void;
  /**
   * US dollars that are due however many calls are made (a server), for a log of `days`; asked for after the last call.
   * `days` is NaN when the log has no times; NaN says that it cannot be known.
   */
  standingUsd?(days: number): number;
  /** What was assumed, with its values; asked for after the last call. */
  assumptions(): readonly string[];
  /** Figures besides money (a delay, a hit ratio); asked for after the last call. */
  metrics?(): readonly Metric[];
  /** Tables besides money (hits by day); asked for after the last call. */
  views?(): readonly View[];
}

/** A parameter whose choice matters: the result shows the savings at each of these values. */
export interface Sweep {
  readonly option: string;
  readonly values: readonly (number | string | boolean)[];
}

/** Options that stand for somebody's known choice, by name: `--set cache.preset=first-article`. */
export interface Preset {
  /** One sentence: whose choice it is. */
  readonly describe: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
}

/** The options at both ends of what is likely, where the expected ones hold an assumption. Only what differs from the expected. */
export interface AssumedRange<S extends OptionSpecs> {
  readonly pessimistic: Partial<OptionValues<S>>;
  readonly optimistic: Partial<OptionValues<S>>;
}

export interface Strategy<S extends OptionSpecs = OptionSpecs> {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  readonly basis: Basis | ((options: OptionValues<S>) => Basis);
  readonly needs: readonly Need[];
  readonly options: S;
  readonly presets?: Readonly<Record<string, Preset>>;
  readonly sweeps: readonly Sweep[];
  /** Undefined where nothing is assumed with these options. A strategy that is ever `assumed` has one. */
  range?(options: OptionValues<S>): AssumedRange<S> | undefined;
  /** What it does to a call depends on that call alone: the same call need not be judged twice. */
  readonly isStateless?: boolean;
  /** With these options it asks for `semantic`: only then are texts sent to be embedded. */
  looksAtVectors?(options: OptionValues<S>): boolean;
  /** Replayed only when it is named: its options are a decision that nobody can take for the user. */
  readonly isOnRequest?: boolean;
  /** Says something about logs in which no call has a price. */
  readonly worksUnpriced?: boolean;
  start(context: StrategyContext, options: OptionValues<S>): StrategyRun;
}

/** A definition is a plain value; this gives its options their types. */
export function defineStrategy<const S extends OptionSpecs>(strategy: Strategy<S>): Strategy {
  return strategy as unknown as Strategy;
}
