import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import type { PromptZone } from '../../model/prompt-zones.ts';
import { NO_TOKENS, promptTokens } from '../../model/usage.ts';

/** What a price depends on. */
export type Priced = Pick<Call, 'model' | 'provider' | 'time' | 'tier' | 'usage'>;

/** US dollars per token of each kind of prompt token on one very call; NaN where unknown. */
export type PromptRates = { readonly [Z in PromptZone]: number };

/**
 * The rates are asked for with a prompt as long as the call's, so that they are those of its own long-context band
 * (BILLING 4: the whole prompt decides the price of every token).
 */
export function promptRates(models: Models, call: Priced): PromptRates {
  return {
    cacheRead: promptRate(models, call, 'cacheRead'),
    cacheWrite1h: promptRate(models, call, 'cacheWrite1h'),
    cacheWrite5m: promptRate(models, call, 'cacheWrite5m'),
    input: promptRate(models, call, 'input'),
  };
}

/** One of them. */
export function promptRate(models: Models, call: Priced, zone: PromptZone): number {
  const { model, provider, time, tier, usage } = call;
  const tokens = promptTokens(usage);
  return models.cost({ model, provider, time, tier, usage: { ...NO_TOKENS, [zone]: tokens } }) / tokens;
}
