import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import { promptTokens } from '../../model/usage.ts';
import { type PromptRates, promptRates } from '../../patterns/caching/prompt-rates.ts';

/** No provider's price changes with the length of shorter prompts (BILLING 4), and none within an hour (BILLING 6). */
const SHORT_TOKENS = 32_000;
const HOUR_MS = 3_600_000;

interface Known {
  readonly model: string;
  readonly provider: string;
  readonly tier: string;
  hour: number;
  rates: PromptRates;
}

/** The rates of calls, remembered by model, tier and hour. */
export class KnownRates {
  readonly #models: Models;
  readonly #known = new Map<string, Known>();
  #last: Known | undefined;

  constructor(models: Models) {
    this.#models = models;
  }

  of(call: Call): PromptRates {
    if (promptTokens(call.usage) > SHORT_TOKENS) return promptRates(this.#models, call);
    const hour = Math.floor(call.time / HOUR_MS);
    const known = this.#find(call);
    if (known.hour !== hour) {
      known.hour = hour;
      known.rates = promptRates(this.#models, call);
    }
    return known.rates;
  }

  #find(call: Call): Known {
    const { model, provider, tier } = call;
    const last = this.#last;
    if (last?.model === model && last.provider === provider && last.tier === tier) return last;
    const key = `${tier}/${provider}/${model}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = { model, provider, tier, hour: Number.NaN, rates: promptRates(this.#models, call) };
      this.#known.set(key, known);
    }
    this.#last = known;
    return known;
  }
}
