import { PROMPT_ZONES, type Span, zonesOf } from '../../model/prompt-zones.ts';
import { NO_TOKENS, type TokenCounts } from '../../model/usage.ts';
import { CLAIM_KINDS } from './claims.ts';

/** What is left of one call for the detectors that have not had their turn; one object serves all calls. */
export class UnclaimedTokens {
  readonly #left: number[] = new Array(CLAIM_KINDS.length).fill(0);
  #usage: TokenCounts = NO_TOKENS;
  /** Disjoint parts of the prompt that are known to be taken, in their order. */
  #taken: readonly Span[] = [];

  reset(usage: TokenCounts): void {
    this.#usage = usage;
    this.#taken = [];
    CLAIM_KINDS.forEach((kind, k) => {
      this.#left[k] = usage[kind];
    });
  }

  /**
   * Lowers `claimed` (by CLAIM_KINDS) to what is left and takes it. A claim that says where its tokens stand gets only those of
   * them that nobody took at that place; one that does not is given whatever is left of the kind.
   */
  take(claimed: number[], spans: readonly Span[]): void {
    const zones = spans.length === 0 ? undefined : zonesOf(without(spans, this.#taken), this.#usage);
    if (zones !== undefined) this.#taken = union([...this.#taken, ...this.#within(spans, claimed)]);
    for (let k = 0; k < claimed.length; k++) {
      const kind = CLAIM_KINDS[k]!;
      const free =
        zones === undefined || kind === 'output' ? this.#left[k]! : Math.min(this.#left[k]!, zones[kind]);
      const tokens = Math.min(claimed[k]!, free);
      claimed[k] = tokens;
      this.#left[k]! -= tokens;
    }
  }

  /** The spans as far as they stand in zones of which tokens are claimed. */
  #within(spans: readonly Span[], claimed: readonly number[]): Span[] {
    const parts: Span[] = [];
    let start = 0;
    for (const zone of PROMPT_ZONES) {
      const end = start + this.#usage[zone];
      if (claimed[CLAIM_KINDS.indexOf(zone)]! > 0) {
        for (const { from, to } of spans) {
          if (Math.min(to, end) > Math.max(from, start))
            parts.push({ from: Math.max(from, start), to: Math.min(to, end) });
        }
      }
      start = end;
    }
    return parts;
  }
}

/** The same tokens as disjoint spans in their order. */
function union(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && span.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else merged.push(span);
  }
  return merged;
}

/** What of the spans is in none of `taken`, which are disjoint and in order. Both lists are short or walked once. */
function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const free: Span[] = [];
  let t = 0;
  for (const { from, to } of union(spans)) {
    let at = from;
    while (t < taken.length && taken[t]!.to <= at) t++;
    for (let n = t; n < taken.length && taken[n]!.from < to; n++) {
      if (taken[n]!.from > at) free.push({ from: at, to: taken[n]!.from });
      at = Math.max(at, taken[n]!.to);
    }
    if (at < to) free.push({ from: at, to });
  }
  return free;
}
