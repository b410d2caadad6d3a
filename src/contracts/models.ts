import type { Billable, ModelInfo, Offer, PricePeriod, Retirement } from '../model/price.ts';

/** Prices and model facts, as detectors and strategies may ask for them. */
export interface Models {
  info(model: string, provider: string, time: number): ModelInfo | undefined;
  /** US dollars; NaN when the model, the date or a needed rate is unknown. */
  cost(billable: Billable): number;
  /** Tokens of the same text on another model, by the ratio of their tokenizer families; rounded. */
  convertTokens(tokens: number, fromModel: string, toModel: string): number;
  /** The models that the provider of this one sells at that time under its own list prices, in the book's order. */
  offered(model: string, provider: string, time: number): readonly ModelInfo[];
  /**
   * The same model at other sellers that have a price for it at that time, in the book's order; `to` names one of them, a
   * cloud or a router that passes the maker's list on included, '' asks for all that have lists of their own.
   */
  elsewhere(model: string, provider: string, time: number, to: string): readonly Offer[];
  /** All list prices of the model over time, the earliest first; empty when it is unknown. */
  periods(model: string, provider: string): readonly PricePeriod[];
  /** When the provider stops serving the model, as far as its own announcements say; undefined when nothing is known. */
  retirement(model: string, provider: string): Retirement | undefined;
}
