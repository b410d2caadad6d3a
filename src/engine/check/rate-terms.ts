import type { Call } from '../../model/call.ts';
import type { BilledTokens } from '../../model/measurement.ts';
import type { RateTerms } from '../../model/price.ts';
import type { PriceBook } from '../../pricing/price-book.ts';

/** The terms that the calls of a log are priced by, numbered as they come. */
export class TermNumbers {
  readonly #book: PriceBook;
  /** By model, by provider, by the rest of the terms. */
  readonly #numbers = new Map<string, Map<string, Map<string, number>>>();
  readonly #terms: RateTerms[] = [];

  constructor(book: PriceBook) {
    this.#book = book;
  }

  of(call: Call): number {
    const terms = this.#book.terms(call);
    const numbers = entryOf(entryOf(this.#numbers, terms.model), terms.provider);
    const key = restOf(terms);
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.#terms.push(terms) - 1;
      numbers.set(key, number);
    }
    return number;
  }

  /** All terms in an order that does not depend on the calls', and the place of each number in it. */
  sorted(): { readonly terms: readonly RateTerms[]; readonly placeOf: (number: number) => number } {
    const ranked = this.#terms
      .map((terms, number) => ({ terms, number }))
      .sort((a, b) => inOrder(a.terms, b.terms));
    const places = new Uint32Array(ranked.length);
    ranked.forEach(({ number }, place) => {
      places[number] = place;
    });
    return { terms: ranked.map(({ terms }) => terms), placeOf: (number) => places[number]! };
  }
}

function entryOf<Of>(map: Map<string, Map<string, Of>>, key: string): Map<string, Of> {
  let entry = map.get(key);
  if (entry === undefined) {
    entry = new Map();
    map.set(key, entry);
  }
  return entry;
}

/** All but the names, which alone come from logs. */
function restOf({ tier, above, peak, isReasoning }: RateTerms): string {
  return `${tier} ${above} ${isReasoning} ${peak.join()}`;
}

function inOrder(a: RateTerms, b: RateTerms): number {
  if (a.model !== b.model) return a.model < b.model ? -1 : 1;
  if (a.provider !== b.provider) return a.provider < b.provider ? -1 : 1;
  if (a.above !== b.above) return a.above - b.above;
  return restOf(a) < restOf(b) ? -1 : 1;
}

/** What bills come to at the prices of one day; NaN where one is not known. */
export function pricerAt(
  book: PriceBook,
  terms: readonly RateTerms[],
  time: number,
): (bill: readonly BilledTokens[]) => number {
  return (bill) => bill.reduce((usd, tokens) => usd + book.costUnder(terms[tokens.terms]!, time, tokens), 0);
}
