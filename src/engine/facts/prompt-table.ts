import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52 } from '../../model/hash.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { promptTokens } from '../../model/usage.ts';

/** The trie as the store holds it: one entry per node, a parent always before its children. */
export interface TrieData {
  /** -1 for a first segment. */
  readonly parents: Int32Array;
  readonly segments: Uint32Array;
  /** Hexadecimal content key of a node. */
  key(node: number): string;
  facts(segment: number): SegmentFacts;
}

/** Answers questions about the prompt trie; derived columns are computed once, when first asked for. */
export class PromptTable implements Prompts {
  readonly #data: TrieData;
  #tokens: Float64Array | undefined;
  #toolTokens: Float64Array | undefined;
  #normalized: Float64Array | undefined;
  #templates: Int32Array | undefined;

  constructor(data: TrieData) {
    this.#data = data;
  }

  parent(node: number): number {
    return this.#data.parents[node] ?? -1;
  }

  segment(node: number): number {
    return this.#data.segments[node]!;
  }

  depth(node: number): number {
    let depth = 0;
    for (let n = node; n >= 0; n = this.parent(n)) depth++;
    return depth;
  }

  path(node: number): number[] {
    const path: number[] = [];
    for (let n = node; n >= 0; n = this.parent(n)) path.push(this.segment(n));
    return path.reverse();
  }

  facts(segment: number): SegmentFacts {
    return this.#data.facts(segment);
  }

  key(node: number): string {
    return node < 0 ? '' : this.#data.key(node);
  }

  tokens(node: number): number {
    this.#tokens ??= this.#fold(
      new Float64Array(this.#data.parents.length),
      0,
      (above, facts) => above + facts.tokens,
    );
    return node < 0 ? 0 : this.#tokens[node]!;
  }

  toolTokens(node: number): number {
    this.#toolTokens ??= this.#fold(
      new Float64Array(this.#data.parents.length),
      0,
      (above, { kind, tokens }) => above + (kind === 'tool' ? tokens : 0),
    );
    return node < 0 ? 0 : this.#toolTokens[node]!;
  }

  normalized(node: number): number {
    this.#normalized ??= this.#fold(new Float64Array(this.#data.parents.length), 1, (above, facts) =>
      combine52(above, facts.normalizedKey),
    );
    return node < 0 ? 1 : this.#normalized[node]!;
  }

  template(node: number): number {
    if (this.#templates === undefined) {
      const { parents, segments } = this.#data;
      const templates = new Int32Array(parents.length);
      for (let n = 0; n < parents.length; n++) {
        const parent = parents[n]!;
        const above = parent < 0 ? -1 : templates[parent]!;
        const { kind } = this.facts(segments[n]!);
        templates[n] = above === parent && (kind === 'system' || kind === 'tool') ? n : above;
      }
      this.#templates = templates;
    }
    return node < 0 ? -1 : this.#templates[node]!;
  }

  shares(call: Call): number[] {
    const weights = new Array<number>(this.depth(call.prompt));
    let i = weights.length;
    for (let n = call.prompt; n >= 0; n = this.parent(n)) {
      weights[--i] = this.tokens(n) - this.tokens(this.parent(n));
    }
    return apportion(weights, promptTokens(call.usage));
  }

  #fold<T extends Float64Array>(
    into: T,
    root: number,
    step: (above: number, facts: SegmentFacts) => number,
  ): T {
    const { parents, segments } = this.#data;
    for (let n = 0; n < parents.length; n++) {
      const parent = parents[n]!;
      into[n] = step(parent < 0 ? root : into[parent]!, this.facts(segments[n]!));
    }
    return into;
  }
}

/** Splits `total` in proportion to `weights` into integers that sum to it exactly (largest remainders; ties to the earlier). */
export function apportion(weights: readonly number[], total: number): number[] {
  const count = weights.length;
  const shares = new Array<number>(count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i]!;
  const rests = new Float64Array(count);
  let left = total;
  for (let i = 0; i < count; i++) {
    const exact = sum === 0 ? 0 : (weights[i]! * total) / sum;
    const share = Math.floor(exact);
    shares[i] = share;
    rests[i] = exact - share;
    left -= share;
  }
  if (sum === 0 && count > 0) shares[0] = total;
  if (sum === 0 || left <= 0) return shares;
  // One more for each of the `left` largest remainders; numbers alone sort far faster than numbers with their places.
  const sorted = rests.slice().sort();
  const least = sorted[Math.max(0, count - left)]!;
  for (let i = 0; i < count; i++) if (rests[i]! > least) left -= 1;
  for (let i = 0; i < count; i++) {
    if (rests[i]! > least) shares[i]! += 1;
    else if (rests[i] === least && left > 0) {
      shares[i]! += 1;
      left -= 1;
    }
  }
  return shares;
}
