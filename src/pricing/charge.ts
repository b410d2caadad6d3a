import { BILLED_KINDS, type BilledKind, type TokenCounts } from '../model/usage.ts';

/** What each kind of token costs, in US dollars per 1M; NaN when it is not known. */
export interface Rates {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly output: number;
  /** Output of a call with reasoning tokens: all of it, not only the reasoning. */
  readonly outputThinking: number;
}

/** One kind of token of a priced call. */
export interface PriceLine {
  readonly kind: BilledKind;
  readonly tokens: number;
  /** US dollars per 1M tokens; NaN when unknown. */
  readonly rate: number;
  /** US dollars; NaN when unknown. */
  readonly usd: number;
}

/**
 * US dollars of `tokens` at `rate` US dollars per 1M tokens: the only place where money is multiplied.
 * No tokens cost nothing even where the rate is unknown; otherwise an unknown rate makes the result NaN.
 */
export function usd(tokens: number, rate: number): number {
  return tokens === 0 ? 0 : (tokens * rate) / 1_000_000;
}

/** Whether the counts can be billed: none negative, none without bounds. */
export function isBillable(usage: TokenCounts): boolean {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = usage;
  return (
    input >= 0 &&
    cacheRead >= 0 &&
    cacheWrite5m >= 0 &&
    cacheWrite1h >= 0 &&
    output >= 0 &&
    input + cacheRead + cacheWrite5m + cacheWrite1h + output < Number.POSITIVE_INFINITY
  );
}

/** US dollars of one request at these rates; NaN when a rate that it needs is unknown. */
export function charge(rates: Rates, usage: TokenCounts): number {
  return (
    usd(usage.input, rates.input) +
    usd(usage.cacheRead, rates.cacheRead) +
    usd(usage.cacheWrite5m, rates.cacheWrite5m) +
    usd(usage.cacheWrite1h, rates.cacheWrite1h) +
    usd(usage.output, outputRate(rates, usage))
  );
}

/** The same by kind of token, in the order of the bill, without the kinds that the request has none of. They add up to `charge`. */
export function priceLines(rates: Rates, usage: TokenCounts): PriceLine[] {
  return BILLED_KINDS.filter((kind) => usage[kind] > 0).map((kind) => {
    const rate = kind === 'output' ? outputRate(rates, usage) : rates[kind];
    return { kind, tokens: usage[kind], rate, usd: usd(usage[kind], rate) };
  });
}

/** A derived rate without the dust of binary fractions: no list has more than a few digits. */
export function withoutDust(rate: number): number {
  return Number(rate.toPrecision(12));
}

function outputRate(rates: Rates, usage: TokenCounts): number {
  return usage.reasoning > 0 ? rates.outputThinking : rates.output;
}
