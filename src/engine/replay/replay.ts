import type { AnyOptionValues } from '../../contracts/option.ts';
import type { Change, Strategy, StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import type { Outcome, Report, StrategyResult } from '../../model/report.ts';
import { Lane, newPlan, type Plan, resetPlan } from './replay-lane.ts';
import { NeedsMet } from './replay-needs.ts';
import { CompensatedSum } from './replay-sum.ts';

/** A strategy the user chose, with every option set. */
export interface Choice {
  readonly strategy: Strategy;
  readonly options: AnyOptionValues;
}

export interface ReplayResult {
  readonly strategies: readonly StrategyResult[];
  readonly combined: Report['combined'];
}

/** Why a strategy takes no part. */
interface Exclusion {
  readonly status: Extract<Outcome, 'failed' | 'notApplicable'>;
  readonly reason: string;
}

interface Entry {
  readonly choice: Choice;
  readonly sequence: Lane;
  /** The same lane as `sequence` for the first strategy: what comes first sees every call as it was. */
  readonly alone: Lane;
  readonly sweep: readonly {
    readonly option: string;
    readonly value: number | string;
    readonly lane: Lane;
  }[];
  /** `alone` and the sweep without repetition and without `sequence`. */
  readonly apart: readonly Lane[];
  /** Set when the log has met the strategy's needs: before that it is shown nothing, so it cannot change anything. */
  isReady: boolean;
}

/** Visits every call in time order with its cost in US dollars (NaN when unpriced); the same calls every time it is called. */
export type CallPass = (see: (call: Call, costUsd: number) => void) => void;

/**
 * Replays the calls through the chosen strategies. One pass is enough, unless a strategy throws that had already changed
 * calls: then the pass is repeated without it, so that the others report what they would have reported had it never
 * been chosen.
 */
export function replay(choices: readonly Choice[], context: StrategyContext, pass: CallPass): ReplayResult {
  const excluded = new Map<number, Exclusion>();
  for (;;) {
    const run = new Replay(choices, context, excluded);
    pass((call, costUsd) => run.see(call, costUsd));
    const result = run.finish();
    const disturbing = run.disturbing();
    if (disturbing.size === 0) return result;
    for (const [order, exclusion] of disturbing) excluded.set(order, exclusion);
  }
}

/** One pass: the sequence, each strategy alone and each value of its sweeps, side by side. Memory does not grow with the calls. */
export class Replay {
  readonly #choices: readonly Choice[];
  readonly #entries: readonly (Entry | undefined)[];
  readonly #excluded: ReadonlyMap<number, Exclusion>;
  readonly #total = new CompensatedSum();
  readonly #needs: NeedsMet;
  #plan: Plan | undefined;
  #untouched: Plan | undefined;

  constructor(
    choices: readonly Choice[],
    context: StrategyContext,
    excluded: ReadonlyMap<number, Exclusion> = new Map(),
  ) {
    this.#choices = choices;
    this.#needs = new NeedsMet(context.prompts);
    this.#excluded = excluded;
    let isFirst = true;
    this.#entries = choices.map((choice, order) => {
      if (excluded.has(order)) return undefined;
      const entry = openEntry(choice, context, isFirst);
      isFirst = false;
      return entry;
    });
  }

  /**
   * Calls in time order with their cost in US dollars. An unpriced call (NaN) stays out on both sides, and one that the
   * caller's own cache answered cannot be made cheaper: neither is shown to a strategy.
   */
  see(call: Call, costUsd: number): void {
    this.#needs.see(call, costUsd);
    if (Number.isNaN(costUsd)) return;
    this.#total.add(costUsd);
    if (call.cacheHit) return;
    this.#plan ??= newPlan(call, costUsd);
    this.#untouched ??= newPlan(call, costUsd);
    resetPlan(this.#plan, call, costUsd);
    resetPlan(this.#untouched, call, costUsd);
    for (const entry of this.#entries) {
      if (entry === undefined || failureOf(entry) !== undefined) continue;
      entry.isReady ||= this.#needs.has(entry.choice.strategy.needs);
      if (!entry.isReady) continue;
      const change = this.#stepApart(entry);
      if (this.#plan.dropped) continue;
      // What comes to the same call by the same rule need not be worked out again.
      const isSame =
        entry.choice.strategy.isStateless && entry.alone !== entry.sequence && isUntouched(this.#plan, call);
      if (isSame) entry.sequence.follow(this.#plan, change);
      else entry.sequence.step(this.#plan, true);
    }
  }

  /** What the strategy alone does to the call. */
  #stepApart(entry: Entry): Change | undefined {
    let change: Change | undefined;
    for (const lane of entry.apart) {
      const made = lane.step(this.#untouched!, false);
      if (lane === entry.alone) change = made;
    }
    return change;
  }

  /** Call once, after the last call. Next strategies start from exactly what the one before left. */
  finish(): ReplayResult {
    const totalUsd = this.#total.value;
    let usd = totalUsd;
    const strategies = this.#choices.map((choice, index) => {
      const result = this.#result(choice, index, usd, totalUsd);
      usd = result.afterUsd;
      return result;
    });
    const savedUsd = totalUsd - usd;
    const share = totalUsd > 0 ? savedUsd / totalUsd : 0;
    return { strategies, combined: { beforeUsd: totalUsd, afterUsd: usd, savedUsd, share } };
  }

  /** After `finish`: strategies without a result whose effect later strategies have seen, by position. */
  disturbing(): Map<number, Exclusion> {
    const found = new Map<number, Exclusion>();
    this.#entries.forEach((entry, index) => {
      const isLast = index === this.#entries.length - 1;
      const exclusion = this.#exclusion(index);
      if (entry !== undefined && exclusion !== undefined && entry.sequence.hasEffect && !isLast)
        found.set(index, exclusion);
    });
    return found;
  }

  #exclusion(index: number): Exclusion | undefined {
    const known = this.#excluded.get(index);
    if (known !== undefined) return known;
    const failure = failureOf(this.#entries[index]!);
    if (failure !== undefined) return { status: 'failed', reason: failure };
    const missing = this.#needs.missing(this.#choices[index]!.strategy.needs);
    return missing === null ? undefined : { status: 'notApplicable', reason: missing };
  }

  #result({ strategy, options }: Choice, index: number, beforeUsd: number, totalUsd: number): StrategyResult {
    const entry = this.#entries[index];
    // Asked for first, because a strategy that throws here has failed like any other.
    const said = entry?.sequence.assumptions() ?? [];
    const exclusion = this.#exclusion(index);
    const basis = typeof strategy.basis === 'function' ? strategy.basis(options) : strategy.basis;
    const frame = {
      strategy: strategy.id,
      title: strategy.title,
      basis,
      order: index + 1,
      beforeUsd,
      options,
    };
    if (exclusion !== undefined || entry === undefined) {
      return {
        ...frame,
        status: exclusion?.status ?? 'failed',
        reason: exclusion?.reason ?? null,
        ...NOTHING,
        afterUsd: beforeUsd,
      };
    }
    const { sequence, alone } = entry;
    const afterUsd = beforeUsd - sequence.saved.value;
    const alonesUsd = (lane: Lane): number => totalUsd - (totalUsd - lane.saved.value);
    return {
      ...frame,
      status: sequence.hasEffect || alone.hasEffect ? 'found' : 'clean',
      reason: null,
      afterUsd,
      savedUsd: beforeUsd - afterUsd,
      aloneSavedUsd: alonesUsd(alone),
      ownCostUsd: sequence.own.value,
      callsChanged: sequence.changed,
      assumptions: sequence.refused === 0 ? said : [...said, refusedText(sequence.refused)],
      sweep: entry.sweep.map(({ option, value, lane }) => ({ option, value, savedUsd: alonesUsd(lane) })),
      groups: groupsOf(sequence),
    };
  }
}

const NOTHING = {
  savedUsd: 0,
  aloneSavedUsd: 0,
  ownCostUsd: 0,
  callsChanged: 0,
  assumptions: [],
  sweep: [],
  groups: [],
} as const;

/** Nothing that an earlier strategy can change has been changed. */
function isUntouched(plan: Plan, call: Call): boolean {
  return (
    plan.usage === call.usage &&
    plan.model === call.model &&
    plan.provider === call.provider &&
    plan.tier === call.tier
  );
}

function refusedText(changes: number): string {
  return `${changes} changes are left out because a price they lead to is unknown`;
}

function openEntry(choice: Choice, context: StrategyContext, isFirst: boolean): Entry {
  const { strategy, options } = choice;
  const sequence = new Lane(strategy, options, context);
  const alone = isFirst ? sequence : new Lane(strategy, options, context);
  const sweep = strategy.sweeps.flatMap(({ option, values }) =>
    values.map((value) => {
      const isChosen = options[option] === value;
      const lane = isChosen ? alone : new Lane(strategy, { ...options, [option]: value }, context);
      return { option, value, lane };
    }),
  );
  const apart = new Set([alone, ...sweep.map(({ lane }) => lane)]);
  apart.delete(sequence);
  return { choice, sequence, alone, sweep, apart: [...apart], isReady: false };
}

/** A strategy that throws in any of its runs is not trusted in the others. */
function failureOf(entry: Entry): string | undefined {
  if (entry.sequence.failure !== undefined) return entry.sequence.failure;
  for (const lane of entry.apart) if (lane.failure !== undefined) return lane.failure;
  return undefined;
}

/** Largest savings first; what a strategy did not name has the key ''. */
function groupsOf(lane: Lane): StrategyResult['groups'] {
  if (lane.groups.size === 1 && lane.groups.has('')) return [];
  return [...lane.groups]
    .map(([key, { calls, saved }]) => ({ key, calls, savedUsd: saved.value }))
    .sort((a, b) => b.savedUsd - a.savedUsd || (a.key < b.key ? -1 : 1));
}
