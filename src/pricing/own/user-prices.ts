import { providerName } from '../lookup/provider-name.ts';
import type { UserAlias } from '../lookup/resolve.ts';
import { readDate } from '../table/period.ts';
import { isLiteLlmMap, readLiteLlmMap } from './litellm-map.ts';
import { PriceFileError } from './price-file-error.ts';
import { checkKeys, kindOf, type Place, readFields, readText } from './user-fields.ts';
import { readUserPrice, type UserPrice } from './user-price.ts';

export interface Discount {
  readonly origin: string;
  /** Who sends the bill, in the book's spelling. */
  readonly provider: string;
  readonly percent: number;
  /** Share of the list price that is left to pay. */
  readonly factor: number;
}

/** What one source of the user's own prices says. */
export interface UserPrices {
  readonly origin: string;
  readonly prices: readonly UserPrice[];
  readonly discounts: readonly Discount[];
  readonly aliases: ReadonlyMap<string, UserAlias>;
  /** Entries of a LiteLLM map that hold no price per token. */
  readonly ignored: number;
}

/** Reads the text of a price file. `origin` names it in messages. Throws `PriceFileError`. */
export function parsePriceFile(text: string, origin: string): UserPrices {
  let content: unknown;
  try {
    content = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 120) : 'not JSON';
    throw new PriceFileError(`${origin}: not a JSON file (${why}); correct it or name another`);
  }
  return readUserPrices(content, origin);
}

/**
 * Reads the user's own prices, from a file or from the configuration. Two shapes, told apart by their keys:
 *
 *     {
 *       "prices": [{ "model": "gpt-4.1", "provider": "openai", "input": 1.6, "output": 6.4, "cache_read": 0.4,
 *                    "effective_from": "2026-07-01" }],
 *       "discounts": { "anthropic": 15 },
 *       "aliases": { "prod-chat": "gpt-4.1", "prod-claude": { "model": "claude-sonnet-5", "provider": "anthropic" } }
 *     }
 *
 * - `prices`: rates in US dollars per 1M tokens under the table's own names (`RATE_FIELDS`); `input` and `output` are
 *   required, any other that is left out is unknown, never the list's. A price for a list id covers that id's aliases
 *   and dated snapshots too. Without `provider` it holds whoever sends the bill. `long_context` is one band or several.
 * - `discounts`: per cent off every list rate that the provider bills; `prices` are taken as they are.
 * - `aliases`: a deployment's name and the model that answers under it.
 *
 * The other shape is LiteLLM's `model_prices_and_context_window.json`: see `litellm-map.ts`.
 * Throws `PriceFileError`; unknown keys are errors that name the nearest known one.
 */
export function readUserPrices(content: unknown, origin: string): UserPrices {
  const fields = readFields(content, origin);
  if (isLiteLlmMap(fields)) {
    const { prices, ignored } = readLiteLlmMap(fields, origin);
    return { origin, prices, discounts: [], aliases: new Map(), ignored };
  }
  checkKeys(fields, ['prices', 'discounts', 'aliases'], origin);
  const prices = readPrices(fields.prices, origin);
  checkOverlaps(prices, origin);
  return {
    origin,
    prices,
    discounts: readDiscounts(fields.discounts, origin),
    aliases: readAliases(fields.aliases, origin),
    ignored: 0,
  };
}

function readPrices(value: unknown, origin: string): UserPrice[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw new PriceFileError(`${origin}: prices: must be a list, is ${kindOf(value)}`);
  return value.map((item, at) => readUserPrice(item, origin, `${origin}: prices[${at}]`));
}

function readDiscounts(value: unknown, origin: string): Discount[] {
  if (value === undefined) return [];
  return Object.entries(readFields(value, `${origin}: discounts`)).map(([provider, percent]) => {
    const place: Place = `${origin}: discounts.${provider}`;
    if (typeof percent !== 'number' || !(percent >= 0 && percent <= 100)) {
      throw new PriceFileError(`${place}: must be per cent from 0 to 100, is ${kindOf(percent)}`);
    }
    return { origin, provider: providerName(provider), percent, factor: (100 - percent) / 100 };
  });
}

function readAliases(value: unknown, origin: string): Map<string, UserAlias> {
  const aliases = new Map<string, UserAlias>();
  if (value === undefined) return aliases;
  for (const [name, target] of Object.entries(readFields(value, `${origin}: aliases`))) {
    const place: Place = `${origin}: aliases.${name}`;
    if (typeof target === 'string') aliases.set(name, { model: readText(target, place), provider: '' });
    else {
      const fields = readFields(target, place);
      checkKeys(fields, ['model', 'provider'], place);
      const provider = fields.provider === undefined ? '' : readText(fields.provider, `${place}.provider`);
      aliases.set(name, { model: readText(fields.model, `${place}.model`), provider });
    }
  }
  return aliases;
}

/** Two prices of one model on one day leave it open which is meant. */
function checkOverlaps(prices: readonly UserPrice[], origin: string): void {
  const byName = new Map<string, { readonly at: number; readonly from: number; readonly to: number }[]>();
  prices.forEach((price, at) => {
    const from = price.from === null ? Number.NEGATIVE_INFINITY : readDate(price.from);
    const to = price.to === null ? Number.POSITIVE_INFINITY : readDate(price.to);
    for (const name of new Set([price.model, ...price.aliases])) {
      const key = JSON.stringify([price.provider, name]);
      const others = byName.get(key) ?? [];
      byName.set(key, others);
      const clash = others.find((other) => from < other.to && other.from < to);
      if (clash !== undefined) {
        throw new PriceFileError(
          `${origin}: prices[${clash.at}] and prices[${at}] both give a price of '${name}' for the same dates; ` +
            'set effective_from and effective_to',
        );
      }
      others.push({ at, from, to });
    }
  });
}
