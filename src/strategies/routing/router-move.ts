import type { Models } from '../../contracts/models.ts';
import type { Call, ServiceTier } from '../../model/call.ts';
import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { type Movable, MovedUsage, type Target } from './moved-usage.ts';

/** A call as it would be on another model. */
export interface Move {
  readonly model: string;
  readonly provider: string;
  readonly tier: ServiceTier;
  readonly usage: TokenCounts;
  /** US dollars; always finite. */
  readonly costUsd: number;
  readonly isClaim: boolean;
}

export interface MoverOptions {
  /** '' lets the price book decide. */
  readonly provider: string;
  /** Whether a call may go to a model that reasons when its own does not. */
  readonly allowReasoning: boolean;
  /** What such a call writes, as a multiple of what it wrote. */
  readonly reasoningFactor: number;
  /** Whether a call leaves its service tier where the target has none like it. */
  readonly leavesTier?: boolean;
}

/** Works out what calls would be on other models, or that they cannot go there. */
export class Mover {
  readonly #models: Models;
  readonly #options: MoverOptions;
  readonly #usage: Pick<MovedUsage, 'convert'>;
  readonly #providers = new Map<ModelInfo, Map<string, string>>();

  constructor(
    models: Models,
    options: MoverOptions,
    usage: Pick<MovedUsage, 'convert'> = new MovedUsage(models),
  ) {
    this.#models = models;
    this.#options = options;
    this.#usage = usage;
  }

  /**
   * The call on `model`; undefined when the model has no price at the time of the call, when prompt and output do not
   * fit it, when the call would start to reason and may not, or when one wants text and the other makes vectors.
   */
  to(planned: Movable, from: ModelInfo | undefined, model: string): Move | undefined {
    const { time, maxOutputTokens } = planned.original;
    const { allowReasoning, reasoningFactor, leavesTier } = this.#options;
    const info = this.#models.info(model, this.#options.provider, time);
    if (info === undefined) return undefined;
    if ((info.isEmbedding ?? false) !== wantsVectors(planned.original, from)) return undefined;
    if (info.reasoning && !allowReasoning && !(from?.reasoning ?? false)) return undefined;
    const provider = this.#providerOf(model, info, time);
    const usage = this.#usage.convert(planned, from, { model, provider, info }, reasoningFactor);
    if (!fits(usage, maxOutputTokens, info)) return undefined;
    const cost = (tier: ServiceTier): number => this.#models.cost({ model, provider, time, tier, usage });
    let tier = planned.tier;
    let costUsd = cost(tier);
    if (!Number.isFinite(costUsd) && leavesTier === true && tier !== 'standard') {
      tier = 'standard';
      costUsd = cost(tier);
    }
    if (!Number.isFinite(costUsd)) return undefined;
    return { model, provider, tier, usage, costUsd, isClaim: info.isClaim ?? false };
  }

  /** Whether the model, which has a price then, is too small for the call, answer included. */
  isTooLong(planned: Movable, from: ModelInfo | undefined, model: string): boolean {
    const { time, maxOutputTokens } = planned.original;
    const info = this.#models.info(model, this.#options.provider, time);
    if (info === undefined) return false;
    const provider = this.#providerOf(model, info, time);
    const usage = this.#usage.convert(
      planned,
      from,
      { model, provider, info },
      this.#options.reasoningFactor,
    );
    return !fits(usage, maxOutputTokens, info);
  }

  /** A name such as `openrouter/gpt-4.1` says by itself who bills it: then the book is asked for the name alone. */
  #providerOf(model: string, info: ModelInfo, time: number): string {
    if (this.#options.provider !== '') return this.#options.provider;
    let known = this.#providers.get(info);
    if (known === undefined) {
      known = new Map();
      this.#providers.set(info, known);
    }
    let provider = known.get(model);
    if (provider === undefined) {
      provider = this.#models.info(model, info.provider, time) === undefined ? '' : info.provider;
      known.set(model, provider);
    }
    return provider;
  }
}

/** Whether the call asks for vectors: by its endpoint, or where the log names none by its model. */
export function wantsVectors({ endpoint }: Pick<Call, 'endpoint'>, from: ModelInfo | undefined): boolean {
  return endpoint === 'embedding' || from?.isEmbedding === true;
}

/** The prompt with the answer that the request reserves room for, or with the one it got; 0 for limits that are not known. */
export function fits(
  usage: TokenCounts,
  maxOutputTokens: number,
  { contextWindow, maxOutput }: Target['info'],
): boolean {
  const reserved = Math.max(maxOutputTokens, usage.output);
  if (contextWindow > 0 && promptTokens(usage) + reserved > contextWindow) return false;
  return maxOutput === 0 || usage.output <= maxOutput;
}
