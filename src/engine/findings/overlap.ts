import type { Call } from '../../model/call.ts';
import type { Basis, TokenCounts } from '../../model/usage.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { CLAIM_KINDS, type Claims } from './claims.ts';
import { UnclaimedTokens } from './unclaimed-tokens.ts';

/** US dollars per 1M tokens of each claimable kind for one very call, NaN where unknown. */
export type CallRates = (call: Call) => readonly number[];

/** What one claim comes to. All of it is valid during the visit only; tokens are by CLAIM_KINDS. */
export interface SettledClaim {
  readonly call: Call;
  /** Position of the claimant among those given, and number of its claim. */
  readonly detector: number;
  readonly claim: number;
  /** What of it no earlier claim of the same detector had, and what of that no earlier detector had. */
  readonly tokens: readonly number[];
  readonly counted: readonly number[];
  /** US dollars: the detector's own figure, and what of it is in the total. */
  readonly wastedUsd: number;
  readonly countedUsd: number;
}

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
const NOTHING: readonly number[] = CLAIM_KINDS.map(() => 0);

/**
 * Prices all claims and lets every token be counted once: on each call the detectors take their tokens in the order they
 * are given, and a later one gets what the earlier ones left, whatever share of their price the earlier ones would have saved. Tokens are priced at the rates of their very call, so a
 * detector's counted money is never more than its own. Review claims are priced and never counted.
 * `see` is told of each claim, those that only name a call left out, call by call. `only`: the one call that is asked about.
 */
export function resolveOverlap(
  claimants: readonly Claims[],
  callAt: (index: number) => Call,
  ratesOf: CallRates,
  see?: (settled: SettledClaim) => void,
  only?: number,
): ClaimSums[] {
  const queues = claimants.map((claims, detector) => new ClaimQueue(claims, detector, see, only));
  const left = new UnclaimedTokens();
  for (;;) {
    let index = Number.POSITIVE_INFINITY;
    for (const queue of queues) index = Math.min(index, queue.nextCall);
    if (index === Number.POSITIVE_INFINITY) return queues.map(({ sums }) => sums);
    const call = callAt(index);
    const rates = ratesOf(call);
    left.reset(call.usage);
    for (const queue of queues) if (queue.nextCall === index) queue.settle(call, rates, left);
  }
}

/** One detector's claims, call by call. */
class ClaimQueue {
  readonly sums: ClaimSums;
  /** The call of the next claim; Infinity after the last. */
  nextCall: number;
  readonly #claims: Claims;
  readonly #detector: number;
  readonly #see: ((settled: SettledClaim) => void) | undefined;
  readonly #order: Uint32Array;
  readonly #only: number | undefined;
  #next: number;
  readonly #own: number[] = new Array(CLAIM_KINDS.length).fill(0);
  readonly #claimed: number[] = new Array(CLAIM_KINDS.length).fill(0);
  readonly #gets: number[] = new Array(CLAIM_KINDS.length).fill(0);

  constructor(claims: Claims, detector: number, see?: (settled: SettledClaim) => void, only?: number) {
    this.#detector = detector;
    this.#see = see;
    this.sums = new ClaimSums(claims.groups.length);
    this.#claims = claims;
    this.#order = claims.inCallOrder();
    this.#only = only;
    this.#next = only === undefined ? 0 : this.#firstOf(only);
    this.nextCall = this.#callAt(this.#next);
  }

  /** Settles all claims on `call`, the next one's, and takes what they get out of `left`. */
  settle(call: Call, rates: readonly number[], left: UnclaimedTokens): void {
    const { sums } = this;
    const claims = this.#claims;
    const claimed = this.#claimed;
    const index = this.nextCall;
    copyUsage(call.usage, this.#own);
    let isCounted = false;
    let isReviewed = false;
    for (; this.nextCall === index; this.nextCall = this.#callAt(++this.#next)) {
      const claim = this.#order[this.#next]!;
      if (claims.isKept(claim)) continue;
      const group = claims.groupAt(claim);
      const { review, basis } = claims.groups[group]!;
      claims.tokensAt(claim, call.usage, claimed);
      const saved = claims.savedAt(claim);
      const wastedUsd = settle(claimed, this.#own, rates, saved, sums, review);
      sums.groupUsd[group]! += wastedUsd;
      sums.groupCalls[group]!++;
      let countedUsd = 0;
      if (review) isReviewed = true;
      else {
        isCounted = true;
        left.take(this.#getting(claimed), claims.spansAt(claim));
        countedUsd = worthOf(this.#gets, rates) * saved;
        sums.counted.add(countedUsd);
        sums.countedByBasis[basis].add(countedUsd);
      }
      const counted = review ? NOTHING : this.#gets;
      this.#see?.({
        ...{ call, detector: this.#detector, claim, tokens: claimed },
        counted,
        wastedUsd,
        countedUsd,
      });
    }
    if (isCounted) sums.calls++;
    if (isReviewed) sums.reviewCalls++;
  }

  /** A copy, since whoever looks on is told what was claimed. */
  #getting(claimed: readonly number[]): number[] {
    for (let k = 0; k < claimed.length; k++) this.#gets[k] = claimed[k]!;
    return this.#gets;
  }

  #callAt(next: number): number {
    if (next >= this.#order.length) return Number.POSITIVE_INFINITY;
    const call = this.#claims.callAt(this.#order[next]!);
    return this.#only === undefined || call === this.#only ? call : Number.POSITIVE_INFINITY;
  }

  /** Place of the first claim on the call or a later one. */
  #firstOf(call: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#claims.callAt(this.#order[middle]!) < call) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function copyUsage(usage: TokenCounts, into: number[]): void {
  for (let k = 0; k < CLAIM_KINDS.length; k++) into[k] = usage[CLAIM_KINDS[k]!];
}

/** The detector's own money for one claim; a detector cannot waste one token of a call twice either. */
function settle(
  claimed: number[],
  own: number[],
  rates: readonly number[],
  saved: number,
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
  const savedUsd = usd * saved;
  (review ? sums.review : sums.wasted).add(savedUsd);
  return savedUsd;
}

function worthOf(tokens: readonly number[], rates: readonly number[]): number {
  let usd = 0;
  for (let k = 0; k < tokens.length; k++) usd += worth(tokens[k]!, rates[k]!);
  return usd;
}

/** Unknown rates make unknown money, which is told apart as unpriced calls; here it adds nothing. */
function worth(tokens: number, rate: number): number {
  return tokens === 0 || Number.isNaN(rate) ? 0 : (tokens * rate) / PER_MILLION;
}
