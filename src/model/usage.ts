/**
 * Tokens as a provider bills them, disjoint except `reasoning`, which is a subset of `output` and never added.
 * The whole prompt is `input + cacheRead + cacheWrite5m + cacheWrite1h`. All are integers.
 */
export interface TokenCounts {
  /** Prompt tokens billed at the full input rate: neither read from nor written to a prompt cache. */
  readonly input: number;
  readonly cacheRead: number;
  /** Written to the prompt cache for its default lifetime (Anthropic: 5 minutes). */
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** Billed output, reasoning included. */
  readonly output: number;
  readonly reasoning: number;
}

/** `logged`: the provider's own numbers. `estimated`: counted from the text. `none`: the log has neither. */
export type UsageBasis = 'logged' | 'estimated' | 'none';

/** How far a figure can be trusted; every figure of the report carries one. */
export type Basis = 'measured' | 'estimated' | 'assumed';

export const NO_TOKENS: TokenCounts = Object.freeze({
  input: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
});

/** The whole prompt in tokens; long-context prices and context windows look at this. */
export function promptTokens(usage: TokenCounts): number {
  return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

/** Everything billed, in tokens. */
export function billedTokens(usage: TokenCounts): number {
  return promptTokens(usage) + usage.output;
}

export function addTokens(a: TokenCounts, b: TokenCounts): TokenCounts {
  return {
    input: a.input + b.input,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite5m: a.cacheWrite5m + b.cacheWrite5m,
    cacheWrite1h: a.cacheWrite1h + b.cacheWrite1h,
    output: a.output + b.output,
    reasoning: a.reasoning + b.reasoning,
  };
}

/** Kinds of tokens that are billed; `reasoning` is a part of `output`. */
export const BILLED_KINDS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
export type BilledKind = (typeof BILLED_KINDS)[number];
