/** Numbers between slashes, such as 75/20/5. Throws when one is none. */
export function readNumbers(text: string, option: string): readonly number[] {
  const numbers = text.split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.some((number) => !(number >= 0 && number < Number.POSITIVE_INFINITY)))
    throw new Error(`${option}: '${text}' is not of the form 75/20/5`);
  return numbers;
}

/** Weights for `places` places: what stands for further places goes to the last, places without a weight get none. */
export function weightsFor(weights: readonly number[], places: number): readonly number[] {
  const fitted = Array.from({ length: places }, (_, at) => weights[at] ?? 0);
  for (let at = places; at < weights.length; at++) fitted[places - 1]! += weights[at]!;
  return fitted;
}

/**
 * Deals calls to places in proportion to weights: each goes where most is missing so far, the first among equals. After any
 * number of calls no place has a whole call too many, and after as many as the weights sum to each has exactly its own.
 */
export class DealtShares {
  readonly #weights: readonly number[];
  readonly #whole: number;
  readonly #missing: number[];

  /** Throws when all weights are 0. */
  constructor(weights: readonly number[], option: string) {
    this.#weights = weights;
    this.#whole = weights.reduce((sum, weight) => sum + weight, 0);
    if (!(this.#whole > 0)) throw new Error(`${option}: at least one share must be above 0`);
    this.#missing = weights.map(() => 0);
  }

  next(): number {
    const missing = this.#missing;
    let most = 0;
    for (let at = 0; at < missing.length; at++) {
      missing[at]! += this.#weights[at]!;
      if (missing[at]! > missing[most]!) most = at;
    }
    missing[most]! -= this.#whole;
    return most;
  }
}

/** The same shares with `factor` times as much beyond the first place, as far as there is room. */
export function escalated(text: string, factor: number): string {
  const [first = 0, ...rest] = readNumbers(text, 'shares');
  const beyond = rest.reduce((sum, share) => sum + share, 0);
  const whole = first + beyond;
  if (beyond === 0) return text;
  const scale = Math.min(factor, whole / beyond);
  // Where all of it is beyond, what is left may round to less than nothing.
  return [Math.max(0, whole - beyond * scale), ...rest.map((share) => share * scale)].join('/');
}
