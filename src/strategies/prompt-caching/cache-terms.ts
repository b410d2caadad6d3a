import type { Models } from '../../contracts/models.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { durationMs } from '../../model/duration.ts';
import {
  type CacheScope,
  CacheScopes,
  FIVE_MINUTES_MS,
  HOUR_MS,
  learn,
  lifetimeOf,
} from '../../patterns/caching/cache-scopes.ts';
import { type Priced, promptRates } from '../../patterns/caching/prompt-rates.ts';
import { Names } from '../../patterns/columns/names.ts';

export const TTLS = ['provider', '5m', '1h', 'unlimited'] as const;

/** One provider's cache for one model, and what using it costs. */
export interface CacheTerms {
  /** Tells caches apart, those of unknown models too. */
  readonly number: number;
  /** Undefined where the model or its price for cached tokens is unknown: what it would serve can be seen, not priced. */
  readonly scope: CacheScope | undefined;
  /** Writing costs more than plain input, so that it must be worth it. */
  readonly paysWrites: boolean;
  readonly hasHour: boolean;
  /** Reads of what was written that make up for writing it, for the default lifetime and for an hour. */
  readonly worth5m: number;
  readonly worth1h: number;
}

/** Of a cache about which nothing is known. */
export const NO_TERMS: CacheTerms = {
  number: -1,
  scope: undefined,
  paysWrites: false,
  hasHour: false,
  worth5m: 0,
  worth1h: 0,
};

/** The cache that each call can use, and for how long. `unstated`: a duration, and tokens, where the provider names none. */
export class Caches {
  readonly #models: Models;
  readonly #scopes: CacheScopes;
  readonly #ttl: string;
  readonly #unstatedMs: number;
  readonly #terms: CacheTerms[] = [];
  readonly #unknown = new Map<number, CacheTerms>();
  readonly #names = new Names();

  constructor(
    models: Models,
    ttl: string,
    unstated: { readonly lifetime: string; readonly minimum: number },
  ) {
    this.#models = models;
    this.#scopes = new CacheScopes(models, unstated.minimum);
    this.#ttl = ttl;
    this.#unstatedMs = durationMs(unstated.lifetime);
  }

  get isUnlimited(): boolean {
    return this.#ttl === 'unlimited';
  }

  /** The cache of the model that the call goes to as planned. */
  of(planned: Pick<PlannedCall, 'original' | 'model' | 'provider' | 'usage'>): CacheTerms {
    const { original, model, provider, usage } = planned;
    const call = { model, provider, time: original.time, tier: 'standard', usage } as const;
    const scope = this.#scopes.of(call);
    if (scope === undefined) return this.#unknownOf(model, provider);
    if (usage === original.usage) learn(scope, original);
    this.#terms[scope.number] ??= this.#open(scope, call);
    return this.#terms[scope.number]!;
  }

  /** Milliseconds that what the call uses stays cached after its last use. */
  lifetime({ scope, hasHour }: CacheTerms, call: Call): number {
    if (this.#ttl === 'unlimited') return Number.POSITIVE_INFINITY;
    if (scope === undefined) return this.#ttl === 'provider' ? this.#unstatedMs : durationMs(this.#ttl);
    if (this.#ttl === 'provider' || !hasHour || isCached(call))
      return lifetimeOf(scope, call, this.#unstatedMs);
    return this.#ttl === '1h' ? HOUR_MS : FIVE_MINUTES_MS;
  }

  /** Whether what the call writes is billed as kept for an hour. */
  isLong({ hasHour }: CacheTerms, call: Call): boolean {
    if (!hasHour) return false;
    if (isCached(call)) return call.usage.cacheWrite1h > 0;
    return this.#ttl === 'provider' ? call.cacheTtl === '1h' : this.#ttl !== '5m';
  }

  #open(scope: CacheScope, call: Priced): CacheTerms {
    const plain = { ...call.usage, input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
    const { input, cacheRead, cacheWrite5m, cacheWrite1h } = promptRates(this.#models, {
      ...call,
      usage: plain,
    });
    const gain = input - cacheRead;
    return {
      number: 2 * scope.number,
      scope,
      paysWrites: cacheWrite5m > input,
      hasHour: !Number.isNaN(cacheWrite1h),
      worth5m: (cacheWrite5m - input) / gain,
      worth1h: (cacheWrite1h - input) / gain,
    };
  }

  #unknownOf(model: string, provider: string): CacheTerms {
    const name = this.#names.id(`${provider.length} ${provider}${model}`);
    let terms = this.#unknown.get(name);
    if (terms === undefined) {
      terms = { ...NO_TERMS, number: 2 * name + 1 };
      this.#unknown.set(name, terms);
    }
    return terms;
  }
}

/** Whether the log shows that the call read from a cache or wrote to it. */
export function isCached({ usage }: Pick<Call, 'usage'>): boolean {
  return usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h > 0;
}
