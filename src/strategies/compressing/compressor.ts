import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Billable } from '../../model/price.ts';
import type { SegmentFacts } from '../../model/segment.ts';

/** The model calls that shorten system prompts: one for each distinct one, whichever calls use it. */
export class Compressor {
  readonly #prompts: Prompts;
  readonly #models: Models;
  readonly #candidates: readonly string[];
  readonly #isShortened: (facts: SegmentFacts) => boolean;
  readonly #targetTokens: number;
  readonly #paidNodes = new Set<number>();
  readonly #paidSegments = new Set<number>();

  constructor(
    prompts: Prompts,
    models: Models,
    candidates: readonly string[],
    isShortened: (facts: SegmentFacts) => boolean,
    targetTokens: number,
  ) {
    this.#prompts = prompts;
    this.#models = models;
    this.#candidates = candidates;
    this.#isShortened = isShortened;
    this.#targetTokens = targetTokens;
  }

  /** The first compressing model with a price at this time; undefined when there is none. */
  modelAt(time: number): string | undefined {
    const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: 0 };
    return this.#candidates.find((model) =>
      Number.isFinite(this.#models.cost({ model, provider: '', time, tier: 'standard', usage })),
    );
  }

  /** The calls still to be paid for this prompt; `scale` is billed tokens per base token. */
  calls(planned: PlannedCall, scale: number, model: string): Billable[] {
    const calls: Billable[] = [];
    const prompts = this.#prompts;
    for (let node = planned.original.prompt; node >= 0; node = prompts.parent(node)) {
      if (this.#paidNodes.has(node)) break;
      this.#paidNodes.add(node);
      const segment = prompts.segment(node);
      const facts = prompts.facts(segment);
      if (!this.#isShortened(facts) || this.#paidSegments.has(segment)) continue;
      this.#paidSegments.add(segment);
      const convert = (tokens: number): number =>
        this.#models.convertTokens(Math.round(tokens * scale), planned.model, model);
      const usage = {
        input: convert(facts.tokens),
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: convert(this.#targetTokens),
        reasoning: 0,
      };
      calls.push({ model, provider: '', time: planned.original.time, tier: 'standard', usage });
    }
    return calls;
  }
}
