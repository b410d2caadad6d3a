import type { DetectorContext } from '../contracts/detector.ts';
import type { StrategyContext } from '../contracts/strategy.ts';
import type { Call } from '../model/call.ts';
import type { Grouping as GroupingName } from '../model/report.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { ReadCounts } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import type { CallFilter } from './audit-request.ts';
import { callCost } from './facts/call-cost.ts';
import { familiesOf, modelFacts, modelName } from './facts/model-facts.ts';
import { PromptTable } from './facts/prompt-table.ts';
import { TokenRatios } from './facts/token-ratios.ts';
import { CallLog } from './log/call-log.ts';
import { type CallNaming, type Filtered, filterLog } from './log/filter-log.ts';
import type { LogFile } from './log/log-rows.ts';
import { type Semantic, semanticOver } from './similarity/semantic.ts';
import { similarityOver } from './similarity/similarity.ts';
import { type PromptTemplates, promptTemplates } from './templates/prompt-templates.ts';
import { calendarIn } from './totals/calendar.ts';
import { Grouping } from './totals/grouping.ts';

/** Calls that have been read, and what they are looked at with. */
export interface LogInput {
  readonly store: Store;
  /** In the order that breaks ties. */
  readonly files: readonly LogFile[];
  readonly counts: readonly ReadCounts[];
  readonly book: PriceBook;
  /** IANA name; days are cut in it. */
  readonly timezone: string;
  /** Whose vectors prompts are compared by; undefined compares none. */
  readonly embeddingModel?: string;
  /** Which of the calls are looked at; undefined: all. */
  readonly filter?: CallFilter;
}

/** A log that can be visited, without what a filter left out, with all that detectors and strategies may ask about it. */
export interface OpenedLog {
  readonly log: CallLog;
  readonly book: PriceBook;
  readonly ratios: TokenRatios;
  readonly prompts: PromptTable;
  readonly templates: PromptTemplates;
  readonly context: DetectorContext & StrategyContext;
  readonly semantic: Semantic;
  /** US dollars, NaN when unknown. */
  costOf(call: Call): number;
  /** Sums of calls by what the report groups by, still empty. */
  newGrouping(asked?: readonly GroupingName[]): Grouping;
  /** What was left out; undefined without a filter. */
  readonly filtered: Filtered | undefined;
}

export function openLog({ store, files, counts, book, timezone, ...input }: LogInput): OpenedLog {
  const { embeddingModel, filter } = input;
  const ratios = new TokenRatios(familiesOf(book), counts);
  const log = new CallLog(store.calls, files, {
    strings: store.strings.texts,
    tokenRatio: (model) => ratios.ofEstimate(model),
  });
  const prompts = new PromptTable(store.prompts.trie());
  // Templates are learned over all prompts once, when the first detector or strategy asks for similar ones.
  const similar = lazily(() => similarityOver(prompts, log.promptNodes()));
  // Learned over what was left out too, so that a template keeps its id whatever part of the log is looked at.
  const templates = promptTemplates(prompts, () => log.promptNodes('all'));
  const naming = { timezone, templates, modelName: (call: Call) => modelName(book, call) };
  const filtered = filter && filterLog(log, filter, callNaming(new Grouping(naming), book));
  const semantic = semanticOver(store, prompts, log, embeddingModel);
  return {
    log,
    book,
    ratios,
    prompts,
    templates,
    semantic,
    context: {
      prompts,
      models: modelFacts(book, ratios),
      templates,
      calendar: calendarIn(timezone),
      similarity: (threshold) => similar()(threshold),
      semantic: (threshold) => semantic.index(threshold),
      ...(embeddingModel !== undefined && { vectorModel: embeddingModel }),
      calls: () => log,
    },
    costOf: callCost(book),
    newGrouping: (asked) => new Grouping(naming, asked),
    filtered,
  };
}

function callNaming(grouping: Grouping, book: PriceBook): CallNaming {
  return {
    key: (kind, call) => grouping.key(kind, call),
    sellerOf: ({ model, provider, time }) => book.info(model, provider, time)?.provider ?? '',
  };
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
