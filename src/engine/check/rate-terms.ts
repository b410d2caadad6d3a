import type { Call } from '../../model/call.ts';
import type { BilledTokens } from '../../model/measurement.ts';
import type { RateTerms } from '../../model/price.ts';
import type { PriceBook } from '../../pricing/price-book.ts';

/** The terms that the calls of a log are priced by, numbered as they come. */
export class TermNumbers {
  readonly #book: PriceBook;
  readonly #numbers = new Map<string, number>();
  readonly #terms: RateTerms[] = [];

  constructor(book: PriceBook) {
    this.#book = book;
  }

  of(call: Call): number {
    const terms = this.#book.terms(call);
    const key = keyOf(terms);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#terms.push(terms) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** All terms in an order that does not depend on the calls', and the place of each number in it. */
  sorted(): { readonly terms: readonly RateTerms[]; readonly placeOf: (number: number) => number } {
    const ranked = [...this.#numbers].sort(([a], [b]) => (a < b ? -1 : 1));
    const places = new Map(ranked.map(([, number], place) => [number, place]));
    return {
      terms: ranked.map(([, number]) => this.#terms[number]!),
      placeOf: (number) => places.get(number)!,
    };
  }
}

function keyOf({ model, provider, tier, above, isPeak, isReasoning }: RateTerms): string {
  return JSON.stringify([model, provider, tier, above, isPeak, isReasoning]);
}

/** What bills come to at the prices of one day; NaN where one is not known. */
export function pricerAt(
  book: PriceBook,
  terms: readonly RateTerms[],
  time: number,
): (bill: readonly BilledTokens[]) => number {
  return (bill) => bill.reduce((usd, tokens) => usd + book.costUnder(terms[tokens.terms]!, time, tokens), 0);
}
