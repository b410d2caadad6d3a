import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';
import type { Billable } from '../../model/price.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { resolveFamily } from '../../tokens/families.ts';
import type { TokenRatios } from './token-ratios.ts';

/** Prices from the book, token ratios from the log: what detectors and strategies may ask. */
export function modelFacts(book: PriceBook, ratios: TokenRatios): Models {
  return {
    info: (model, provider, time) => book.info(model, provider, time),
    cost: (billable: Billable) => book.cost(billable),
    offered: (model, provider, time) => book.offered(model, provider, time),
    elsewhere: (model, provider, time, to) => book.elsewhere(model, provider, time, to),
    periods: (model, provider) => book.pricePeriods(model, provider),
    retirement: (model, provider) => book.retirement(model, provider),
    convertTokens(tokens, fromModel, toModel) {
      if (fromModel === toModel) return tokens;
      const from = ratios.of(fromModel).ratio;
      const to = ratios.of(toModel).ratio;
      return from === to ? tokens : Math.round((tokens * to) / from);
    },
  };
}

/** Every name the book knows, the user's own for deployments among them -> its tokenizer family; what the parsing threads need of the prices. */
export function familiesOf(book: PriceBook): Map<string, string> {
  const families = new Map<string, string>();
  for (const { row } of book.periods) {
    for (const name of [row.model, ...row.aliases])
      if (!families.has(name)) families.set(name, row.tokenizer_family);
  }
  for (const { aliases } of book.opened.overrides ?? []) {
    for (const [name, { model }] of aliases) {
      const family = resolveFamily(model, families);
      if (family !== undefined) families.set(name, family);
    }
  }
  return families;
}

const SNAPSHOT = /^-\d{4}-?\d{2}-?\d{2}$/;

/**
 * The name a call is grouped under: the book's id of the model that answered, or of the one that was asked for where the
 * answer came from a dated snapshot of it, so that failed attempts, which name no snapshot, stand with the others.
 */
export function modelName(book: PriceBook, { model, requestedModel, provider, time }: Call): string {
  const answered = book.info(model, provider, time)?.id ?? model;
  if (requestedModel === model || requestedModel === '') return answered;
  const asked = book.info(requestedModel, provider, time)?.id ?? requestedModel;
  return answered.startsWith(asked) && SNAPSHOT.test(answered.slice(asked.length)) ? asked : answered;
}
