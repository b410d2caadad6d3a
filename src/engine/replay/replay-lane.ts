import type { Models } from '../../contracts/models.ts';
import type { AnyOptionValues } from '../../contracts/option.ts';
import type { Change, Strategy, StrategyContext, StrategyRun } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { RISKS, type RiskCounts } from '../../model/replayed.ts';
import type { TokenCounts } from '../../model/usage.ts';
import type { Plan } from './replay-plan.ts';
import { CompensatedSum } from './replay-sum.ts';

/** Calls that a strategy counts under one name, and what they saved. */
interface ChangedCalls {
  readonly key: string;
  calls: number;
  readonly saved: CompensatedSum;
}

/** One run of one strategy with one set of options, and what it has done so far. Money is US dollars. */
export class Lane {
  readonly #models: Models;
  readonly #run: StrategyRun | undefined;
  readonly saved = new CompensatedSum();
  readonly own = new CompensatedSum();
  /** What the calls that it refuses would have cost: a part of `saved` that nobody should want. */
  readonly unserved = new CompensatedSum();
  readonly groups = new Map<string, ChangedCalls>();
  #last: ChangedCalls | undefined;
  readonly #risks = new Float64Array(RISKS.length);
  /** Calls that are no longer made, or made differently. */
  changed = 0;
  /** Changes left out because what follows from them has no known price. */
  refused = 0;
  /** The part of `own` that is due however many calls are made. */
  standingUsd = 0;
  /** One line; set when the strategy threw. */
  failure: string | undefined;

  constructor(strategy: Strategy, options: AnyOptionValues, context: StrategyContext) {
    this.#models = context.models;
    this.#run = this.#guard(() => strategy.start(context, options));
  }

  /**
   * Lets the strategy see a call; `keep` hands what it leaves to the next strategy of the sequence. Returns the change,
   * for `follow`.
   */
  step(plan: Plan, keep: boolean): Change | undefined {
    if (this.failure !== undefined || this.#run === undefined) return undefined;
    let change: Change | undefined;
    try {
      change = this.#run.change(plan);
    } catch (error) {
      this.failure = oneLine(error);
    }
    if (change !== undefined) this.#apply(plan, change, keep);
    return change;
  }

  /** As `step`, with a change that another lane of the same strategy made of the very same call. */
  follow(plan: Plan, change: Change | undefined): void {
    if (change !== undefined) this.#apply(plan, change, true);
  }

  /** Lets the strategy see a call that has no price. */
  observe(call: Call): void {
    if (this.failure === undefined) this.#guard(() => this.#run?.observe?.(call));
  }

  /** Once, after the last call: what is due for the log's whole time. */
  close(days: number): void {
    if (this.failure !== undefined) return;
    const usd = this.#guard(() => this.#run?.standingUsd?.(days)) ?? 0;
    if (usd === 0) return;
    if (!isPrice(usd)) {
      this.failure ??=
        'what it costs however many calls are made cannot be known: the log has no times, or only one';
      return;
    }
    this.standingUsd = usd;
    this.own.add(usd);
    this.saved.add(-usd);
  }

  assumptions(): readonly string[] {
    return this.#guard(() => this.#run?.assumptions()) ?? [];
  }

  metrics(): ReturnType<NonNullable<StrategyRun['metrics']>> {
    return this.#guard(() => this.#run?.metrics?.()) ?? [];
  }

  views(): ReturnType<NonNullable<StrategyRun['views']>> {
    return this.#guard(() => this.#run?.views?.()) ?? [];
  }

  risks(): RiskCounts {
    return riskCounts(this.#risks);
  }

  /** True once it has moved any money or call, so that what came after it depends on it. */
  get hasEffect(): boolean {
    return this.changed > 0 || this.own.value !== 0;
  }

  /** True once a caller may notice it. */
  get hasRisk(): boolean {
    return this.#risks.some((calls) => calls > 0);
  }

  #apply(plan: Plan, change: Change, keep: boolean): void {
    const ownUsd = this.#ownCost(change);
    const model = change.model ?? plan.model;
    const provider = change.provider ?? plan.provider;
    const tier = change.tier ?? plan.tier;
    const usage = change.usage ?? plan.usage;
    const isDropped = change.drop === true;
    const isChanged =
      isDropped ||
      model !== plan.model ||
      provider !== plan.provider ||
      tier !== plan.tier ||
      (change.billedUsd ?? plan.costUsd) !== plan.costUsd ||
      !sameTokens(usage, plan.usage);
    let afterUsd = plan.costUsd;
    if (isDropped) afterUsd = 0;
    else if (change.billedUsd !== undefined) afterUsd = change.billedUsd;
    else if (isChanged)
      afterUsd = this.#models.cost({ model, provider, time: plan.original.time, tier, usage });
    if (!isPrice(afterUsd) || !isPrice(ownUsd)) {
      this.refused++;
      return;
    }
    const savedUsd = plan.costUsd - afterUsd - ownUsd;
    this.saved.add(savedUsd);
    if (ownUsd !== 0) this.own.add(ownUsd);
    if (isDropped && change.risk === 'refused') this.unserved.add(plan.costUsd);
    if (isChanged) this.changed++;
    this.#count(change.group ?? '', savedUsd);
    const risk = change.risk === undefined ? -1 : RISKS.indexOf(change.risk);
    if (risk >= 0) this.#risks[risk]!++;
    if (!keep) return;
    if (risk >= 0) plan.risks |= 1 << risk;
    plan.model = model;
    plan.provider = provider;
    plan.tier = tier;
    plan.usage = usage;
    plan.costUsd = afterUsd;
    plan.dropped = isDropped;
    plan.hasOtherPrompt ||= change.hasOtherPrompt === true;
    plan.sentTokens = change.sentTokens ?? plan.sentTokens;
  }

  #ownCost(change: Change): number {
    let usd = change.addedUsd ?? 0;
    if (change.added !== undefined) {
      for (const billable of change.added) usd += this.#models.cost(billable);
    }
    return usd;
  }

  #count(key: string, savedUsd: number): void {
    // Most strategies put call after call into one row.
    const group = this.#last?.key === key ? this.#last : this.#rowOf(key);
    this.#last = group;
    group.calls++;
    group.saved.add(savedUsd);
  }

  #rowOf(key: string): ChangedCalls {
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { key, calls: 0, saved: new CompensatedSum() };
      this.groups.set(key, group);
    }
    return group;
  }

  #guard<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.failure = oneLine(error);
      return undefined;
    }
  }
}

export function riskCounts(counts: ArrayLike<number>): RiskCounts {
  return Object.fromEntries(RISKS.map((risk, i) => [risk, counts[i] ?? 0])) as unknown as RiskCounts;
}

/** A cost that can be counted: a change that leads to any other is refused, never taken for 0. */
function isPrice(usd: number): boolean {
  return Number.isFinite(usd) && usd >= 0;
}

function sameTokens(a: TokenCounts, b: TokenCounts): boolean {
  return (
    a === b ||
    (a.input === b.input &&
      a.cacheRead === b.cacheRead &&
      a.cacheWrite5m === b.cacheWrite5m &&
      a.cacheWrite1h === b.cacheWrite1h &&
      a.output === b.output &&
      a.reasoning === b.reasoning)
  );
}

const REASON_CHARACTERS = 200;

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .slice(0, 4 * REASON_CHARACTERS)
    .replace(/\s+/g, ' ')
    .trim();
  return line === '' ? 'it threw an error without a message' : line.slice(0, REASON_CHARACTERS);
}
