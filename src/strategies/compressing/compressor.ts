import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { Billable } from '../../model/price.ts';
import type { KeptTokens } from './lossy-parts.ts';

/** The model calls that shorten texts: one for each distinct text, whichever calls use it. */
export class Compressor {
  readonly #prompts: Prompts;
  readonly #models: Models;
  readonly #candidates: readonly string[];
  readonly #kept: KeptTokens;
  readonly #paidNodes = new Set<number>();
  readonly #paidSegments = new Set<number>();
  /** Prices change on whole minutes: what was found holds for all calls of one. */
  #minute = Number.NaN;
  #model: string | undefined;

  constructor(prompts: Prompts, models: Models, candidates: readonly string[], kept: KeptTokens) {
    this.#prompts = prompts;
    this.#models = models;
    this.#candidates = candidates;
    this.#kept = kept;
  }

  /** The first compressing model with a price at this time; undefined when there is none. */
  modelAt(time: number): string | undefined {
    const minute = Math.floor(time / 60_000);
    if (minute === this.#minute) return this.#model;
    const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: 0 };
    this.#minute = minute;
    this.#model = this.#candidates.find((model) =>
      Number.isFinite(this.#models.cost({ model, provider: '', time, tier: 'standard', usage })),
    );
    return this.#model;
  }

  /** The calls still to be paid for what follows `from` in this prompt (-1 for all of it); `scale` is billed tokens per base token. */
  calls(planned: PlannedCall, from: number, scale: number, model: string): Billable[] {
    const calls: Billable[] = [];
    const prompts = this.#prompts;
    for (let node = planned.original.prompt; node >= 0 && node !== from; node = prompts.parent(node)) {
      if (this.#paidNodes.has(node)) break;
      // What precedes a node is only known to be paid where the whole prompt was.
      if (from < 0) this.#paidNodes.add(node);
      const segment = prompts.segment(node);
      const facts = prompts.facts(segment);
      const kept = this.#kept(facts);
      if (kept >= facts.tokens || this.#paidSegments.has(segment)) continue;
      this.#paidSegments.add(segment);
      const convert = (tokens: number): number =>
        this.#models.convertTokens(Math.round(tokens * scale), planned.model, model);
      const usage = {
        input: convert(facts.tokens),
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: convert(kept),
        reasoning: 0,
      };
      calls.push({ model, provider: '', time: planned.original.time, tier: 'standard', usage });
    }
    return calls;
  }
}
