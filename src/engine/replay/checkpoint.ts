import type { SentTokens } from '../../contracts/strategy.ts';
import type { ServiceTier } from '../../model/call.ts';
import type { StrategyResult } from '../../model/report.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { isAsLogged, type Plan } from './replay-plan.ts';

/** What strategies say for themselves, and the parts of their costs that are due or refused; US dollars. */
export interface Prefix {
  readonly strategies: readonly StrategyResult[];
  readonly standingUsd: number;
  readonly unservedUsd: number;
}

/** Where a call would go. */
interface Destination {
  readonly model: string;
  readonly provider: string;
  readonly tier: ServiceTier;
}

const STRIDE = 8;
const DROPPED = 1;
const OTHER_PROMPT = 2;
const OWN_USAGE = 4;
const SENT = 8;
const RISKS_SHIFT = 4;

/** Changed calls that are worth their memory, about 80 bytes each. */
const MOST_CALLS = 3_000_000;

/**
 * What the first strategies of a replay left of every call, so that those after them can be replayed without them. Only
 * calls that were changed take space.
 */
export class Checkpoint {
  /** Number of strategies whose work it holds. */
  readonly at: number;
  /** Set once the replay is over; undefined as long as it cannot be used. */
  prefix: Prefix | undefined;
  #size = 0;
  #calls = new Uint32Array(1024);
  #codes = new Uint32Array(1024);
  /** US dollars, tokens by kind, destination. */
  #numbers = new Float64Array(STRIDE * 1024);
  /** By row. */
  readonly #sent = new Map<number, SentTokens>();
  readonly #destinations: Destination[] = [];
  #isFull = false;

  constructor(at: number) {
    this.at = at;
  }

  /** Calls that were changed. */
  get size(): number {
    return this.#size;
  }

  /** False when more calls were changed than are kept. */
  get isWhole(): boolean {
    return !this.#isFull;
  }

  /** Calls come in time order. `usd`: US dollars of the call as it was. */
  keep(plan: Plan, usd: number): void {
    const { original, usage, dropped, hasOtherPrompt, sentTokens, risks } = plan;
    if (!dropped && sentTokens === undefined && risks === 0 && isAsLogged(plan, usd)) return;
    const isOwn = usage === original.usage;
    if (this.#size === this.#calls.length) this.#grow();
    if (this.#isFull) return;
    const row = this.#size++;
    this.#calls[row] = original.index;
    this.#codes[row] =
      (dropped ? DROPPED : 0) |
      (hasOtherPrompt ? OTHER_PROMPT : 0) |
      (isOwn ? OWN_USAGE : 0) |
      (sentTokens !== undefined ? SENT : 0) |
      (risks << RISKS_SHIFT);
    this.#setNumbers(STRIDE * row, plan);
    if (sentTokens !== undefined) this.#sent.set(row, sentTokens);
  }

  /** Reads the calls back in time order, once. */
  reader(): (plan: Plan) => void {
    let row = 0;
    return (plan) => {
      const { index, usage } = plan.original;
      while (row < this.#size && this.#calls[row]! < index) row++;
      if (row === this.#size || this.#calls[row] !== index) return;
      const code = this.#codes[row]!;
      const at = STRIDE * row;
      const { model, provider, tier } = this.#destinations[this.#numbers[at + 7]!]!;
      plan.model = model;
      plan.provider = provider;
      plan.tier = tier;
      plan.costUsd = this.#numbers[at]!;
      plan.usage = (code & OWN_USAGE) !== 0 ? usage : this.#usageAt(at);
      plan.dropped = (code & DROPPED) !== 0;
      plan.hasOtherPrompt = (code & OTHER_PROMPT) !== 0;
      plan.sentTokens = (code & SENT) !== 0 ? this.#sent.get(row) : undefined;
      plan.risks = code >>> RISKS_SHIFT;
    };
  }

  #setNumbers(at: number, { costUsd, usage, model, provider, tier }: Plan): void {
    const numbers = this.#numbers;
    numbers[at] = costUsd;
    numbers[at + 1] = usage.input;
    numbers[at + 2] = usage.cacheRead;
    numbers[at + 3] = usage.cacheWrite5m;
    numbers[at + 4] = usage.cacheWrite1h;
    numbers[at + 5] = usage.output;
    numbers[at + 6] = usage.reasoning;
    numbers[at + 7] = this.#destination(model, provider, tier);
  }

  #usageAt(at: number): TokenCounts {
    const numbers = this.#numbers;
    return {
      input: numbers[at + 1]!,
      cacheRead: numbers[at + 2]!,
      cacheWrite5m: numbers[at + 3]!,
      cacheWrite1h: numbers[at + 4]!,
      output: numbers[at + 5]!,
      reasoning: numbers[at + 6]!,
    };
  }

  #destination(model: string, provider: string, tier: ServiceTier): number {
    const all = this.#destinations;
    // There are few, and neighbours often share theirs.
    for (let i = 0; i < all.length; i++) {
      const one = all[i]!;
      if (one.model === model && one.provider === provider && one.tier === tier) return i;
    }
    if (all.length === MOST_DESTINATIONS) this.#isFull = true;
    return all.push({ model, provider, tier }) - 1;
  }

  #grow(): void {
    if (this.#size >= MOST_CALLS) {
      this.#isFull = true;
      return;
    }
    this.#calls = wider(this.#calls, new Uint32Array(2 * this.#size));
    this.#codes = wider(this.#codes, new Uint32Array(2 * this.#size));
    this.#numbers = wider(this.#numbers, new Float64Array(2 * STRIDE * this.#size));
  }
}

/** A log with more models than this has made them up; looking each of them up would take longer than replaying. */
const MOST_DESTINATIONS = 500;

function wider<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
