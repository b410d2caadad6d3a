import type { StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { RISKS } from '../../model/replayed.ts';
import type { Report, StrategyResult } from '../../model/report.ts';
import { LogWindow } from '../log/log-window.ts';
import { Checkpoint } from './checkpoint.ts';
import { type Choice, type Entry, endOptions, failureOf, openEntry } from './replay-entry.ts';
import { type Lane, riskCounts } from './replay-lane.ts';
import { NeedsMet } from './replay-needs.ts';
import type { ReplayOptions } from './replay-options.ts';
import { copyPlan, newPlan, type Plan, resetPlan } from './replay-plan.ts';
import { type Exclusion, excludedResult, rangeAround, replayedResult } from './replay-result.ts';
import { type Plans, step } from './replay-step.ts';
import { CompensatedSum } from './replay-sum.ts';
import { Repricing } from './repricing.ts';

export interface ReplayResult {
  readonly strategies: readonly StrategyResult[];
  readonly combined: Report['combined'];
  /** US dollars of the strategies' own costs that are due however many calls are made. */
  readonly standingUsd: number;
}

/** Visits every call in time order with its cost in US dollars (NaN when unpriced); the same calls every time it is called. */
export type CallPass = (see: (call: Call, costUsd: number) => void) => void;

/**
 * Replays the calls through the chosen strategies. One pass is enough, unless a strategy throws that had already changed
 * calls: then the pass is repeated without it, so that the others report what they would have reported had it never
 * been chosen.
 */
export function replay(
  choices: readonly Choice[],
  context: StrategyContext,
  pass: CallPass,
  options: ReplayOptions = {},
): ReplayResult {
  return replayEach([choices], context, pass, options)[0]!;
}

/** Several replays as `replay` does them, over the same passes. */
export function replayEach(
  sequences: readonly (readonly Choice[])[],
  context: StrategyContext,
  pass: CallPass,
  options: ReplayOptions,
): readonly ReplayResult[] {
  const jobs = sequences.map((choices) => {
    const excluded = new Map<number, Exclusion>();
    return { open: () => new Replay(choices, context, options, excluded), excluded };
  });
  const results = new Map<(typeof jobs)[number], ReplayResult>();
  for (let open = jobs; open.length > 0; ) {
    const runs = open.map((job) => job.open());
    const [only] = runs;
    pass(
      runs.length === 1
        ? (call, costUsd) => only!.see(call, costUsd)
        : (call, costUsd) => {
            for (const run of runs) run.see(call, costUsd);
          },
    );
    open = open.filter((job, i) => {
      const result = runs[i]!.finish();
      results.set(job, result);
      if (options.record !== undefined) runs[i]!.checkpoints(result).forEach(options.record.keep);
      const disturbing = runs[i]!.disturbing();
      for (const [order, exclusion] of disturbing) job.excluded.set(order, exclusion);
      return disturbing.size > 0;
    });
  }
  return jobs.map((job) => results.get(job)!);
}

/** One pass: the sequences, each strategy alone and each value of its sweeps, side by side. Memory does not grow with the calls. */
class Replay {
  readonly #choices: readonly Choice[];
  readonly #entries: readonly (Entry | undefined)[];
  readonly #excluded: ReadonlyMap<number, Exclusion>;
  readonly #repricing: Repricing | undefined;
  readonly #total = new CompensatedSum();
  readonly #window: LogWindow;
  readonly #needs: NeedsMet;
  readonly #risks = new Float64Array(RISKS.length);
  readonly #start: Checkpoint | undefined;
  readonly #restore: ((plan: Plan) => void) | undefined;
  readonly #records: readonly Checkpoint[];
  /** Some run is made on the calls as they were. */
  readonly #hasApart: boolean;
  #calls = 0;
  #atRisk = 0;
  #plans: Plans | undefined;

  constructor(
    choices: readonly Choice[],
    context: StrategyContext,
    options: ReplayOptions,
    excluded: ReadonlyMap<number, Exclusion>,
  ) {
    this.#choices = choices;
    this.#window = new LogWindow(options.span);
    const needs = choices.flatMap(({ strategy }) => strategy.needs);
    this.#needs = new NeedsMet(context.prompts, needs);
    this.#excluded = excluded;
    this.#repricing = options.reprice === undefined ? undefined : new Repricing(options.reprice);
    this.#start = options.from;
    this.#restore = options.from?.reader();
    this.#records = (options.record?.at ?? []).map((at) => new Checkpoint(at));
    let isFirst = true;
    let isRanged = false;
    this.#entries = choices.map((choice, order) => {
      if (excluded.has(order) || order < (options.from?.at ?? 0)) return undefined;
      const ends = options.ranges === true ? endOptions(choice) : undefined;
      const ranged = isRanged ? 'before' : ends === undefined ? 'no' : 'here';
      isRanged ||= ends !== undefined;
      const entry = openEntry(choice, context, isFirst, ends, ranged);
      isFirst = options.onlySequence === true;
      return entry;
    });
    this.#hasApart = this.#entries.some((entry) => entry !== undefined && entry.apart.length > 0);
  }

  /**
   * Calls in time order with their cost in US dollars. An unpriced call (NaN) stays out on both sides, and one that the
   * caller's own cache answered cannot be made cheaper: the former is only observed, the latter not shown to a strategy.
   */
  see(call: Call, costUsd: number): void {
    this.#needs.see(call, costUsd);
    this.#calls++;
    this.#window.add(call.time);
    if (!Number.isNaN(costUsd)) this.#total.add(costUsd);
    if (call.cacheHit) return;
    if (Number.isNaN(costUsd)) {
      this.#observe(call);
      return;
    }
    const usd = this.#repricing === undefined ? costUsd : this.#repricing.step(call, costUsd);
    this.#plans ??= {
      untouched: newPlan(call, usd),
      expected: newPlan(call, usd),
      pessimistic: newPlan(call, usd),
      optimistic: newPlan(call, usd),
    };
    const plans = this.#plans;
    if (this.#hasApart) resetPlan(plans.untouched, call, usd);
    resetPlan(plans.expected, call, usd);
    this.#restore?.(plans.expected);
    const isRecorded = this.#records.length > 0;
    let isSplit = false;
    for (let order = this.#start?.at ?? 0; order < this.#entries.length; order++) {
      if (isRecorded) this.#record(order, plans.expected, usd);
      const entry = this.#entries[order];
      if (entry === undefined || failureOf(entry) !== undefined) continue;
      if (!isSplit && entry.endSequences !== undefined) {
        isSplit = true;
        copyPlan(plans.expected, plans.pessimistic);
        copyPlan(plans.expected, plans.optimistic);
      }
      entry.isReady ||= this.#needs.has(entry.choice.strategy.needs);
      if (entry.isReady) step(entry, plans);
    }
    if (isRecorded) this.#record(this.#entries.length, plans.expected, usd);
    this.#countRisks(plans.expected.risks);
  }

  #record(order: number, plan: Plan, usd: number): void {
    for (const checkpoint of this.#records) if (checkpoint.at === order) checkpoint.keep(plan, usd);
  }

  #observe(call: Call): void {
    for (const entry of this.#entries) {
      if (entry === undefined || failureOf(entry) !== undefined) continue;
      entry.isReady ||= this.#needs.has(entry.choice.strategy.needs);
      if (entry.isReady) for (const lane of entry.all) lane.observe(call);
    }
  }

  #countRisks(risks: number): void {
    if (risks === 0) return;
    this.#atRisk++;
    for (let i = 0; i < RISKS.length; i++) if ((risks & (1 << i)) !== 0) this.#risks[i]!++;
  }

  /** Call once, after the last call. Next strategies start from exactly what the one before left. */
  finish(): ReplayResult {
    for (const entry of this.#entries) {
      if (entry?.isReady) for (const lane of entry.all) lane.close(this.#window.wholeDays);
    }
    const totalUsd = this.#total.value;
    const first = this.#repricing?.result(totalUsd);
    const repricedUsd = first?.afterUsd ?? totalUsd;
    let usd = repricedUsd;
    const replayed = this.#choices.map((choice, index) => {
      const known = this.#start?.prefix?.strategies[index];
      if (known !== undefined) {
        usd = known.afterUsd;
        return known;
      }
      const entry = this.#entries[index];
      const place = { order: index + (first === undefined ? 1 : 2), beforeUsd: usd, totalUsd: repricedUsd };
      // Its words are asked for first, because a strategy that throws there has failed like any other.
      const done = entry === undefined ? undefined : replayedResult(entry, place);
      const exclusion = this.#exclusion(index);
      const result =
        done === undefined || exclusion !== undefined ? excludedResult(choice, place, exclusion) : done;
      usd = result.afterUsd;
      return result;
    });
    const savedUsd = totalUsd - usd;
    const included = this.#included(this.#entries.length);
    return {
      strategies: first === undefined ? replayed : [first, ...replayed],
      standingUsd: this.#standingUsd(included),
      combined: {
        beforeUsd: totalUsd,
        afterUsd: usd,
        savedUsd,
        share: totalUsd > 0 ? savedUsd / totalUsd : 0,
        unservedUsd: this.#unservedUsd(included),
        range: this.#range(included, savedUsd, totalUsd - repricedUsd),
        risk: {
          calls: this.#atRisk,
          share: this.#calls === 0 ? 0 : this.#atRisk / this.#calls,
          kinds: riskCounts(this.#risks),
        },
      },
    };
  }

  #standingUsd(parts: readonly Entry[]): number {
    const before = this.#start?.prefix?.standingUsd ?? 0;
    return parts.reduce((sum, { sequence }) => sum + sequence.standingUsd, before);
  }

  #unservedUsd(parts: readonly Entry[]): number {
    const before = this.#start?.prefix?.unservedUsd ?? 0;
    return parts.reduce((sum, { sequence }) => sum + sequence.unserved.value, before);
  }

  /** After `finish`: the checkpoints of a replay in which nothing went wrong before them. */
  checkpoints({ strategies }: ReplayResult): readonly Checkpoint[] {
    return this.#records.filter((checkpoint) => {
      const before = strategies.slice(0, checkpoint.at);
      const parts = this.#included(checkpoint.at);
      const [standingUsd, unservedUsd] = [this.#standingUsd(parts), this.#unservedUsd(parts)];
      checkpoint.prefix = { strategies: before, standingUsd, unservedUsd };
      return checkpoint.isWhole && before.every(({ status }) => status !== 'failed');
    });
  }

  /** Of the first strategies those that take part, as far as they are replayed. */
  #included(before: number): readonly Entry[] {
    return this.#entries.filter(
      (entry, index): entry is Entry =>
        index < before && entry !== undefined && this.#exclusion(index) === undefined,
    );
  }

  /** What all strategies that take part save together at either end. */
  #range(parts: readonly Entry[], savedUsd: number, repricedUsd: number): Report['combined']['range'] {
    if (parts.every(({ ends }) => ends === undefined)) return null;
    const sum = (end: 'pessimistic' | 'optimistic'): number => {
      const lanes = parts.map((entry): Lane => entry.endSequences?.[end] ?? entry.sequence);
      return lanes.reduce((usd, lane) => usd + lane.saved.value, repricedUsd);
    };
    return rangeAround(savedUsd, sum('pessimistic'), sum('optimistic'));
  }

  /** After `finish`: strategies without a result whose effect later strategies or the risk of all have seen, by position. */
  disturbing(): Map<number, Exclusion> {
    const found = new Map<number, Exclusion>();
    this.#entries.forEach((entry, index) => {
      const exclusion = entry && this.#exclusion(index);
      if (entry === undefined || exclusion === undefined) return;
      const isLast = index === this.#entries.length - 1;
      const sequences = [entry.sequence, entry.endSequences?.pessimistic, entry.endSequences?.optimistic];
      if (entry.sequence.hasRisk || (!isLast && sequences.some((lane) => lane?.hasEffect)))
        found.set(index, exclusion);
    });
    return found;
  }

  #exclusion(index: number): Exclusion | undefined {
    const known = this.#excluded.get(index);
    if (known !== undefined) return known;
    const failure = failureOf(this.#entries[index]!);
    if (failure !== undefined) return { status: 'failed', reason: failure };
    const missing = this.#needs.missing(this.#choices[index]!.strategy);
    return missing === null ? undefined : { status: 'notApplicable', reason: missing };
  }
}
