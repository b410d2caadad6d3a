import type { Call } from '../../model/call.ts';
import { addTokens, billedTokens, NO_TOKENS } from '../../model/usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { type ModelKey, modelKey } from './model-key.ts';
import { addSum, emptySum, type UseSum } from './use-sum.ts';

const HOUR_MS = 3_600_000;

/** The log's calls of one hour and model. */
export interface HourUse extends ModelKey {
  /** UTC milliseconds of the hour's start; NaN for calls without a time. */
  readonly hour: number;
  readonly sum: UseSum;
}

/** Sums a log by the hour and model, so that days can be cut in any zone. Calls that a cache answered are no provider's. */
export class LogUse {
  readonly #book: PriceBook;
  readonly #uses = new Map<string, HourUse>();
  readonly #keys = new Map<string, ModelKey>();
  cacheHits = 0;

  constructor(book: PriceBook) {
    this.#book = book;
  }

  /** `costUsd` NaN: unknown. */
  add(call: Call, costUsd: number): void {
    if (call.cacheHit) {
      this.cacheHits++;
      return;
    }
    const hour = Math.floor(call.time / HOUR_MS) * HOUR_MS;
    const { sum } = this.#useOf(this.#keyOf(call), hour);
    sum.requests = (sum.requests ?? 0) + 1;
    const isUnknown = Number.isNaN(costUsd);
    if (isUnknown) sum.unpricedCalls++;
    else sum.costUsd = (sum.costUsd ?? 0) + costUsd;
    if (call.usageBasis === 'none') return;
    sum.tokens = addTokens(sum.tokens ?? NO_TOKENS, call.usage);
    if (call.tier === 'batch') sum.batchTokens += billedTokens(call.usage);
  }

  uses(): readonly HourUse[] {
    return [...this.#uses.values()];
  }

  #keyOf({ model, requestedModel, provider, time }: Call): ModelKey {
    const name = model || requestedModel;
    const text = `${provider}\n${name}`;
    let key = this.#keys.get(text);
    if (key === undefined) {
      key = modelKey(this.#book, name, provider, time);
      this.#keys.set(text, key);
    }
    return key;
  }

  #useOf(key: ModelKey, hour: number): HourUse {
    const text = `${hour} ${key.provider} ${key.model}`;
    let use = this.#uses.get(text);
    if (use === undefined) {
      use = { ...key, hour, sum: emptySum() };
      this.#uses.set(text, use);
    }
    return use;
  }
}

/** The sum of some hours. */
export function sumOf(uses: readonly HourUse[]): UseSum | undefined {
  if (uses.length === 0) return undefined;
  const total = emptySum();
  for (const { sum } of uses) addSum(total, sum);
  return total;
}
