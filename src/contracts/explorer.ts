import type { ServiceTier } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Report, StrategyResult } from '../model/report.ts';
import type { AnyOptionValues, OptionSpecs } from './option.ts';

/** What the application asks of the engine. Answers are plain values; the engine works beside the application, never in its way. */
export interface Explorer {
  /** Reads and analyses the logs. Rejects with an InputError in one line when nothing can be shown. */
  open(watch: (reading: Reading) => void): Promise<Opened>;
  /** Replays the strategies; undefined when a newer wish came in between. Rejects with one line. */
  whatIf(wish: WhatIfWish): Promise<WhatIfAnswer | undefined>;
  /** What is likely to be wished next, so that it can be worked out ahead; the likeliest first. */
  expect(wishes: readonly WhatIfWish[]): void;
  /** What the same calls would cost on each model that has a price, told as they become known; resolves after the last. */
  models(watch: (costs: readonly ModelCost[]) => void): Promise<void>;
  /** The calls behind a figure, named as for `llm-cost show`: a detector, `detector:handle`, `model=...`, `day=...`. */
  calls(what: string): Promise<CallTable>;
  /** One call by its `index`, with its prompt's segments and the findings that claim parts of it. */
  call(index: number): Promise<Evidence>;
  /** Writes a text to a new file in the current folder; resolves with the name it got. */
  save(name: string, text: string): Promise<string>;
}

/** Where the reading is, and what is known so far. */
export interface Reading {
  readonly phase: 'read' | 'embed' | 'analyse';
  readonly bytesDone: number;
  /** 0 when unknown. */
  readonly bytesTotal: number;
  readonly calls: number;
  readonly elapsedMs: number;
  /** What is known of the calls read so far, by model, the most calls first; empty before the first. */
  readonly models: readonly ReadModel[];
  /** Lines for the person watching, the latest last. */
  readonly notices: readonly string[];
}

export interface ReadModel {
  readonly model: string;
  readonly calls: number;
  /** Tokens as logged, in and out; estimates as far as they go. */
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** What the screens start with. */
export interface Opened {
  /** With long lists: up to 100,000 rows each. */
  readonly report: Report;
  readonly strategies: readonly StrategyInfo[];
  /** What the report replayed. */
  readonly wish: WhatIfWish;
}

export interface StrategyInfo {
  readonly id: string;
  readonly title: string;
  readonly describe: string;
  readonly isOnRequest: boolean;
  readonly options: OptionSpecs;
  /** Options whose choice matters, with the values that the arrow keys step through. */
  readonly sweeps: readonly {
    readonly option: string;
    readonly values: readonly (number | string | boolean)[];
  }[];
  readonly presets: Readonly<
    Record<string, { readonly describe: string; readonly options: AnyOptionValues }>
  >;
}

/** Strategies in the order in which they are replayed, and their options where they are not the defaults. */
export interface WhatIfWish {
  readonly strategies: readonly string[];
  readonly settings: Readonly<Record<string, AnyOptionValues>>;
}

export interface WhatIfAnswer {
  readonly wish: WhatIfWish;
  /** In the wish's order; `aloneSavedUsd` is what it saves in its place, sweeps and ranges are left out. */
  readonly strategies: readonly StrategyResult[];
  readonly combined: Report['combined'];
  readonly monthly: Report['monthly'];
}

/**
 * All priced calls of the log that ask for text on one model, their tokens converted to its tokenizer, as the strategy
 * `model-map` moves them; calls that were on it cost what they did.
 */
export interface ModelCost {
  /** As options of strategies take it: the seller stands before it where several sell a model of that name. */
  readonly model: string;
  readonly provider: string;
  /** Of the rates below; calls of another tier keep theirs where the model is sold at it. */
  readonly tier: ServiceTier;
  /** US dollars of the calls that can be priced on it. */
  readonly costUsd: number;
  /** What these calls cost in the log. */
  readonly beforeUsd: number;
  readonly calls: number;
  /** Calls with a price in the log that have none there; they are in neither figure. */
  readonly unpricedCalls: number;
  /** Calls that were on this model in the log. */
  readonly ownCalls: number;
  /** US dollars per 1M tokens, null when unknown. */
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly contextWindow: number | null;
  /** Calls whose prompt and answer do not fit it; they are in neither figure. */
  readonly tooLong: number;
}

/** Calls in time order, a column a field, so that 100,000 of them are handed over at once. */
export interface CallTable {
  /** What they are the calls of, as asked. */
  readonly what: string;
  readonly size: number;
  /** Position in the log: what `Explorer.call` takes. */
  readonly index: Uint32Array;
  /** UTC milliseconds; NaN unknown. */
  readonly time: Float64Array;
  /** Position in `models`. */
  readonly model: Uint16Array;
  readonly models: readonly string[];
  /** Position in `users` and `features`. */
  readonly user: Uint32Array;
  readonly users: readonly string[];
  readonly feature: Uint32Array;
  readonly features: readonly string[];
  /** 0 when not logged. */
  readonly status: Uint16Array;
  /** NaN when the log has no usage. */
  readonly tokensIn: Float64Array;
  readonly tokensOut: Float64Array;
  /** US dollars; NaN unknown. */
  readonly costUsd: Float64Array;
  /** US dollars avoidable by the finding in question; NaN where the calls are not of a finding. */
  readonly wastedUsd: Float64Array;
  /** 1: the finding needs this call; nothing of it is avoidable. */
  readonly isKept: Uint8Array;
}
