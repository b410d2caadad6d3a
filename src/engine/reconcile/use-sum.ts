import { addTokens, billedTokens, NO_TOKENS, type TokenCounts } from '../../model/usage.ts';

/** What one side says of one day and model. null is what it does not say. */
export interface UseSum {
  requests: number | null;
  tokens: TokenCounts | null;
  costUsd: number | null;
  unpricedCalls: number;
  /** Tokens at the batch rate, of `tokens`. */
  batchTokens: number;
  /** Dollars that are for no tokens, by what they are for. */
  readonly items: Map<string, number>;
  /** What rounding may have added to or taken from `costUsd`. */
  roundingUsd: number;
  /** True when the input may still hold cached tokens. */
  isUnsplit: boolean;
}

export function emptySum(): UseSum {
  return {
    ...{ requests: null, tokens: null, costUsd: null, unpricedCalls: 0, batchTokens: 0 },
    ...{ items: new Map<string, number>(), roundingUsd: 0, isUnsplit: false },
  };
}

/** Adds `from` to `into`; what neither says stays unsaid. */
export function addSum(into: UseSum, from: UseSum): void {
  into.requests = plus(into.requests, from.requests);
  if (from.tokens !== null) into.tokens = addTokens(into.tokens ?? NO_TOKENS, from.tokens);
  into.costUsd = plus(into.costUsd, from.costUsd);
  into.unpricedCalls += from.unpricedCalls;
  into.batchTokens += from.batchTokens;
  into.roundingUsd += from.roundingUsd;
  into.isUnsplit ||= from.isUnsplit;
  for (const [item, usd] of from.items) into.items.set(item, (into.items.get(item) ?? 0) + usd);
}

function plus(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}

/** All billed tokens; null when unsaid. */
export function tokenSum({ tokens }: UseSum): number | null {
  return tokens === null ? null : billedTokens(tokens);
}
