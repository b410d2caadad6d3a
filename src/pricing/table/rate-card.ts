import type { ServiceTier } from '../../model/call.ts';
import type { BilledKind } from '../../model/usage.ts';
import { type Rates, withoutDust } from '../charge.ts';
import type { LongContextRates, PriceRow } from './price-row.ts';

/** The rates of one row under one tier, prompt length and hour, with what had to be assumed about them. */
export interface RateCard extends Rates {
  readonly assumed: Partial<Readonly<Record<BilledKind, string>>>;
}

/**
 * Providers whose automatic cache writes cost no more than ordinary input: OpenAI before GPT-5.6
 * (developers.openai.com, prompt caching guide), Gemini's implicit caching (ai.google.dev, context caching),
 * DeepSeek (api-docs.deepseek.com, context caching), Mistral (docs.mistral.ai, prompt caching).
 */
const FREE_WRITES: ReadonlySet<string> = new Set(['openai', 'google', 'deepseek', 'mistral']);

/** OpenAI's price page lists a batch rate for cached input from GPT-5 on and none for GPT-4.1, GPT-4o and older. */
const BATCH_CACHED_SINCE_GPT5 = /^gpt-(?:[5-9]|\d\d)/;

/** Bands of the row, shortest first; the row's own rates come before the first. */
export function bandsOf(row: PriceRow): readonly LongContextRates[] {
  const bands = row.long_context_bands ?? (row.long_context === null ? [] : [row.long_context]);
  return [...bands].sort((a, b) => a.above_tokens - b.above_tokens);
}

/**
 * The rates that apply. `band` 0 is the short prompt, n the nth of `bandsOf`; a peak price and a long-context price
 * exclude each other (no provider has both).
 */
export function rateCard(row: PriceRow, tier: ServiceTier, band: number, peak: boolean): RateCard {
  const standard = standardRates(row, band, peak);
  if (tier === 'standard') return { ...standard, assumed: {} };
  return tierRates(row, tier, standard, standardRates(row, 0, false), band > 0 || peak);
}

function standardRates(row: PriceRow, band: number, peak: boolean): Rates {
  const long: Partial<LongContextRates> | undefined = bandsOf(row)[band - 1];
  const source: Partial<LongContextRates> = long ?? (peak ? row.peak : undefined) ?? row;
  const input = known(source.input);
  const output = known(source.output);
  const writesFree = hasFreeWrites(row);
  const thinking = source === row ? known(row.output_reasoning) : Number.NaN;
  return {
    input,
    cacheRead: known(source.cache_read),
    cacheWrite5m: writesFree ? input : known(source.cache_write_5m),
    cacheWrite1h: writesFree ? input : known(source.cache_write_1h),
    output,
    outputThinking: row.output_reasoning === undefined ? output : thinking,
  };
}

/**
 * A tier's own input and output rates are the table's. What the table does not list for the tier follows from them:
 * long-context rates by the same factor (OpenAI's price page; Anthropic's batch discount covers all usage),
 * cache writes likewise (defined as a multiple of the input rate), cached input as `readsFollow` says.
 */
function tierRates(
  row: PriceRow,
  tier: ServiceTier,
  standard: Rates,
  base: Rates,
  scaled: boolean,
): RateCard {
  const listed = listedTier(row, tier);
  const inputFactor = listed.input / base.input;
  const outputFactor = listed.output / base.output;
  const input = scaled ? withoutDust(standard.input * inputFactor) : listed.input;
  const output = scaled ? withoutDust(standard.output * outputFactor) : listed.output;
  const assumed: Partial<Record<BilledKind, string>> = {};
  let cacheRead = Number.isNaN(input) ? Number.NaN : standard.cacheRead;
  if (!Number.isNaN(listed.cacheRead)) {
    cacheRead = scaled
      ? withoutDust((standard.cacheRead * listed.cacheRead) / base.cacheRead)
      : listed.cacheRead;
  } else if (readsFollow(row, tier)) cacheRead = withoutDust(standard.cacheRead * inputFactor);
  else assumed.cacheRead = `no ${tier} rate is listed for cached input: it is charged at its standard rate`;
  const writesFree = hasFreeWrites(row);
  return {
    input,
    cacheRead,
    cacheWrite5m: writesFree ? input : withoutDust(standard.cacheWrite5m * inputFactor),
    cacheWrite1h: writesFree ? input : withoutDust(standard.cacheWrite1h * inputFactor),
    output,
    outputThinking:
      row.output_reasoning === undefined ? output : withoutDust(standard.outputThinking * outputFactor),
    assumed,
  };
}

/**
 * Whether cached input takes the tier's discount or surcharge. Anthropic: batch and fast cover all usage
 * (platform.claude.com, pricing). OpenAI: flex, priority and, from GPT-5 on, batch list cached input by the same
 * factor (developers.openai.com, pricing). Gemini's and Mistral's pages do not say, so nothing is taken off.
 */
function readsFollow(row: PriceRow, tier: ServiceTier): boolean {
  switch (tier) {
    case 'priority':
    case 'fast':
    case 'standard':
      return true;
    case 'flex':
      return row.provider === 'openai';
    case 'batch':
      return (
        row.batch_applies_to !== undefined ||
        (row.provider === 'openai' && BATCH_CACHED_SINCE_GPT5.test(row.model))
      );
  }
}

function listedTier(row: PriceRow, tier: ServiceTier) {
  switch (tier) {
    case 'standard':
      return tierFields(row.input, row.output, row.cache_read);
    case 'batch':
      return tierFields(row.batch_input, row.batch_output, row.batch_cache_read);
    case 'flex':
      return tierFields(row.flex_input, row.flex_output, row.flex_cache_read);
    case 'priority':
      return tierFields(row.priority_input, row.priority_output, row.priority_cache_read);
    case 'fast':
      // OpenAI's "fast" is its priority tier under a newer name; responses report it as `priority`.
      if (row.provider === 'openai' && row.fast_input === undefined) return listedTier(row, 'priority');
      return tierFields(row.fast_input, row.fast_output, row.fast_cache_read);
  }
}

type Listed = number | null | undefined;

function tierFields(
  input: Listed,
  output: Listed,
  cacheRead: Listed,
): Pick<Rates, 'input' | 'output' | 'cacheRead'> {
  return { input: known(input), output: known(output), cacheRead: known(cacheRead) };
}

/** Whether cache writes, of which the row lists no price, are billed as plain input. */
export function hasFreeWrites(row: PriceRow): boolean {
  const isListed = row.cache_write_5m !== null || row.cache_write_1h !== null;
  return !isListed && (row.writes_free ?? FREE_WRITES.has(row.provider));
}

function known(rate: Listed): number {
  return rate ?? Number.NaN;
}
