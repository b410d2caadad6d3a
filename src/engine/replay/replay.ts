import type { Change, StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { RISKS } from '../../model/replayed.ts';
import type { Report, StrategyResult } from '../../model/report.ts';
import { type Choice, type Entry, endOptions, failureOf, openEntry } from './replay-entry.ts';
import { type Lane, riskCounts } from './replay-lane.ts';
import { NeedsMet } from './replay-needs.ts';
import { copyPlan, isUntouched, newPlan, type Plan, resetPlan } from './replay-plan.ts';
import { type Exclusion, excludedResult, rangeAround, replayedResult } from './replay-result.ts';
import { CompensatedSum } from './replay-sum.ts';
import { type Reprice, Repricing } from './repricing.ts';

export interface ReplayResult {
  readonly strategies: readonly StrategyResult[];
  readonly combined: Report['combined'];
  /** US dollars of the strategies' own costs that are due however many calls are made. */
  readonly standingUsd: number;
}

export interface ReplayOptions {
  /** Also replays assumed values at either end of what is likely. */
  readonly ranges?: boolean;
  /** Other prices that everything is replayed at: a step of its own before the first strategy. */
  readonly reprice?: Reprice;
  /** Replays the sequence and nothing beside it: what a strategy says to save alone is then what it saves in its place. */
  readonly onlySequence?: boolean;
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
    pass((call, costUsd) => {
      for (const run of runs) run.see(call, costUsd);
    });
    open = open.filter((job, i) => {
      results.set(job, runs[i]!.finish());
      const disturbing = runs[i]!.disturbing();
      for (const [order, exclusion] of disturbing) job.excluded.set(order, exclusion);
      return disturbing.size > 0;
    });
  }
  return jobs.map((job) => results.get(job)!);
}

const DAY_MS = 86_400_000;

/** The plans of one call in the three sequences: as expected, and with all assumed values at one end. */
interface Plans {
  readonly untouched: Plan;
  readonly expected: Plan;
  readonly pessimistic: Plan;
  readonly optimistic: Plan;
}

/** One pass: the sequences, each strategy alone and each value of its sweeps, side by side. Memory does not grow with the calls. */
class Replay {
  readonly #choices: readonly Choice[];
  readonly #entries: readonly (Entry | undefined)[];
  readonly #excluded: ReadonlyMap<number, Exclusion>;
  readonly #repricing: Repricing | undefined;
  readonly #total = new CompensatedSum();
  readonly #needs: NeedsMet;
  readonly #risks = new Float64Array(RISKS.length);
  #calls = 0;
  #atRisk = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  #plans: Plans | undefined;

  constructor(
    choices: readonly Choice[],
    context: StrategyContext,
    options: ReplayOptions,
    excluded: ReadonlyMap<number, Exclusion>,
  ) {
    this.#choices = choices;
    this.#needs = new NeedsMet(context.prompts);
    this.#excluded = excluded;
    this.#repricing = options.reprice === undefined ? undefined : new Repricing(options.reprice);
    let isFirst = true;
    let isRanged = false;
    this.#entries = choices.map((choice, order) => {
      if (excluded.has(order)) return undefined;
      const ends = options.ranges === true ? endOptions(choice) : undefined;
      const ranged = isRanged ? 'before' : ends === undefined ? 'no' : 'here';
      isRanged ||= ends !== undefined;
      const entry = openEntry(choice, context, isFirst, ends, ranged);
      isFirst = options.onlySequence === true;
      return entry;
    });
  }

  /**
   * Calls in time order with their cost in US dollars. An unpriced call (NaN) stays out on both sides, and one that the
   * caller's own cache answered cannot be made cheaper: the former is only observed, the latter not shown to a strategy.
   */
  see(call: Call, costUsd: number): void {
    this.#needs.see(call, costUsd);
    this.#calls++;
    if (call.time < this.#from) this.#from = call.time;
    if (call.time > this.#to) this.#to = call.time;
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
    resetPlan(plans.untouched, call, usd);
    resetPlan(plans.expected, call, usd);
    let isSplit = false;
    for (const entry of this.#entries) {
      if (entry === undefined || failureOf(entry) !== undefined) continue;
      if (!isSplit && entry.endSequences !== undefined) {
        isSplit = true;
        copyPlan(plans.expected, plans.pessimistic);
        copyPlan(plans.expected, plans.optimistic);
      }
      entry.isReady ||= this.#needs.has(entry.choice.strategy.needs);
      if (entry.isReady) step(entry, plans);
    }
    this.#countRisks(plans.expected.risks);
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
    const days = (this.#to - this.#from) / DAY_MS;
    for (const entry of this.#entries) {
      if (entry?.isReady) for (const lane of entry.all) lane.close(days >= 0 ? days : Number.NaN);
    }
    const totalUsd = this.#total.value;
    const first = this.#repricing?.result(totalUsd);
    const repricedUsd = first?.afterUsd ?? totalUsd;
    let usd = repricedUsd;
    const offset = first === undefined ? 1 : 2;
    const replayed = this.#choices.map((choice, index) => {
      const entry = this.#entries[index];
      const place = { order: index + offset, beforeUsd: usd, totalUsd: repricedUsd };
      // Its words are asked for first, because a strategy that throws there has failed like any other.
      const done = entry === undefined ? undefined : replayedResult(entry, place);
      const exclusion = this.#exclusion(index);
      const result =
        done === undefined || exclusion !== undefined ? excludedResult(choice, place, exclusion) : done;
      usd = result.afterUsd;
      return result;
    });
    const savedUsd = totalUsd - usd;
    return {
      strategies: first === undefined ? replayed : [first, ...replayed],
      standingUsd: this.#included().reduce((sum, { sequence }) => sum + sequence.standingUsd, 0),
      combined: {
        beforeUsd: totalUsd,
        afterUsd: usd,
        savedUsd,
        share: totalUsd > 0 ? savedUsd / totalUsd : 0,
        unservedUsd: this.#included().reduce((sum, { sequence }) => sum + sequence.unserved.value, 0),
        range: this.#range(savedUsd, totalUsd - repricedUsd),
        risk: {
          calls: this.#atRisk,
          share: this.#calls === 0 ? 0 : this.#atRisk / this.#calls,
          kinds: riskCounts(this.#risks),
        },
      },
    };
  }

  #included(): readonly Entry[] {
    return this.#entries.filter(
      (entry, index): entry is Entry => entry !== undefined && this.#exclusion(index) === undefined,
    );
  }

  /** What all strategies that take part save together at either end. */
  #range(savedUsd: number, repricedUsd: number): Report['combined']['range'] {
    const parts = this.#included();
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
      if (entry === undefined) return;
      const exclusion = this.#exclusion(index);
      if (exclusion === undefined) return;
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

function step(entry: Entry, plans: Plans): void {
  const { untouched, expected, pessimistic, optimistic } = plans;
  const change = stepApart(entry, untouched);
  if (!expected.dropped) {
    // What comes to the same call by the same rule need not be worked out again.
    const isSame =
      entry.choice.strategy.isStateless && entry.alone !== entry.sequence && isUntouched(expected, untouched);
    if (isSame) entry.sequence.follow(expected, change);
    else entry.sequence.step(expected, true);
  }
  if (entry.endSequences === undefined) return;
  stepEnd(entry, entry.endSequences.pessimistic, expected, pessimistic);
  stepEnd(entry, entry.endSequences.optimistic, expected, optimistic);
}

/** An end that is the expected run has made its change already. */
function stepEnd(entry: Entry, lane: Lane, expected: Plan, plan: Plan): void {
  if (lane === entry.sequence) copyPlan(expected, plan);
  else if (!plan.dropped) lane.step(plan, true);
}

/** What the strategy alone does to the call. */
function stepApart(entry: Entry, untouched: Plan): Change | undefined {
  let change: Change | undefined;
  for (const lane of entry.apart) {
    const made = lane.step(untouched, false);
    if (lane === entry.alone) change = made;
  }
  return change;
}
