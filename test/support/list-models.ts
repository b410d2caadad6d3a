import type { Models } from '../../src/contracts/models.ts';
import { familiesOf, modelFacts } from '../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../src/engine/facts/token-ratios.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';

/** The built-in list prices, with the table's own token ratios. */
export function listModels(): Models {
  const book = loadPriceBook();
  return modelFacts(book, new TokenRatios(familiesOf(book), []));
}
