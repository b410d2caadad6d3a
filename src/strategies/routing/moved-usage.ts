import type { Models } from '../../contracts/models.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import type { ModelInfo } from '../../model/price.ts';
import { NO_TOKENS, promptTokens, type TokenCounts } from '../../model/usage.ts';

/** A model that a call may go to, as the price book is to be asked for it. */
export interface Target {
  readonly model: string;
  readonly provider: string;
  readonly info: ModelInfo;
}

/** What is asked of a call that may go to another model. */
export type Movable = Pick<PlannedCall, 'model' | 'provider' | 'tier' | 'usage'> & {
  readonly original: Pick<Call, 'time' | 'maxOutputTokens' | 'endpoint'>;
};

/** The tokens of calls on other models. */
export class MovedUsage {
  readonly #models: Models;
  readonly #keepsReads = new Map<ModelInfo, boolean>();

  constructor(models: Models) {
    this.#models = models;
  }

  /**
   * Tokens of the same text on the target. A call that starts to reason writes `reasoningFactor` times as much, the rest
   * of it reasoning (BILLING 5: savings must not assume equal output there).
   */
  convert(
    planned: Movable,
    from: ModelInfo | undefined,
    target: Target,
    reasoningFactor: number,
  ): TokenCounts {
    const { usage } = planned;
    // A snapshot and its alias are one model, with one prompt cache.
    if (from?.id === target.info.id && from.provider === target.info.provider) return usage;
    const isSameFamily = from !== undefined && from.tokenizerFamily === target.info.tokenizerFamily;
    const convert = (tokens: number): number =>
      isSameFamily || tokens === 0 ? tokens : this.#models.convertTokens(tokens, planned.model, target.model);
    const prompt = convert(promptTokens(usage));
    const cacheRead = usage.cacheRead === 0 ? 0 : this.#read(planned, target, convert(usage.cacheRead));
    const answer = convert(usage.output);
    const startsToReason = target.info.reasoning && !(from?.reasoning ?? false);
    const output = startsToReason ? Math.round(answer * reasoningFactor) : answer;
    const reasoning = startsToReason ? Math.max(0, output - answer) : 0;
    return {
      input: prompt - cacheRead,
      cacheRead,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output,
      reasoning: Math.min(output, Math.max(reasoning, convert(usage.reasoning))),
    };
  }

  /** The same tokens at another seller of the same model. */
  elsewhere(planned: Movable, target: Target): TokenCounts {
    const { cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = planned.usage;
    if (cacheRead + cacheWrite5m + cacheWrite1h === 0) return planned.usage;
    const prompt = promptTokens(planned.usage);
    const read = cacheRead === 0 ? 0 : this.#read(planned, target, cacheRead);
    return { input: prompt - read, cacheRead: read, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning };
  }

  /** What becomes of cached tokens there, in words that are equal where it is the same. */
  readRule(target: Target, time: number): string {
    const { cacheMinTokens, cacheStepTokens } = target.info;
    return this.#keepsRead(target, time) ? `${cacheMinTokens} ${cacheStepTokens}` : 'none';
  }

  /**
   * Nothing is warm in the target's prompt cache on the log's word alone: what was written or read becomes plain input,
   * except reads on a target that caches by itself and free of charge.
   */
  #read({ original }: Movable, target: Target, tokens: number): number {
    if (!this.#keepsRead(target, original.time)) return 0;
    const { cacheMinTokens, cacheStepTokens } = target.info;
    return tokens < cacheMinTokens ? 0 : tokens - (tokens % Math.max(1, cacheStepTokens));
  }

  /**
   * A provider that asks nothing for writing caches without being told to; one that does, or whose cache has no known
   * minimum or no known price, may need explicit marks or charge for them (BILLING 2).
   */
  #keepsRead({ model, provider, info }: Target, time: number): boolean {
    const known = this.#keepsReads.get(info);
    if (known !== undefined) return known;
    const rate = (part: Partial<TokenCounts>): number =>
      this.#models.cost({ model, provider, time, tier: 'standard', usage: { ...NO_TOKENS, ...part } });
    const keeps =
      info.cacheMinTokens > 0 &&
      !(rate({ cacheWrite5m: 1000 }) > rate({ input: 1000 })) &&
      Number.isFinite(rate({ cacheRead: 1000 }));
    this.#keepsReads.set(info, keeps);
    return keeps;
  }
}
