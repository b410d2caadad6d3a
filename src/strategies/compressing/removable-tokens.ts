import type { Prompts } from '../../contracts/prompts.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { PrefixFold } from './prefix-fold.ts';

/** Tokens a way of compressing takes out of one segment, in base tokens; at most the segment's own. */
export type Remover = (facts: SegmentFacts) => number;

/** How much of each prompt can go, and where in the prompt it stands. All figures are base tokens until scaled. */
export class RemovableTokens {
  readonly #prompts: Prompts;
  readonly #remover: Remover;
  readonly #removed: PrefixFold;

  constructor(prompts: Prompts, remover: Remover) {
    this.#prompts = prompts;
    this.#remover = remover;
    this.#removed = new PrefixFold(prompts, 0, (above, facts) => above + remover(facts));
  }

  upTo(node: number): number {
    return this.#removed.at(node);
  }

  /**
   * How many of a prompt's first tokens go when each node from `fromNode` (exclusive, -1 for all) to `leaf` loses its
   * share. `scale` is billed tokens per base token; within a segment what goes is spread evenly.
   */
  before(leaf: number, fromNode: number, scale: number): (tokens: number) => number {
    const prompts = this.#prompts;
    const skipped = this.#removed.at(fromNode);
    const start = prompts.tokens(fromNode) * scale;
    const whole = prompts.tokens(leaf) * scale;
    return (tokens) => {
      if (tokens <= start) return 0;
      if (tokens >= whole) return (this.#removed.at(leaf) - skipped) * scale;
      let node = leaf;
      let parent = prompts.parent(node);
      while (parent >= 0 && prompts.tokens(parent) * scale > tokens) {
        node = parent;
        parent = prompts.parent(node);
      }
      const facts = prompts.facts(prompts.segment(node));
      const above = prompts.tokens(parent);
      const part = facts.tokens === 0 ? 0 : (tokens / scale - above) / facts.tokens;
      return (this.#removed.at(parent) - skipped + this.#remover(facts) * part) * scale;
    };
  }
}
