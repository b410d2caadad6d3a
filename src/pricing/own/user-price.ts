import { providerName } from '../lookup/provider-name.ts';
import type { LongContextRates, PriceRow } from '../table/price-row.ts';
import { PriceFileError } from './price-file-error.ts';
import {
  checkKeys,
  type Place,
  readCount,
  readDateText,
  readFields,
  readRate,
  readText,
  readTexts,
} from './user-fields.ts';

/** Rates that a user may give, named as in the table. US dollars per 1M tokens. */
const RATE_FIELDS = [
  'input',
  'output',
  'cache_read',
  'cache_write_5m',
  'cache_write_1h',
  'output_reasoning',
  'batch_input',
  'batch_output',
  'batch_cache_read',
  'flex_input',
  'flex_output',
  'flex_cache_read',
  'priority_input',
  'priority_output',
  'priority_cache_read',
  'fast_input',
  'fast_output',
  'fast_cache_read',
] as const;
export type RateField = (typeof RATE_FIELDS)[number];

/** One price of the user's own, for one model and stretch of time. */
export interface UserPrice {
  readonly origin: string;
  /** In the book's spelling; '' for a price that holds whoever sends the bill. */
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly rates: Partial<Readonly<Record<RateField, number | null>>>;
  /** Ascending by `above_tokens`. */
  readonly bands: readonly LongContextRates[];
  readonly from: string | null;
  readonly to: string | null;
  readonly contextWindow?: number;
  readonly maxOutput?: number;
  readonly reasoning?: boolean;
}

const BAND_FIELDS = ['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h'] as const;

const KEYS: readonly string[] = [
  'model',
  'provider',
  'aliases',
  ...RATE_FIELDS,
  'long_context',
  'effective_from',
  'effective_to',
  'context_window',
  'max_output',
] satisfies readonly (keyof PriceRow)[];

/** Reads one entry of `prices`. Throws `PriceFileError`. */
export function readUserPrice(value: unknown, origin: string, place: Place): UserPrice {
  const fields = readFields(value, place);
  checkKeys(fields, KEYS, place);
  const model = readText(fields.model, `${place}.model`);
  const rates: Partial<Record<RateField, number | null>> = {};
  for (const field of RATE_FIELDS) {
    if (fields[field] !== undefined) rates[field] = readRate(fields[field], `${place}.${field}`);
  }
  for (const field of ['input', 'output'] as const) {
    if (rates[field] === undefined) {
      throw new PriceFileError(`${place}: '${field}' of '${model}' is missing; null says that it is unknown`);
    }
  }
  const from = readDateText(fields.effective_from, `${place}.effective_from`);
  const to = readDateText(fields.effective_to, `${place}.effective_to`);
  if (from !== null && to !== null && Date.parse(from) >= Date.parse(to)) {
    throw new PriceFileError(`${place}: effective_from ${from} must be before effective_to ${to}`);
  }
  return {
    origin,
    provider:
      fields.provider === undefined ? '' : providerName(readText(fields.provider, `${place}.provider`)),
    model,
    aliases: readTexts(fields.aliases, `${place}.aliases`),
    rates,
    bands: readBands(fields.long_context, `${place}.long_context`),
    from,
    to,
    ...(fields.context_window === undefined
      ? {}
      : { contextWindow: readCount(fields.context_window, `${place}.context_window`) }),
    ...(fields.max_output === undefined
      ? {}
      : { maxOutput: readCount(fields.max_output, `${place}.max_output`) }),
  };
}

function readBands(value: unknown, place: Place): readonly LongContextRates[] {
  if (value === undefined || value === null) return [];
  const items: unknown[] = Array.isArray(value) ? value : [value];
  const bands = items.map((item, at) => {
    const here = Array.isArray(value) ? `${place}[${at}]` : place;
    const fields = readFields(item, here);
    checkKeys(fields, ['above_tokens', ...BAND_FIELDS], here);
    const rate = (field: (typeof BAND_FIELDS)[number]) => readRate(fields[field], `${here}.${field}`);
    return {
      above_tokens: readCount(fields.above_tokens, `${here}.above_tokens`),
      input: rate('input'),
      output: rate('output'),
      cache_read: rate('cache_read'),
      cache_write_5m: rate('cache_write_5m'),
      cache_write_1h: rate('cache_write_1h'),
    };
  });
  bands.sort((a, b) => a.above_tokens - b.above_tokens);
  if (bands.some((band, at) => band.above_tokens === bands[at + 1]?.above_tokens)) {
    throw new PriceFileError(`${place}: two bands have the same above_tokens`);
  }
  return bands;
}
