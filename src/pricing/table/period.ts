import { SERVICE_TIERS, type ServiceTier } from '../../model/call.ts';
import type { ModelInfo } from '../../model/price.ts';
import { promptTokens, type TokenCounts } from '../../model/usage.ts';
import { withoutDust } from '../charge.ts';
import { isPeak, type PeakHours, readPeakHours } from './peak-hours.ts';
import { CLAIMED, type PriceRow } from './price-row.ts';
import { bandsOf, type RateCard, rateCard } from './rate-card.ts';

/** A row made ready for pricing many calls. */
export interface Period {
  readonly row: PriceRow;
  /** UTC ms, inclusive; -Infinity when open. */
  readonly from: number;
  /** UTC ms, exclusive; Infinity when open. */
  readonly to: number;
  /** The part of every rate that is paid after the user's discount; 1 without one. */
  readonly factor: number;
  /** Where the user's own price or discount comes from; '' for the built-in table alone. */
  readonly origin: string;
  /** Prompts longer than the nth of these take the nth band's rates. Tokens, ascending. */
  readonly thresholds: readonly number[];
  readonly peak: PeakHours | undefined;
  readonly info: ModelInfo;
  /** Rate cards made so far, by `cardFor`. */
  readonly cards: (RateCard | undefined)[];
}

/** Throws when a date of the row is none. */
export function makePeriod(row: PriceRow, origin: string, factor = 1): Period {
  return {
    row,
    from: row.effective_from === null ? Number.NEGATIVE_INFINITY : readDate(row.effective_from),
    to: row.effective_to === null ? Number.POSITIVE_INFINITY : readDate(row.effective_to),
    factor,
    origin,
    thresholds: bandsOf(row).map((band) => band.above_tokens),
    peak: row.peak === undefined ? undefined : readPeakHours(row.peak),
    info: modelInfo(row),
    cards: [],
  };
}

/**
 * The band of a prompt: 0 below the first threshold. The whole prompt counts, cached and written tokens included, and
 * exactly the threshold is still below it (OpenAI, Anthropic and Google say "above", xAI "exceed", on their price pages).
 */
export function bandFor(period: Period, usage: TokenCounts): number {
  const { thresholds } = period;
  if (thresholds.length === 0) return 0;
  const prompt = promptTokens(usage);
  let band = 0;
  while (band < thresholds.length && prompt > thresholds[band]!) band++;
  return band;
}

/** Whether the call is billed at peak rates. A call without a time is taken to be off-peak. */
export function atPeak(period: Period, time: number): boolean {
  return period.peak !== undefined && isPeak(period.peak, time);
}

export function cardFor(period: Period, tier: ServiceTier, band: number, peak: boolean): RateCard {
  const slot = (SERVICE_TIERS.indexOf(tier) * (period.thresholds.length + 1) + band) * 2 + (peak ? 1 : 0);
  let card = period.cards[slot];
  if (card === undefined) {
    card = discounted(rateCard(period.row, tier, band, peak), period.factor);
    period.cards[slot] = card;
  }
  return card;
}

/** The rates before the user's discount. */
export function listCardFor(period: Period, tier: ServiceTier, band: number, peak: boolean): RateCard {
  return period.factor === 1 ? cardFor(period, tier, band, peak) : rateCard(period.row, tier, band, peak);
}

export function covers(period: Period, time: number): boolean {
  return time >= period.from && time < period.to;
}

function discounted(card: RateCard, factor: number): RateCard {
  if (factor === 1) return card;
  return {
    input: withoutDust(card.input * factor),
    cacheRead: withoutDust(card.cacheRead * factor),
    cacheWrite5m: withoutDust(card.cacheWrite5m * factor),
    cacheWrite1h: withoutDust(card.cacheWrite1h * factor),
    output: withoutDust(card.output * factor),
    outputThinking: withoutDust(card.outputThinking * factor),
    assumed: card.assumed,
  };
}

function modelInfo(row: PriceRow): ModelInfo {
  return {
    id: row.model,
    provider: row.provider,
    contextWindow: row.context_window ?? 0,
    // Of an embedding model the table holds the dimension of the vectors here.
    maxOutput: row.kind === 'embedding' ? 0 : (row.max_output ?? 0),
    tokenizerFamily: row.tokenizer_family,
    reasoning: row.reasoning,
    cacheMinTokens: row.cache_min_tokens ?? 0,
    cacheStepTokens: row.cache_increment_tokens ?? 1,
    ...(row.cache_write_default_ttl_seconds !== undefined && {
      cacheTtlSeconds: row.cache_write_default_ttl_seconds,
    }),
    ...(row.kind === 'embedding' && { isEmbedding: true }),
    ...(row.price_scope === CLAIMED && { isClaim: true }),
  };
}

/** `2026-08-16` or `2026-08-16T16:00:00Z`, both UTC, as UTC ms. Throws on anything else. */
export function readDate(text: string): number {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?$/.test(text))
    throw new RangeError(`not a UTC date: ${text}`);
  const time = Date.parse(text);
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10))) {
    throw new RangeError(`not a UTC date: ${text}`);
  }
  return time;
}
