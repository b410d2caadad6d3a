import type { Call } from '../model/call.ts';
import type { Column, ColumnValue } from '../model/column.ts';
import type { Span } from '../model/prompt-zones.ts';
import type { Basis, TokenCounts } from '../model/usage.ts';
import type { Calendar } from './calendar.ts';
import type { Models } from './models.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import type { Prompts, SimilarityIndex } from './prompts.ts';
import type { Templates } from './templates.ts';

/** What a detector cannot work without. A log in which no call has it yields `notApplicable`, never "0 found". */
export type Need =
  | 'prompts'
  /** A prompt or a trace: without both, nothing tells that two calls are attempts at one request. */
  | 'attempts'
  | 'usage'
  | 'time'
  | 'status'
  | 'finish'
  | 'tools'
  | 'caching'
  | 'price';

export interface DetectorContext {
  readonly prompts: Prompts;
  readonly models: Models;
  readonly templates: Templates;
  readonly calendar: Calendar;
  /** A fresh index over the log's prompts. */
  similarity(threshold: number): SimilarityIndex;
}

/** Avoidable tokens of one call: all it used, or the named part of it. */
export type Waste = 'all' | Partial<TokenCounts>;

/** Where a detector puts what it finds. It deals in calls and tokens; the engine prices them. */
export interface FindingSink {
  /**
   * Opens a group and returns its number. `review` groups are shown apart and never counted:
   * use it for whatever is not certain. `basis` defaults to the detector's own.
   */
  group(options?: { readonly review?: boolean; readonly basis?: Basis }): number;
  /**
   * Says that `waste` of the call was avoidable. An empty object: the call belongs to the problem but was not billed for it.
   * `saved` is the share of the price of these tokens that was avoidable, above 0 to 1 (the default: they need not have been
   * billed at all): tokens billed in full that a cache would have served at a tenth have 0.9.
   * `spans` says where in the prompt, in the call's own tokens, the wasted tokens of a part stand: of two detectors that mean the
   * same place only the first is counted. Give it wherever it is known.
   */
  add(group: number, callIndex: number, waste: Waste, saved?: number, spans?: readonly Span[]): void;
  /** Names the call that the group needs, e.g. the first of equal ones: shown beside the avoidable calls, never counted among them. */
  keep(group: number, callIndex: number): void;
}

/**
 * The calls of a group that holds no avoidable tokens, told by a rule instead of one claim each: all calls of a user, of an
 * hour.
 */
export interface CoveredCalls {
  readonly calls: number;
  covers(call: Call): boolean;
}

/** A group in words; asked for only when the group is shown. */
export interface GroupDescription {
  /** Stable across runs and machines: made of content keys and names, never of row numbers. */
  readonly id: string;
  readonly label: string;
  readonly columns: Readonly<Record<string, ColumnValue>>;
  /** What to change, in one sentence with this group's concrete values (which header, parameter, prompt part); absent where the detector's own says it all. */
  readonly fix?: string;
  readonly covered?: CoveredCalls;
}

export interface DetectorRun {
  /** Called for every call in time order. */
  see(call: Call): void;
  /** Called once, after the last call. */
  finish(): void;
  describe(group: number): GroupDescription;
}

export interface Detector<S extends OptionSpecs = OptionSpecs> {
  readonly id: string;
  readonly title: string;
  /** What it calls waste, exactly, and which part of it is avoidable. */
  readonly describe: string;
  /** Why it costs money, in one sentence. */
  readonly why: string;
  readonly basis: Basis;
  readonly needs: readonly Need[];
  readonly options: S;
  readonly columns: readonly Column[];
  /** What a developer should change, in one sentence or two, with the parameters it was found with. */
  fix(options: OptionValues<S>): string;
  start(context: DetectorContext, options: OptionValues<S>, sink: FindingSink): DetectorRun;
}

/** A definition is a plain value; this gives its options their types. */
export function defineDetector<const S extends OptionSpecs>(detector: Detector<S>): Detector {
  return detector as unknown as Detector;
}
