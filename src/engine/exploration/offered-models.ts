import type { ModelInfo } from '../../model/price.ts';
import { sameWeights } from '../../pricing/lookup/same-weights.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { covers } from '../../pricing/table/period.ts';
import { CLAIMED, OFFICIAL, USER } from '../../pricing/table/price-row.ts';

/** A model on sale, with its standard price in US dollars per 1M tokens, null unknown. */
export interface OfferedModel {
  readonly info: ModelInfo;
  /** By which the price book finds it; the seller stands before it where several sell a model of its name. */
  readonly name: string;
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
}

/**
 * Models that write and are on sale at the book's own date, each once: at its maker's list or the user's own price; a host's
 * price only where no maker lists the model. Claims without a price list behind them are left out.
 */
export function offeredModels(book: PriceBook): readonly OfferedModel[] {
  const periods = book.periods.filter(
    (period) =>
      covers(period, book.date) &&
      !period.row.deprecated &&
      period.row.kind !== 'embedding' &&
      period.row.price_scope !== CLAIMED,
  );
  const isMakers = (scope: string): boolean => scope === OFFICIAL || scope === USER;
  const sorted = [...periods].sort(
    (a, b) => Number(isMakers(b.row.price_scope)) - Number(isMakers(a.row.price_scope)),
  );
  const taken = new Set<string>();
  const offered: OfferedModel[] = [];
  for (const { row, info } of sorted) {
    const { provider, model, price_scope } = row;
    const own = `${provider}/${model}`;
    const names = [own, ...sameWeights(provider, model)];
    if (taken.has(own) || (!isMakers(price_scope) && names.some((name) => taken.has(name)))) continue;
    for (const name of names) taken.add(name);
    const now = book
      .pricePeriods(model, provider)
      .find(({ from, to }) => book.date >= from && book.date < to);
    const name = book.info(model, '', book.date) === info ? model : own;
    offered.push({ info, name, inputUsd: known(now?.input), outputUsd: known(now?.output) });
  }
  return offered;
}

function known(usd: number | undefined): number | null {
  return usd === undefined || Number.isNaN(usd) ? null : usd;
}
