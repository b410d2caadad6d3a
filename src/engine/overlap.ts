import type { Call } from '../model/call.ts';
import type { Basis } from '../model/usage.ts';
import { CLAIM_KINDS, type Claims } from './claims.ts';
import { CompensatedSum } from './replay-sum.ts';

/** US dollars per 1M tokens of each claimable kind for one very call, NaN where unknown. */
export type CallRates = (call: Call) => readonly number[];

/** What one detector's claims come to. */
export class ClaimSums {
  readonly wasted = new CompensatedSum();
  readonly counted = new CompensatedSum();
  readonly countedByBasis: Record<Basis, CompensatedSum> = {
    measured: new CompensatedSum(),
    estimated: new CompensatedSum(),
    assumed: new CompensatedSum(),
  };
  readonly review = new CompensatedSum();
  readonly tokens = new Float64Array(CLAIM_KINDS.length);
  calls = 0;
  reviewCalls = 0;
  readonly groupUsd: Float64Array;
  readonly groupCalls: Uint32Array;

  constructor(groups: number) {
    this.groupUsd = new Float64Array(groups);
    this.groupCalls = new Uint32Array(groups);
  }
}

const PER_MILLION = 1e6;

/**
 * Prices all claims and lets every token be counted once: on each call the detectors take their tokens in the order they
 * are given, and a later one gets what the earlier ones left. Tokens are priced at the rates of their very call, so a
 * detector's counted money is never more than its own. Review claims are priced and never counted.
 */
export function resolveOverlap(
  claimants: readonly Claims[],
  callAt: (index: number) => Call,
  ratesOf: CallRates,
): ClaimSums[] {
  const sums = claimants.map((claims) => new ClaimSums(claims.groups.length));
  const orders = claimants.map((claims) => claims.inCallOrder());
  const next = claimants.map(() => 0);
  const claimed: number[] = new Array(CLAIM_KINDS.length).fill(0);
  for (;;) {
    let index = Number.POSITIVE_INFINITY;
    claimants.forEach((claims, d) => {
      const at = next[d]!;
      if (at < orders[d]!.length) index = Math.min(index, claims.callAt(orders[d]![at]!));
    });
    if (index === Number.POSITIVE_INFINITY) return sums;
    const call = callAt(index);
    const rates = ratesOf(call);
    const left = CLAIM_KINDS.map((kind) => call.usage[kind]);
    claimants.forEach((claims, d) => {
      const order = orders[d]!;
      const own = CLAIM_KINDS.map((kind) => call.usage[kind]);
      let isCounted = false;
      let isReviewed = false;
      for (; next[d]! < order.length && claims.callAt(order[next[d]!]!) === index; next[d]!++) {
        const claim = order[next[d]!]!;
        if (claims.isKept(claim)) continue;
        const group = claims.groupAt(claim);
        const { review, basis } = claims.groups[group]!;
        claims.tokensAt(claim, call.usage, claimed);
        const usd = settle(claimed, own, rates, sums[d]!, review);
        sums[d]!.groupUsd[group]! += usd;
        sums[d]!.groupCalls[group]!++;
        if (review) isReviewed = true;
        else {
          isCounted = true;
          const countedUsd = take(claimed, left, rates);
          sums[d]!.counted.add(countedUsd);
          sums[d]!.countedByBasis[basis].add(countedUsd);
        }
      }
      if (isCounted) sums[d]!.calls++;
      if (isReviewed) sums[d]!.reviewCalls++;
    });
  }
}

/** The detector's own money for one claim; a detector cannot waste one token of a call twice either. */
function settle(
  claimed: number[],
  own: number[],
  rates: readonly number[],
  sums: ClaimSums,
  review: boolean,
): number {
  let usd = 0;
  for (let k = 0; k < claimed.length; k++) {
    const tokens = Math.min(claimed[k]!, own[k]!);
    claimed[k] = tokens;
    if (review) {
      usd += worth(tokens, rates[k]!);
      continue;
    }
    own[k]! -= tokens;
    sums.tokens[k]! += tokens;
    usd += worth(tokens, rates[k]!);
  }
  (review ? sums.review : sums.wasted).add(usd);
  return usd;
}

function take(claimed: readonly number[], left: number[], rates: readonly number[]): number {
  let usd = 0;
  for (let k = 0; k < claimed.length; k++) {
    const tokens = Math.min(claimed[k]!, left[k]!);
    left[k]! -= tokens;
    usd += worth(tokens, rates[k]!);
  }
  return usd;
}

/** Unknown rates make unknown money, which is told apart as unpriced calls; here it adds nothing. */
function worth(tokens: number, rate: number): number {
  return tokens === 0 || Number.isNaN(rate) ? 0 : (tokens * rate) / PER_MILLION;
}
