import type { FindingSink, Waste } from '../../contracts/detector.ts';
import type { Span } from '../../model/prompt-zones.ts';
import type { Basis, TokenCounts } from '../../model/usage.ts';

export const CLAIM_KINDS = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;

const ALL = 1;
const KEPT = 2;

/** A detector's claims: which calls, in which group, which tokens. Thirty-seven bytes a claim, and eight for each place it names, for there may be millions. */
export class Claims implements FindingSink {
  readonly #basis: Basis;
  readonly #groups: { readonly review: boolean; readonly basis: Basis }[] = [];
  #capacity = 256;
  #size = 0;
  #calls = new Uint32Array(this.#capacity);
  #groupOf = new Uint32Array(this.#capacity);
  #kind = new Uint8Array(this.#capacity);
  #tokens = new Uint32Array(CLAIM_KINDS.length * this.#capacity);
  #saved = new Float32Array(this.#capacity);
  /** Ends of each claim's bounds in `#spans`. */
  #spanEnds = new Uint32Array(this.#capacity);
  #spans = new Uint32Array(64);
  #spanLength = 0;
  /** By call; undefined when claims were added since. */
  #order: Uint32Array | undefined;

  constructor(basis: Basis) {
    this.#basis = basis;
  }

  get size(): number {
    return this.#size;
  }

  get groups(): readonly { readonly review: boolean; readonly basis: Basis }[] {
    return this.#groups;
  }

  group(options: { readonly review?: boolean; readonly basis?: Basis } = {}): number {
    return this.#groups.push({ review: options.review ?? false, basis: options.basis ?? this.#basis }) - 1;
  }

  add(group: number, callIndex: number, waste: Waste, saved = 1, spans: readonly Span[] = []): void {
    if (!(saved > 0 && saved <= 1)) throw new RangeError(`a share of ${saved} cannot be saved`);
    if (this.#size === this.#capacity) this.#grow();
    this.#order = undefined;
    const at = this.#size++;
    this.#calls[at] = callIndex;
    this.#groupOf[at] = group;
    this.#saved[at] = saved;
    for (const { from, to } of spans) {
      if (this.#spanLength + 2 > this.#spans.length)
        this.#spans = wider(new Uint32Array(2 * this.#spans.length), this.#spans);
      this.#spans[this.#spanLength++] = from;
      this.#spans[this.#spanLength++] = to;
    }
    this.#spanEnds[at] = this.#spanLength;
    if (waste === 'all') this.#kind[at] = ALL;
    else {
      const first = CLAIM_KINDS.length * at;
      for (let k = 0; k < CLAIM_KINDS.length; k++) this.#tokens[first + k] = waste[CLAIM_KINDS[k]!] ?? 0;
    }
  }

  keep(group: number, callIndex: number): void {
    this.add(group, callIndex, {});
    this.#kind[this.#size - 1] = KEPT;
  }

  /** Whether the claim only names the call that its group needs. */
  isKept(claim: number): boolean {
    return this.#kind[claim] === KEPT;
  }

  /** Share of the price of the claimed tokens that was avoidable. */
  savedAt(claim: number): number {
    return this.#saved[claim]!;
  }

  /** Where in the prompt the claimed tokens stand; empty when the claim does not say. */
  spansAt(claim: number): readonly Span[] {
    const spans: Span[] = [];
    for (let i = claim === 0 ? 0 : this.#spanEnds[claim - 1]!; i < this.#spanEnds[claim]!; i += 2) {
      spans.push({ from: this.#spans[i]!, to: this.#spans[i + 1]! });
    }
    return spans;
  }

  callAt(claim: number): number {
    return this.#calls[claim]!;
  }

  groupAt(claim: number): number {
    return this.#groupOf[claim]!;
  }

  /** The claimed tokens of a call with this usage; never more than it has. */
  tokensAt(claim: number, usage: TokenCounts, into: number[]): void {
    const isAll = this.#kind[claim] === ALL;
    for (let k = 0; k < CLAIM_KINDS.length; k++) {
      const has = usage[CLAIM_KINDS[k]!];
      into[k] = isAll ? has : Math.min(has, this.#tokens[CLAIM_KINDS.length * claim + k]!);
    }
  }

  /** Claim numbers in the order of the calls; claims on one call in the order they were made. */
  inCallOrder(): Uint32Array {
    this.#order ??= this.#sorted();
    return this.#order;
  }

  #sorted(): Uint32Array {
    const order = Uint32Array.from({ length: this.#size }, (_, i) => i);
    const calls = this.#calls;
    for (let i = 1; i < order.length; i++) {
      if (calls[i]! < calls[i - 1]!) return order.sort((a, b) => calls[a]! - calls[b]! || a - b);
    }
    return order;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#calls = wider(new Uint32Array(this.#capacity), this.#calls);
    this.#groupOf = wider(new Uint32Array(this.#capacity), this.#groupOf);
    this.#kind = wider(new Uint8Array(this.#capacity), this.#kind);
    this.#spanEnds = wider(new Uint32Array(this.#capacity), this.#spanEnds);
    this.#saved = wider(new Float32Array(this.#capacity), this.#saved);
    this.#tokens = wider(new Uint32Array(CLAIM_KINDS.length * this.#capacity), this.#tokens);
  }
}

function wider<T extends Uint32Array | Uint8Array | Float32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
