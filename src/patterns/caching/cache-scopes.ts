import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import type { ModelInfo } from '../../model/price.ts';
import { type Priced, promptRates } from './prompt-rates.ts';

const MINUTE_MS = 60_000;
/** Anthropic's two lifetimes (BILLING 2). */
export const FIVE_MINUTES_MS = 5 * MINUTE_MS;
export const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The largest minimum that any provider states for any model (BILLING 2): nothing shorter is claimed where none is known. */
const LARGEST_MINIMUM = 4096;

/** `explicit`: nothing is cached unless the request asks for it (Anthropic, Alibaba's and MiniMax's paid writes). */
export type CacheMode = 'automatic' | 'explicit';

/** One prompt cache: a prefix cached for one model is of no use to another (Anthropic and OpenAI docs, "Prompt caching"). */
export interface CacheScope {
  readonly number: number;
  readonly provider: string;
  readonly model: string;
  readonly mode: CacheMode;
  readonly isMinimumKnown: boolean;
  readonly step: number;
  /** Smallest prefix that is cached, in tokens: the book's, or what the log shows where the book has none. */
  minimum: number;
  /** Whether any call so far read from the cache: until then the log may not be telling. */
  hasReads: boolean;
  /** Whether any call so far read, wrote or asked for caching. */
  hasCaching: boolean;
  /** Of a call that asks for nothing, in seconds; NaN when the provider's own rule depends on the call. */
  readonly statedLifetimeMs: number;
}

/** Finds the cache a call can use. Names come from logs; as many as there are models under their providers. */
export class CacheScopes {
  readonly #models: Models;
  readonly #unstatedMinimum: number;
  readonly #scopes = new Map<string, CacheScope>();
  readonly #byName = new Map<string, CacheScope | undefined>();
  #model = '';
  #provider = '';
  #last: CacheScope | undefined;

  /** `unstatedMinimum`: tokens, where the book has no minimum. */
  constructor(models: Models, unstatedMinimum = LARGEST_MINIMUM) {
    this.#models = models;
    this.#unstatedMinimum = unstatedMinimum;
  }

  /** Undefined when the model is unknown or has no price for cached tokens: nothing can be said then. */
  of(call: Priced): CacheScope | undefined {
    if (call.model === this.#model && call.provider === this.#provider) return this.#last;
    const name = `${call.provider.length} ${call.provider}${call.model}`;
    let scope = this.#byName.get(name);
    if (scope === undefined && !this.#byName.has(name)) {
      scope = this.#open(call);
      this.#byName.set(name, scope);
    }
    this.#model = call.model;
    this.#provider = call.provider;
    this.#last = scope;
    return scope;
  }

  #open(call: Priced): CacheScope | undefined {
    const info = this.#models.info(call.model, call.provider, call.time);
    if (info === undefined) return undefined;
    const standard = { ...call, tier: 'standard', usage: { ...call.usage, input: 1 } } as const;
    const { input, cacheRead, cacheWrite5m } = promptRates(this.#models, standard);
    if (!(cacheRead < input)) return undefined;
    const name = `${info.provider}/${info.id}`;
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      const isPaid = cacheWrite5m > input && info.cacheTtlSeconds === undefined;
      scope = {
        number: this.#scopes.size,
        provider: info.provider,
        model: info.id,
        mode: isPaid || info.tokenizerFamily.startsWith('claude') ? 'explicit' : 'automatic',
        isMinimumKnown: info.cacheMinTokens > 0,
        step: Math.max(1, info.cacheStepTokens),
        minimum: info.cacheMinTokens > 0 ? info.cacheMinTokens : this.#unstatedMinimum,
        hasReads: false,
        hasCaching: false,
        statedLifetimeMs: statedLifetime(info),
      };
      this.#scopes.set(name, scope);
    }
    return scope;
  }
}

function statedLifetime({ cacheTtlSeconds }: ModelInfo): number {
  return cacheTtlSeconds === undefined ? Number.NaN : cacheTtlSeconds * 1000;
}

/** Takes in what a call tells of the cache. What was read or written is at least the minimum, whatever the book says. */
export function learn(scope: CacheScope, { usage, cacheTtl }: Pick<Call, 'usage' | 'cacheTtl'>): void {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = usage;
  const cached = cacheRead + cacheWrite5m + cacheWrite1h;
  if (cacheRead > 0) scope.hasReads = true;
  if (cached > 0 || cacheTtl !== '') scope.hasCaching = true;
  if (cached > 0 && cached < scope.minimum) scope.minimum = cached;
}

/**
 * How long what the call used stays cached, in milliseconds (BILLING 2): what the call asked or paid for, else what the
 * book states for the model, else Anthropic's five minutes, else `unstated`.
 */
export function lifetimeOf(
  scope: CacheScope,
  { cacheTtl, usage }: Pick<Call, 'usage' | 'cacheTtl'>,
  unstatedMs: number,
): number {
  if (cacheTtl === '24h') return DAY_MS;
  if (cacheTtl === '1h' || usage.cacheWrite1h > 0) return HOUR_MS;
  if (!Number.isNaN(scope.statedLifetimeMs)) return scope.statedLifetimeMs;
  return scope.mode === 'explicit' ? FIVE_MINUTES_MS : unstatedMs;
}

/** How much of a prefix of this many tokens the cache serves. */
export function cacheable(scope: CacheScope, tokens: number): number {
  if (tokens < scope.minimum) return 0;
  return Math.floor(tokens) - (Math.floor(tokens) % scope.step);
}

/**
 * Automatic caches promise nothing: calls are spread over machines, and entries go when room is needed (OpenAI docs, "Prompt
 * caching"). Where no larger share of the calls misses, caching works. Own choice.
 */
const USUAL_MISSES = 0.2;

/** Whether an automatic cache served as many as can be expected of the calls for which it held something. */
export function isUsuallyServed(missed: number, held: number): boolean {
  return missed <= USUAL_MISSES * held;
}

/** When what a call wrote can be read: once its answer has begun (Anthropic docs, "Prompt caching": concurrent requests). */
export function availableAt({ time, timeToFirstTokenMs, latencyMs }: Call): number {
  const wait = Number.isNaN(timeToFirstTokenMs) ? latencyMs : timeToFirstTokenMs;
  return Number.isNaN(wait) ? time : time + wait;
}
