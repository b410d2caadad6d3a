/** Rates that replace a row's own when the prompt is longer than `above_tokens`. US dollars per 1M tokens. */
export interface LongContextRates {
  readonly above_tokens: number;
  readonly input: number | null;
  readonly output: number | null;
  readonly cache_read?: number | null;
  readonly cache_write_5m?: number | null;
  readonly cache_write_1h?: number | null;
}

/** Rates of certain hours; the row's own rates are the off-peak ones. */
export interface PeakRates {
  /** Pairs of `HH:MM`, start inclusive, end exclusive, UTC. */
  readonly windows_utc: readonly (readonly string[])[];
  /** `every day`, or a text that begins with `mon-fri`. */
  readonly days: string;
  readonly input: number;
  readonly output: number;
  readonly cache_read: number;
}

/**
 * One price period of one model at one provider, field for field as in `data/<provider>.json`.
 * Rates are US dollars per 1M tokens. `null` is "unknown or not offered", never 0; 0 is free.
 * `effective_from` is inclusive, `effective_to` exclusive, both UTC; `null` is open.
 */
export interface PriceRow {
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly input: number | null;
  readonly output: number | null;
  readonly cache_read: number | null;
  /** The write of the default lifetime: 5 minutes at Anthropic, 30 minutes at OpenAI from GPT-5.6 on. */
  readonly cache_write_5m: number | null;
  readonly cache_write_1h: number | null;
  readonly cache_write_12h?: number | null;
  readonly cache_write_default_ttl_seconds?: number;
  readonly batch_input: number | null;
  readonly batch_output: number | null;
  readonly batch_cache_read?: number | null;
  readonly batch_applies_to?: string;
  readonly flex_input?: number | null;
  readonly flex_output?: number | null;
  readonly flex_cache_read?: number | null;
  readonly priority_input?: number | null;
  readonly priority_output?: number | null;
  readonly priority_cache_read?: number | null;
  readonly fast_input?: number | null;
  readonly fast_output?: number | null;
  readonly fast_cache_read?: number | null;
  readonly long_context: LongContextRates | null;
  /** All bands, the first one repeated, when there is more than one. */
  readonly long_context_bands?: readonly LongContextRates[];
  readonly peak?: PeakRates;
  /** Output of a call that thinks, where that has a price of its own. */
  readonly output_reasoning?: number | null;
  readonly input_audio?: number | null;
  /** Of the user's own prices: whether unlisted cache writes cost no more than input; of the table the provider tells. */
  readonly writes_free?: boolean;
  /** The price before a promotion. */
  readonly list_input?: number | null;
  readonly list_output?: number | null;
  readonly list_cache_read?: number | null;
  readonly context_window: number | null;
  /** Tokens; of an embedding model the dimension of its vectors. */
  readonly max_output: number | null;
  readonly cache_min_tokens?: number | null;
  readonly cache_increment_tokens?: number | null;
  readonly tokenizer_family: string;
  readonly reasoning: boolean;
  /** `chat` or `embedding`. */
  readonly kind: string;
  readonly effective_from: string | null;
  readonly effective_to: string | null;
  readonly deprecated: boolean;
  readonly deprecated_on?: string;
  /** `official-list`, `host-list`, `reseller-list`, `seed-claim`; `user` for the user's own. */
  readonly price_scope: string;
  readonly sources: readonly string[];
  readonly notes?: string;
  readonly unverified_fields?: readonly string[];
}

/** A reseller's claim without a price list behind it: used only when that reseller is named. */
export const CLAIMED = 'seed-claim';
export const OFFICIAL = 'official-list';
export const USER = 'user';
