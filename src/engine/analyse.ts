import type { Detector } from '../contracts/detector.ts';
import type { AnyOptionValues, OptionSpecs } from '../contracts/option.ts';
import type { Strategy } from '../contracts/strategy.ts';
import { detectors } from '../detectors/index.ts';
import type { Call } from '../model/call.ts';
import type { Report, Warning } from '../model/report.ts';
import { billedTokens } from '../model/usage.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { ReadCounts } from '../store/file-rows.ts';
import type { Store } from '../store/store.ts';
import { strategies } from '../strategies/index.ts';
import type { AuditRequest } from './audit-request.ts';
import { callCost } from './facts/call-cost.ts';
import { familiesOf, modelFacts, modelName } from './facts/model-facts.ts';
import { PromptTable } from './facts/prompt-table.ts';
import { type FamilyRatio, TokenRatios } from './facts/token-ratios.ts';
import { CLAIM_KINDS } from './findings/claims.ts';
import { Detection } from './findings/detection.ts';
import { buildFindings } from './findings/findings.ts';
import { CallLog, type DroppedRecords } from './log/call-log.ts';
import { logWarnings, ratioWarnings } from './log/log-notes.ts';
import type { LogFile } from './log/log-rows.ts';
import { LogWindow } from './log/log-window.ts';
import { replay } from './replay/replay.ts';
import { NeedsMet } from './replay/replay-needs.ts';
import { similarityOver } from './similarity/similarity.ts';
import { promptTemplates } from './templates/prompt-templates.ts';
import { calendarIn } from './totals/calendar.ts';
import { Grouping } from './totals/grouping.ts';
import { TotalsCounter } from './totals/totals.ts';
import { PriceNotes } from './totals/unpriced.ts';

export interface AnalysisInput {
  readonly store: Store;
  /** In the order that breaks ties. */
  readonly files: readonly LogFile[];
  readonly counts: readonly ReadCounts[];
  readonly book: PriceBook;
  readonly request: AuditRequest;
  /** Told now and then how many calls have been looked at. */
  progress(calls: number): void;
}

export type Analysis = Omit<Report, 'schemaVersion' | 'tool' | 'generatedAt' | 'inputs'> & {
  /** By file number. */
  droppedIn(file: number): DroppedRecords;
};

/** Each value of a sweep replays the whole log once more; a larger log is replayed at the chosen values only. */
const SWEEPS_UP_TO_CALLS = 250_000;
const NO_SWEEPS: Warning = {
  code: 'no-sweeps',
  text: 'savings at other option values are left out for a log of this size; --sweeps works them out',
  count: 1,
};

const PROGRESS_EVERY = 1 << 16;
const FREE = CLAIM_KINDS.map(() => 0);
const UNKNOWN = CLAIM_KINDS.map(() => Number.NaN);

/** Everything after the store: totals, findings and savings of some files' calls, in as few passes as they need. */
export function analyse({ store, files, counts, book, request, progress }: AnalysisInput): Analysis {
  const ratios = new TokenRatios(familiesOf(book), counts);
  const log = new CallLog(store.calls, files, {
    strings: store.strings.texts,
    tokenRatio: (model) => ratios.ofEstimate(model),
  });
  const prompts = new PromptTable(store.prompts.trie());
  const models = modelFacts(book, ratios);
  // Templates are learned over all prompts once, when the first detector or strategy asks for similar ones.
  const similar = lazily(() => similarityOver(prompts, log.promptNodes()));
  const context = {
    prompts,
    models,
    templates: promptTemplates(prompts),
    calendar: calendarIn(request.timezone),
    similarity: (threshold: number) => similar()(threshold),
  };
  const detections = chosen(detectors, request.detectors).map(
    (detector) => new Detection(detector, optionsOf(detector, request), context),
  );
  const chosenStrategies = request.strategies.map((id) => strategies.find((strategy) => strategy.id === id)!);
  const totals = new TotalsCounter();
  const notes = new PriceNotes(book);
  const needs = new NeedsMet(prompts);
  const window = new LogWindow();
  const estimated = new Map<FamilyRatio, number>();
  const grouping = new Grouping({
    timezone: request.timezone,
    prompts,
    modelName: (call) => modelName(book, call),
  });

  const costOf = callCost(book);

  const look = (call: Call, costUsd: number): void => {
    needs.see(call, costUsd);
    totals.add(call, costUsd);
    grouping.add(call, costUsd);
    window.add(call.time);
    if (Number.isNaN(costUsd)) notes.addUnpriced(call);
    else if (costUsd > 0) notes.addPriced(call);
    if (call.usageBasis === 'estimated') {
      const ratio = ratios.of(call.model);
      estimated.set(ratio, (estimated.get(ratio) ?? 0) + 1);
    }
    for (const detection of detections) detection.see(call);
    if (call.index % PROGRESS_EVERY === 0) progress(call.index);
  };

  let isFirstPass = true;
  const hasSweeps = request.sweeps ?? log.size <= SWEEPS_UP_TO_CALLS;
  const choices = chosenStrategies.map((strategy) => ({
    strategy: hasSweeps ? strategy : { ...strategy, sweeps: [] },
    options: optionsOf(strategy, request),
  }));
  const replayed = replay(choices, context, (see) => {
    for (const call of log) {
      const costUsd = costOf(call);
      if (isFirstPass) look(call, costUsd);
      see(call, costUsd);
    }
    isFirstPass = false;
  });
  for (const detection of detections) detection.finish();

  const { findings, recoverable } = buildFindings({
    detections,
    unmet: new Map(detections.flatMap(({ detector }) => unmetNeed(detector, needs))),
    callAt: (index) => log.at(index),
    ratesOf: (call) => ratesOf(book, call),
    totalUsd: totals.costUsd,
    top: request.top,
  });
  return {
    priceBook: { version: book.version, overrides: book.overrides },
    timezone: request.timezone,
    window: window.window(),
    totals: totals.totals(),
    ...grouping.groups(request.top, totals.costUsd),
    findings,
    recoverable,
    ...replayed,
    monthly: window.monthly(replayed.combined.beforeUsd, replayed.combined.afterUsd),
    warnings: [
      ...(hasSweeps || choices.length === 0 ? [] : [NO_SWEEPS]),
      ...logWarnings(counts, log.notes),
      ...ratioWarnings(estimated),
      ...notes.warnings(),
    ],
    droppedIn: (file) => log.droppedIn(file),
  };
}

/** The registry's order, whatever order they were asked for in: overlap is resolved in it. */
function chosen(all: readonly Detector[], ids: readonly string[]): Detector[] {
  return all.filter(({ id }) => ids.includes(id));
}

function optionsOf(definition: Detector | Strategy, request: AuditRequest): AnyOptionValues {
  const defaults = Object.entries(definition.options as OptionSpecs).map(([name, spec]) => [
    name,
    spec.default,
  ]);
  return { ...Object.fromEntries(defaults), ...request.settings[definition.id] };
}

function unmetNeed(detector: Detector, needs: NeedsMet): [string, string][] {
  const reason = needs.unmet(detector.needs);
  return reason === null ? [] : [[detector.id, reason]];
}

/** What each kind of token of this very call costs per 1M; nothing when the call cost nothing. */
function ratesOf(book: PriceBook, call: Call): readonly number[] {
  if (call.cacheHit || billedTokens(call.usage) === 0) return FREE;
  const rates = book.rates(call);
  // A call that lacks one rate is in no total, so nothing of it can be recovered from one.
  const isPriced = CLAIM_KINDS.every((kind) => call.usage[kind] === 0 || !Number.isNaN(rates?.[kind]));
  return rates === undefined || !isPriced ? UNKNOWN : CLAIM_KINDS.map((kind) => rates[kind]);
}

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
