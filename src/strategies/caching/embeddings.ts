import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Billable } from '../../model/price.ts';
import { NO_TOKENS, promptTokens } from '../../model/usage.ts';

/** Name of an embedding model that costs nothing per token. */
export const LOCAL = 'none';
/** Says that no model is named for the look-ups alone. */
export const UNSAID = 'auto';
/** Where nobody names a model: the cheapest of OpenAI's. Own choice. */
export const USUAL_MODEL = 'text-embedding-3-small';

/** What embeds look-ups: the option's model, else the one that made the vectors, since a look-up is compared with them. */
export function lookUpModel(option: string, vectorModel?: string): string {
  return option === UNSAID ? (vectorModel ?? USUAL_MODEL) : option;
}

/** What look-ups by similarity embed: the last message of the prompt, which is what the articles' queries are. */
export class Embeddings {
  readonly #model: string;
  readonly #prompts: Prompts;
  readonly #models: Models;
  /** UTC milliseconds of the model's first price. */
  readonly #from: number;
  #tooLong = 0;

  /** Throws when the model has no price: its cost would be left out of every figure. */
  constructor(model: string, prompts: Prompts, models: Models) {
    this.#model = model;
    this.#prompts = prompts;
    this.#models = models;
    this.#from = models.periods(model, '')[0]?.from ?? Number.NEGATIVE_INFINITY;
    if (model !== LOCAL && Number.isNaN(models.cost(this.#billable(Number.NaN, 1)))) {
      throw new Error(
        `the embedding model "${model.slice(0, 60)}" has no price: name one that has, give it a price of your own, or set embeddingModel=${LOCAL} for a local one`,
      );
    }
  }

  /** The embedding of one look-up; none where it costs nothing. */
  of(planned: PlannedCall): readonly Billable[] {
    if (this.#model === LOCAL) return [];
    const tokens = this.#tokens(planned);
    // A log may be older than the model: then the price is that of the book's own date.
    const { time } = planned.original;
    return [this.#billable(time >= this.#from ? time : Number.NaN, tokens)];
  }

  assumptions(): readonly string[] {
    if (this.#model === LOCAL) return ['embeddings come from a local model and cost nothing per token'];
    const said = `each look-up by similarity embeds the last message with ${this.#model}, once for the look-up and for storing`;
    if (this.#tooLong === 0) return [said];
    return [said, `${this.#tooLong} messages are longer than it takes and are embedded up to its limit`];
  }

  /** In the embedding model's tokens. A failed attempt may log none: its text is embedded all the same. */
  #tokens({ original, model, usage }: PlannedCall): number {
    const prompts = this.#prompts;
    const whole = prompts.tokens(original.prompt);
    const last = whole - prompts.tokens(prompts.parent(original.prompt));
    const billed = promptTokens(usage);
    const scaled = billed > 0 && whole > 0 ? Math.round((billed * last) / whole) : last;
    const tokens = billed > 0 ? this.#models.convertTokens(scaled, model, this.#model) : scaled;
    const most = this.#models.info(this.#model, '', Number.NaN)?.contextWindow ?? 0;
    if (most === 0 || tokens <= most) return tokens;
    this.#tooLong++;
    return most;
  }

  #billable(time: number, input: number): Billable {
    return { model: this.#model, provider: '', time, tier: 'standard', usage: { ...NO_TOKENS, input } };
  }
}
