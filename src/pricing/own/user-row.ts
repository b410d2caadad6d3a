import { readDate } from '../table/period.ts';
import { type PriceRow, USER } from '../table/price-row.ts';
import { hasFreeWrites } from '../table/rate-card.ts';
import type { UserPrice } from './user-price.ts';

const NO_RATES = {
  input: null,
  output: null,
  cache_read: null,
  cache_write_5m: null,
  cache_write_1h: null,
  batch_input: null,
  batch_output: null,
  long_context: null,
} as const;

/**
 * The user's price as a row. Every rate is the user's own: one that the file leaves out is unknown, never the list's.
 * What is no price (context window, tokenizer, caching rules) comes from the list's row of the same model.
 */
export function userRow(price: UserPrice, table: readonly PriceRow[]): PriceRow {
  const like = newest(table.filter((row) => isLike(row, price)));
  const { rates, bands } = price;
  return {
    ...NO_RATES,
    ...rates,
    ...(bands.length === 0 ? {} : { long_context: bands[0]!, long_context_bands: bands }),
    provider: price.provider === '' ? (like?.provider ?? 'own') : price.provider,
    model: price.model,
    aliases: price.aliases,
    ...(like?.batch_applies_to === undefined ? {} : { batch_applies_to: like.batch_applies_to }),
    // A provider that used to ask nothing for writing may ask it for this model: the list tells, if it has the model.
    ...(like === undefined ? {} : { writes_free: hasFreeWrites(like) }),
    context_window: price.contextWindow ?? like?.context_window ?? null,
    max_output: price.maxOutput ?? like?.max_output ?? null,
    cache_min_tokens: like?.cache_min_tokens ?? null,
    cache_increment_tokens: like?.cache_increment_tokens ?? null,
    tokenizer_family: like?.tokenizer_family ?? '',
    reasoning: price.reasoning ?? like?.reasoning ?? false,
    kind: like?.kind ?? 'chat',
    effective_from: price.from,
    effective_to: price.to,
    deprecated: false,
    price_scope: USER,
    sources: [price.origin],
  };
}

function isLike(row: PriceRow, price: UserPrice): boolean {
  if (price.provider !== '' && row.provider !== price.provider) return false;
  return row.model === price.model || row.aliases.includes(price.model);
}

function newest(rows: readonly PriceRow[]): PriceRow | undefined {
  const from = (row: PriceRow) =>
    row.effective_from === null ? Number.NEGATIVE_INFINITY : readDate(row.effective_from);
  return rows.reduce<PriceRow | undefined>(
    (best, row) => (best === undefined || from(row) > from(best) ? row : best),
    undefined,
  );
}
