import type { Call } from '../model/call.ts';
import type { SegmentFacts } from '../model/segment.ts';

/**
 * The prompt trie, as detectors and strategies see it. A node is a whole prompt prefix; `-1` is the empty prompt.
 * Equal nodes mean byte-equal prompts. All token figures are in o200k_base unless `shares` scales them to a call.
 */
export interface Prompts {
  /** -1 when the node is a first segment. */
  parent(node: number): number;
  /** Number of the node's last segment, for `facts`. */
  segment(node: number): number;
  /** Number of segments from the root; the empty prompt has 0. */
  depth(node: number): number;
  /** Segments from the first to the last. */
  path(node: number): readonly number[];
  facts(segment: number): SegmentFacts;
  /** Base tokens of the whole prompt. */
  tokens(node: number): number;
  /** Base tokens of the prompt's tool schemas. */
  toolTokens(node: number): number;
  /** Equal for prompts that agree after case and white space are normalised, segment by segment. */
  normalized(node: number): number;
  /** The node that ends the leading system prompts and tool schemas: what calls of one template share. -1 when there are none. */
  template(node: number): number;
  /** Content key in hexadecimal: the same on every machine. */
  key(node: number): string;
  /**
   * Tokens of each segment of the call's prompt, scaled so that they sum to the call's whole prompt
   * (largest remainders); empty when the call has no prompt.
   */
  shares(call: Call): readonly number[];
}

/** A prompt that resembles one seen before. */
export interface SimilarPrompt {
  readonly node: number;
  /** Jaccard similarity of the varying part, 0 to 1. */
  readonly similarity: number;
  /** True when nothing but wording that carries no content differs; otherwise a person should look. */
  readonly certain: boolean;
}

/** Finds earlier prompts like a given one without comparing all pairs. */
export interface SimilarityIndex {
  /**
   * The most similar prompt added before at or above the threshold; among equals the first added. `scope` keeps models or
   * users apart. `accepts` leaves out prompts that do not count now (their answer has expired, or is still to come);
   * `isGone` says which of these cannot count again until they are added again.
   */
  find(
    node: number,
    scope: string,
    accepts?: (node: number) => boolean,
    isGone?: (node: number) => boolean,
  ): SimilarPrompt | undefined;
  add(node: number, scope: string): void;
}
