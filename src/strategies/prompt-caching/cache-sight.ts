import type { PlannedCall, SentTokens, StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { promptTokens } from '../../model/usage.ts';
import { availableAt } from '../../patterns/caching/cache-scopes.ts';
import { textScale } from '../../patterns/caching/text-scale.ts';
import { sentTokens } from '../prompts/sent-prompt.ts';
import { Caches, type CacheTerms, NO_TERMS } from './cache-terms.ts';
import type { PrefixUse } from './seen-prefixes.ts';

export const READABLE = ['begun', 'complete'] as const;

export interface SightOptions {
  readonly ttl: string;
  readonly readable: string;
  readonly unstatedLifetime: string;
  readonly unstatedMinimum: number;
}

/** A call as a cache sees it; valid until the next one. */
export interface Sight {
  readonly terms: CacheTerms;
  readonly use: PrefixUse;
  /** Tokens of the whole prompt as billed, and per o200k_base token of its text. */
  readonly prompt: number;
  readonly scale: number;
  readonly sentTokens: SentTokens | undefined;
}

export type Usable = Pick<PlannedCall, 'original' | 'model' | 'provider' | 'tier' | 'usage' | 'sentTokens'>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Which cache a call uses, when and for how long. Calls must come in time order. */
export class CacheSights {
  readonly #context: StrategyContext;
  readonly #caches: Caches;
  readonly #options: SightOptions;
  /** One for all calls. */
  readonly #sight: Mutable<Omit<Sight, 'use'>> & { readonly use: Mutable<PrefixUse> } = {
    terms: NO_TERMS,
    use: { cache: 0, node: -1, time: 0, availableAt: 0, lifetimeMs: 0 },
    prompt: 0,
    scale: 0,
    sentTokens: undefined,
  };
  /** Calls whose age in a cache cannot be told. */
  untimed = 0;

  constructor(context: StrategyContext, options: SightOptions) {
    this.#context = context;
    this.#options = options;
    const { ttl, unstatedLifetime: lifetime, unstatedMinimum: minimum } = options;
    this.#caches = new Caches(context.models, ttl, { lifetime, minimum });
  }

  /** Undefined for calls that no prompt cache has to do with: batches share none reliably, failed calls may have left nothing. */
  of(planned: Usable): Sight | undefined {
    const { original, tier, usage } = planned;
    if (original.prompt < 0 || original.failed || original.usageBasis === 'none') return undefined;
    if (tier === 'batch' || original.endpoint === 'embedding') return undefined;
    const prompt = promptTokens(usage);
    const base = sentTokens(this.#context.prompts, planned, original.prompt);
    if (prompt === 0 || base === 0) return undefined;
    if (Number.isNaN(original.time) && !this.#caches.isUnlimited) {
      this.untimed++;
      return undefined;
    }
    const terms = this.#caches.of(planned);
    const scale = terms.scope === undefined ? prompt / base : textScale(prompt, base, terms.scope.mode);
    const sight = this.#sight;
    sight.terms = terms;
    sight.prompt = prompt;
    sight.scale = scale;
    sight.sentTokens = planned.sentTokens;
    this.#take(terms, original);
    return sight;
  }

  isLong(terms: CacheTerms, call: Call): boolean {
    return this.#caches.isLong(terms, call);
  }

  #take(terms: CacheTerms, call: Call): void {
    const { use } = this.#sight;
    use.cache = terms.number;
    use.node = call.prompt;
    use.lifetimeMs = this.#caches.lifetime(terms, call);
    // Where nothing expires only the order counts of calls without a time.
    const isTimed = !Number.isNaN(call.time);
    if (isTimed) use.time = call.time;
    use.availableAt = !isTimed
      ? use.time
      : this.#options.readable === 'complete'
        ? completeAt(call)
        : availableAt(call);
  }
}

/** When the whole answer was there, as far as the log says. */
function completeAt({ time, latencyMs, timeToFirstTokenMs }: Call): number {
  if (!Number.isNaN(latencyMs)) return time + latencyMs;
  return Number.isNaN(timeToFirstTokenMs) ? time : time + timeToFirstTokenMs;
}
