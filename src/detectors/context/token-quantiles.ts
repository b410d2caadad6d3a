/** Up to this many values are kept as they are. */
const EXACT_VALUES = 4096;

/**
 * Upper ends of the sketch's buckets: every integer up to 100, then each at most 1% (and at least 1) above the one before,
 * so a value is replaced by one at most 1% larger (logarithmic buckets as in DDSketch: Masson, Rim and Lee, VLDB 2019).
 */
const BOUNDS = bucketBounds();

/** Values below this, which most are, find their bucket in a table that is made when it is first needed. */
const SMALL = 1 << 15;
let smallBuckets: Uint16Array | undefined;

/**
 * Quantiles of token counts in bounded memory, the same whatever the order of the values: exact for the first few thousand,
 * then by logarithmic buckets whose upper end stands for all their values.
 */
export class TokenQuantiles {
  count = 0;
  #values: number[] | undefined = [];
  /** How many values each bucket holds. */
  #buckets: Float64Array | undefined;

  add(value: number): void {
    this.count++;
    if (this.#values !== undefined && this.#values.length < EXACT_VALUES) {
      this.#values.push(value);
      return;
    }
    for (const kept of this.#values ?? []) this.#addToBucket(kept);
    this.#values = undefined;
    this.#addToBucket(value);
  }

  /**
   * The smallest value that at least the share `q` (above 0, at most 1) of the values up to `limit` do not exceed
   * (nearest rank); NaN when there are none. A bucket that begins below the limit counts as a whole.
   */
  quantile(q: number, limit = Number.POSITIVE_INFINITY): number {
    const upTo = this.#ascending().filter(({ least }) => least <= limit);
    const rank = Math.max(1, Math.ceil(q * upTo.reduce((sum, { times }) => sum + times, 0)));
    let count = 0;
    for (const { most, times } of upTo) {
      count += times;
      if (count >= rank) return Math.min(most, limit);
    }
    return Number.NaN;
  }

  #ascending(): readonly { readonly least: number; readonly most: number; readonly times: number }[] {
    if (this.#values !== undefined) {
      this.#values.sort((a, b) => a - b);
      return this.#values.map((value) => ({ least: value, most: value, times: 1 }));
    }
    const buckets = [...(this.#buckets ?? [])].map((times, i) => ({
      least: (BOUNDS[i - 1] ?? -1) + 1,
      most: BOUNDS[i]!,
      times,
    }));
    return buckets.filter(({ times }) => times > 0);
  }

  #addToBucket(value: number): void {
    this.#buckets ??= new Float64Array(BOUNDS.length);
    smallBuckets ??= Uint16Array.from({ length: SMALL }, (_, small) => bucketOf(small));
    this.#buckets[value < SMALL ? smallBuckets[value]! : bucketOf(value)]!++;
  }
}

/** Number of the first bucket that ends at or above the value. */
function bucketOf(value: number): number {
  let low = 0;
  let high = BOUNDS.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BOUNDS[middle]! >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function bucketBounds(): Float64Array {
  const bounds = [0];
  while (bounds.at(-1)! < 2 ** 52) {
    const last = bounds.at(-1)!;
    bounds.push(Math.max(last + 1, Math.floor(last * 1.01)));
  }
  return Float64Array.from(bounds);
}
