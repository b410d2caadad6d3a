import type { Models } from '../../contracts/models.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';

/** A call as it would be on another model. */
export interface Move {
  readonly model: string;
  readonly provider: string;
  readonly usage: TokenCounts;
  /** US dollars; always finite. */
  readonly costUsd: number;
}

/** Works out what calls would be on other models, or that they cannot go there. */
export class Mover {
  readonly #models: Models;
  readonly #provider: string;
  readonly #allowReasoning: boolean;
  readonly #keepsReads = new Map<string, boolean>();

  constructor(models: Models, provider: string, allowReasoning: boolean) {
    this.#models = models;
    this.#provider = provider;
    this.#allowReasoning = allowReasoning;
  }

  /**
   * The call on `model`; undefined when the model has no price at the time of the call, when prompt and output do not
   * fit it, or when the call would start to reason, which costs output the log cannot tell.
   */
  to(planned: PlannedCall, from: ModelInfo | undefined, model: string): Move | undefined {
    const { time, maxOutputTokens } = planned.original;
    const target = this.#models.info(model, this.#provider, time);
    if (target === undefined) return undefined;
    if (target.reasoning && !this.#allowReasoning && !(from?.reasoning ?? false)) return undefined;
    const usage = this.#convert(planned, from, target, model);
    const prompt = promptTokens(usage);
    const reserved = Math.max(maxOutputTokens, usage.output);
    if (target.contextWindow > 0 && prompt + reserved > target.contextWindow) return undefined;
    if (target.maxOutput > 0 && usage.output > target.maxOutput) return undefined;
    const provider = this.#provider === '' ? target.provider : this.#provider;
    const costUsd = this.#models.cost({ model, provider, time, tier: planned.tier, usage });
    return Number.isFinite(costUsd) ? { model, provider, usage, costUsd } : undefined;
  }

  /**
   * Tokens of the same text on the target. Nothing is warm in its prompt cache on the log's word alone: what was
   * written or read becomes plain input, except reads on a target that caches by itself and free of charge.
   */
  #convert(planned: PlannedCall, from: ModelInfo | undefined, target: ModelInfo, model: string): TokenCounts {
    const { usage } = planned;
    const isSameFamily = from !== undefined && from.tokenizerFamily === target.tokenizerFamily;
    const convert = (tokens: number): number =>
      isSameFamily || tokens === 0 ? tokens : this.#models.convertTokens(tokens, planned.model, model);
    const prompt = convert(promptTokens(usage));
    let cacheRead = 0;
    if (usage.cacheRead > 0 && this.#keepsRead(target, model, planned.original.time)) {
      const read = Math.min(prompt, convert(usage.cacheRead));
      cacheRead = read < target.cacheMinTokens ? 0 : read - (read % Math.max(1, target.cacheStepTokens));
    }
    return {
      input: prompt - cacheRead,
      cacheRead,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: convert(usage.output),
      reasoning: Math.min(convert(usage.output), convert(usage.reasoning)),
    };
  }

  /**
   * A provider that asks nothing for writing caches without being told to; one that does, or whose cache has no known
   * minimum, may need explicit marks or charge for them (the table of caching rules by provider).
   */
  #keepsRead(target: ModelInfo, model: string, time: number): boolean {
    const known = this.#keepsReads.get(target.id);
    if (known !== undefined) return known;
    const rate = (part: Partial<TokenCounts>): number =>
      this.#models.cost({
        model,
        provider: this.#provider === '' ? target.provider : this.#provider,
        time,
        tier: 'standard',
        usage: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0, ...part },
      });
    const write = rate({ cacheWrite5m: 1000 });
    const keeps = target.cacheMinTokens > 0 && !(write > rate({ input: 1000 }));
    this.#keepsReads.set(target.id, keeps);
    return keeps;
  }
}
