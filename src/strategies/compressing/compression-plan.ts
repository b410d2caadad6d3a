import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall, SentTokens } from '../../contracts/strategy.ts';
import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { cacheable, withoutTokens } from '../prompts/billed-prompt.ts';
import { billedScale } from '../prompts/sent-prompt.ts';
import type { RemovableTokens } from './removable-tokens.ts';

/** What is best for one call: the usage it leads to and which way of compressing its prefix got, if any. */
export interface CompressionPlan {
  readonly usage: TokenCounts;
  /** Position of the chosen way in the list; -1 when the prefix stays as it is. */
  readonly way: number;
  /** The last node of that prefix; -1 when there is none. */
  readonly prefix: number;
  /** Billed tokens per base token of this call. */
  readonly scale: number;
  /** True when some way could shorten the prefix, but the cached original costs less. */
  readonly isCachedCheaper: boolean;
  readonly sentTokens: SentTokens;
}

/**
 * Decides, call by call, whether to shorten the part of the prompt that the provider's cache serves, or could serve:
 * the leading system prompts and tool schemas when the log shows no caching. It is shortened only when that costs less
 * than a cache hit on the original; what follows the prefix is always shortened.
 */
export class CompressionPlanner {
  readonly #prompts: Prompts;
  readonly #models: Models;
  readonly #ways: readonly RemovableTokens[];
  readonly #tail: RemovableTokens | undefined;

  /** `ways` compete for the prefix; `tail` shortens what follows it. */
  constructor(
    prompts: Prompts,
    models: Models,
    ways: readonly RemovableTokens[],
    tail: RemovableTokens | undefined,
  ) {
    this.#prompts = prompts;
    this.#models = models;
    this.#ways = ways;
    this.#tail = tail;
  }

  /** undefined when nothing of the prompt can go. */
  plan(planned: PlannedCall): CompressionPlan | undefined {
    const leaf = planned.original.prompt;
    if (leaf < 0 || !(this.#canShorten(leaf) || (this.#tail?.upTo(leaf) ?? 0) > 0)) return undefined;
    const { usage } = planned;
    const base = this.#prompts.tokens(leaf);
    const info = this.#models.info(planned.model, planned.provider, planned.original.time);
    const scale = billedScale(promptTokens(usage), base, info);
    if (!(scale > 0)) return undefined;
    const prefix = this.#prefixNode(planned, leaf, scale);
    const behind = this.#tail?.before(leaf, prefix, scale) ?? nothing;
    let removed = behind;
    let chosen = -1;
    const hasChoice = this.#canShorten(prefix);
    if (hasChoice) {
      let cached = this.#asHit(planned, info, prefix, scale);
      let bestUsd = this.#cost(planned, withoutTokens(cached, removed, info));
      if (!Number.isFinite(bestUsd)) {
        // What a cache hit costs is unknown: the call as it was billed is the measure.
        cached = usage;
        bestUsd = this.#cost(planned, withoutTokens(cached, removed, info));
      }
      for (let index = 0; index < this.#ways.length; index++) {
        const way = this.#ways[index]!;
        if (way.upTo(prefix) === 0) continue;
        const whole =
          way === this.#tail ? way.before(leaf, -1, scale) : both(way.before(prefix, -1, scale), behind);
        const usd = this.#cost(planned, withoutTokens(cached, whole, info));
        if (!(usd < bestUsd)) continue;
        bestUsd = usd;
        removed = whole;
        chosen = index;
      }
    }
    return {
      usage: withoutTokens(usage, removed, info),
      way: chosen,
      prefix,
      scale,
      isCachedCheaper: hasChoice && chosen < 0,
      sentTokens: this.#sentTokens(this.#ways[chosen], prefix),
    };
  }

  /** Of the prompt when `way`, if any, shortens the prefix. */
  #sentTokens(way: RemovableTokens | undefined, prefix: number): SentTokens {
    const prompts = this.#prompts;
    const tail = this.#tail;
    return (node) => {
      if (prompts.depth(node) <= prompts.depth(prefix)) return prompts.tokens(node) - (way?.upTo(node) ?? 0);
      const behind = tail === undefined ? 0 : tail.upTo(node) - tail.upTo(prefix);
      return prompts.tokens(node) - (way?.upTo(prefix) ?? 0) - behind;
    };
  }

  #canShorten(node: number): boolean {
    for (const way of this.#ways) if (way.upTo(node) > 0) return true;
    return false;
  }

  /** The last node of what is, or could be, served from the provider's cache; -1 when nothing is. */
  #prefixNode({ usage }: PlannedCall, leaf: number, scale: number): number {
    const prompts = this.#prompts;
    const cachedTokens = promptTokens(usage) - usage.input;
    if (cachedTokens === 0) return prompts.template(leaf);
    let node = leaf;
    while (node >= 0 && prompts.tokens(prompts.parent(node)) * scale >= cachedTokens)
      node = prompts.parent(node);
    return node;
  }

  /**
   * The call as a hit on a warm cache, which is what a shortened prefix has to beat: what the log shows as read or
   * written, else the prefix by the provider's rules. A single write is not the measure: it is paid for the reads.
   */
  #asHit(planned: PlannedCall, info: ModelInfo | undefined, prefix: number, scale: number): TokenCounts {
    const { usage } = planned;
    const logged = promptTokens(usage) - usage.input;
    let cacheRead = logged;
    if (logged === 0) {
      if (info === undefined || info.cacheMinTokens === 0) return usage;
      cacheRead = cacheable(Math.min(usage.input, Math.round(this.#prompts.tokens(prefix) * scale)), info);
    }
    const input = usage.input + logged - cacheRead;
    const { output, reasoning } = usage;
    return { input, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning };
  }

  #cost({ model, provider, tier, original }: PlannedCall, usage: TokenCounts): number {
    return this.#models.cost({ model, provider, time: original.time, tier, usage });
  }
}

type RemovedBefore = (tokens: number) => number;

function both(a: RemovedBefore, b: RemovedBefore): RemovedBefore {
  return (tokens) => a(tokens) + b(tokens);
}

function nothing(): number {
  return 0;
}
