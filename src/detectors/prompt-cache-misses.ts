import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { MissFinder } from './caching/miss-finder.ts';

/** Prompt tokens billed in full, or written again, that a provider's cache could have served. */
export const promptCacheMisses = defineDetector({
  id: 'prompt-cache-misses',
  title: 'Prompt cache misses',
  describe:
    'Prompt tokens that the provider would have served from its prompt cache at the cached rate: a prefix that an earlier call of the log ' +
    '(same provider and model, its answer begun, within the cache lifetime) had sent byte for byte (measured), or a part that a template repeats ' +
    'in every call but behind something that varies, so that moving the varying part to the end would make it a common prefix (estimated; at least two calls where neither time, identifier nor order tells why; what user messages repeat is known from the fifth message of a template on). ' +
    "The provider's minimum prefix, step and lifetime apply; where no minimum is published 4096 tokens are assumed. Avoidable: what lies beyond the tokens that were read, " +
    'at least minTokens and a tenth of the prefix, at the difference to the cached rate, less the premium of the writes it takes. ' +
    'Where a prompt is billed for more than half again its text (Claude, which adds to tools: twice), the rest is images or the like, and the text alone counts. ' +
    'Review: calls without logged usage, automatic caches of which the log never shows a read or that served four calls of five, prefixes a little below the minimum (no money), longer retention of automatic caches. ' +
    'Failed calls, batches and models without a cached rate are left out.',
  why: 'Providers bill a prompt prefix that they have cached at a tenth to a half of the input price; the slightest difference before it, or not asking, costs the full price in every call.',
  basis: 'estimated',
  needs: ['prompts', 'usage', 'time', 'price'],
  options: {
    minTokens: {
      default: 256,
      min: 1,
      describe:
        "Least tokens of one call that could have been read from the cache and were not. Own choice: two of OpenAI's steps of 128.",
    },
    lifetime: {
      default: 300,
      min: 1,
      describe:
        'Seconds that an unused prefix stays cached where the provider states no lifetime for the model. Default: the shortest that OpenAI states (5 to 10 minutes).',
    },
  },
  columns: [
    { key: 'cause', label: 'Cause', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'where', label: 'Where', kind: 'text' },
    { key: 'position', label: 'At token', kind: 'tokens' },
    { key: 'tokens', label: 'Tokens rebilled', kind: 'tokens' },
    { key: 'missed', label: 'Calls missed', kind: 'percent' },
  ],
  fix: ({ lifetime }) =>
    'Begin every prompt of a template with what never changes (tools in a fixed order, system prompt, examples), put dates, ids and user data last, ' +
    'and ask for caching where the provider wants to be asked (cache_control, cachePoint); ' +
    `the next call must come within the cache's lifetime (5 minutes or 1 hour at Anthropic, 30 minutes from GPT-5.6 on, ${lifetime} seconds assumed elsewhere).`,
  start: (context, options, sink) => new PromptCacheMissesRun(context, options, sink),
});

interface Options {
  readonly minTokens: number;
  readonly lifetime: number;
}

class PromptCacheMissesRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #sink: FindingSink;
  readonly #finder: MissFinder;
  /** Groups of the finder by the sink's number. */
  readonly #shown: number[] = [];

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#sink = sink;
    this.#finder = new MissFinder(context, options.minTokens, options.lifetime * 1000);
  }

  see(call: Call): void {
    this.#finder.see(call);
  }

  finish(): void {
    const { groups, claims } = this.#finder;
    const numbers = groups.map((group, i) => {
      if (!group.isWorthShowing) return undefined;
      const number = this.#sink.group({ review: group.isReview, basis: group.basis });
      this.#shown[number] = i;
      if (group.reference >= 0) this.#sink.keep(number, group.reference);
      return number;
    });
    claims.hand(this.#sink, numbers);
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#finder.groups[this.#shown[group]!]!.describe(this.#context.prompts);
  }
}
