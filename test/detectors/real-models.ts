import type { Models } from '../../src/contracts/models.ts';
import { loadPriceBook, type PriceBookOptions } from '../../src/pricing/price-book.ts';

/** The price book as detectors see it, every model counting tokens alike. */
export function realModels(options: PriceBookOptions = {}): Models {
  const book = loadPriceBook(options);
  return {
    info: book.info,
    cost: book.cost,
    offered: book.offered,
    elsewhere: book.elsewhere,
    periods: book.pricePeriods,
    retirement: book.retirement,
    convertTokens: (tokens) => tokens,
  };
}
