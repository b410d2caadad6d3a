import type { Billable, ModelInfo } from '../model/price.ts';

/** Prices and model facts, as detectors and strategies may ask for them. */
export interface Models {
  info(model: string, provider: string, time: number): ModelInfo | undefined;
  /** US dollars; NaN when the model, the date or a needed rate is unknown. */
  cost(billable: Billable): number;
  /** Tokens of the same text on another model, by the ratio of their tokenizer families; rounded. */
  convertTokens(tokens: number, fromModel: string, toModel: string): number;
}
