import type { Prompts } from '../contracts/prompts.ts';
import type { Call } from '../model/call.ts';
import { combine52 } from '../model/hash.ts';
import type { SegmentFacts } from '../model/segment.ts';
import { promptTokens } from '../model/usage.ts';

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
    if (call.prompt < 0) return [];
    const tokens = this.path(call.prompt).map((segment) => this.facts(segment).tokens);
    return apportion(tokens, promptTokens(call.usage));
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
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map((_, i) => (i === 0 ? total : 0));
  const exact = weights.map((weight) => (weight * total) / sum);
  const shares = exact.map(Math.floor);
  const order = exact
    .map((value, i) => ({ i, rest: value - shares[i]! }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (const { i } of order) {
    if (left <= 0) break;
    shares[i]!++;
    left--;
  }
  return shares;
}
