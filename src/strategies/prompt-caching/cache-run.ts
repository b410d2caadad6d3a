import type { Change, PlannedCall, StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { cacheable } from '../../patterns/caching/cache-scopes.ts';
import { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { UNCERTAIN_SHARE } from '../../patterns/caching/text-scale.ts';
import { sentTokens } from '../prompts/sent-prompt.ts';
import { BreakpointFinder, type Breakpoints, longest } from './breakpoints.ts';
import { CacheSights, type Sight, type SightOptions, type Usable } from './cache-sight.ts';
import { CacheTally } from './cache-tally.ts';
import { type CacheTerms, isCached } from './cache-terms.ts';
import { cachedUsage } from './cached-usage.ts';
import { SeenPrefixes } from './seen-prefixes.ts';
import type { WriteHindsight } from './write-hindsight.ts';
import { WriteLearner } from './write-learner.ts';
import { worthOf, writeHindsight } from './write-plan.ts';
import { WrittenEntries } from './written-entries.ts';

export const WRITES = ['learned', 'always', 'hindsight'] as const;
export const COUNTED = ['explicit', 'logged', 'all'] as const;

export interface CacheRunOptions extends SightOptions {
  readonly breakpoints: string;
  readonly writes: string;
  readonly counted: string;
}

/** One replay of the providers' prompt caches over a log. */
export class CacheRun {
  readonly tally = new CacheTally();
  readonly sights: CacheSights;
  readonly #context: StrategyContext;
  readonly #counted: string;
  readonly #seen: SeenPrefixes;
  readonly #written: WrittenEntries;
  readonly #breakpoints: BreakpointFinder;
  readonly #learner: WriteLearner | undefined;
  readonly #hindsight: WriteHindsight | undefined;
  /** Dense numbers for a template's calls to one cache. */
  readonly #templates = new Map<number, number>();

  constructor(context: StrategyContext, options: CacheRunOptions) {
    const { prompts } = context;
    const slots = new PrefixSlots();
    this.#context = context;
    this.#counted = options.counted;
    this.sights = new CacheSights(context, options);
    this.#seen = new SeenPrefixes(prompts, slots);
    this.#written = new WrittenEntries(prompts, slots);
    this.#breakpoints = new BreakpointFinder(prompts, options.breakpoints);
    this.#learner = options.writes === 'learned' ? new WriteLearner(prompts) : undefined;
    this.#hindsight = options.writes === 'hindsight' ? writeHindsight(context, options) : undefined;
  }

  see(planned: Usable & Pick<PlannedCall, 'hasOtherPrompt'>): Change | undefined {
    if (planned.hasOtherPrompt === true) {
      this.tally.otherPrompts++;
      return undefined;
    }
    const sight = this.sights.of(planned);
    if (sight === undefined) return undefined;
    return sight.terms.paysWrites ? this.#paid(planned, sight) : this.#automatic(planned, sight);
  }

  /** A cache that serves whatever was sent before and charges nothing for keeping it. */
  #automatic(planned: Usable, sight: Sight): Change | undefined {
    const { terms, use, prompt } = sight;
    const found = this.#seen.use(use);
    const shared = this.#tokens(sight, found.node);
    this.tally.see(planned.usage, prompt, shared, found);
    if (terms.scope === undefined) return undefined;
    return this.#change(planned, sight, this.#more(planned, cacheable(terms.scope, shared)), 0);
  }

  /** A cache that keeps what requests write to it, at a price. */
  #paid(planned: Usable, sight: Sight): Change | undefined {
    const { terms, use, prompt } = sight;
    const { original, usage } = planned;
    const places = this.#breakpoints.of(original.prompt);
    this.#learner?.watch(places, this.#template(terms, original));
    const found = this.#seen.use(use, this.#learner);
    this.tally.see(usage, prompt, this.#tokens(sight, found.node), found);
    const target = this.#target(original, terms, places, found.node);

    const scope = terms.scope!;
    const entry = this.#written.read(use, found.node);
    const read = this.#more(planned, cacheable(scope, this.#tokens(sight, entry)));
    const logged = usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
    let end = this.#isCounted(original, terms) ? cacheable(scope, this.#tokens(sight, target)) : 0;
    if (end - Math.max(read, logged) < (logged > 0 ? UNCERTAIN_SHARE * end : 1)) end = 0;
    // Sizes are scaled: what the log shows as written may seem to end a little within a segment.
    this.#write(sight, places, Math.max(end, (1 + UNCERTAIN_SHARE) * logged));
    return this.#change(planned, sight, read, end);
  }

  #change(planned: Usable, { terms }: Sight, read: number, end: number): Change | undefined {
    const { original, usage } = planned;
    if (read === usage.cacheRead && end === 0) return undefined;
    if (!this.#isCounted(original, terms)) {
      this.tally.leave(read - usage.cacheRead);
      return undefined;
    }
    const changed = cachedUsage(usage, read, end, this.sights.isLong(terms, original));
    return { usage: changed, group: this.tally.change(planned, terms, changed) };
  }

  /** What is read: what the log shows, or more where the cache holds more than the sizes' error. */
  #more({ usage, original }: Usable, held: number): number {
    const least = isCached(original) ? UNCERTAIN_SHARE * held : 1;
    return held - usage.cacheRead >= Math.max(1, least) ? held : usage.cacheRead;
  }

  #target(call: Call, terms: CacheTerms, places: Breakpoints, found: number): number {
    if (this.#learner !== undefined) return this.#learner.decide(worthOf(this.sights, terms, call), found);
    return this.#hindsight === undefined ? longest(places) : this.#hindsight.target(call.index);
  }

  /** What is written up to `tokens` can be read up to each breakpoint; with hindsight they stand wherever they serve. */
  #write(sight: Sight, { head, front, tail }: Breakpoints, tokens: number): void {
    if (tokens === 0) return;
    const { use } = sight;
    if (this.#hindsight === undefined) {
      for (const node of [head, front, tail])
        if (node >= 0 && this.#tokens(sight, node) <= tokens) this.#written.write(use, node);
      return;
    }
    for (let n = use.node; n >= 0; n = this.#context.prompts.parent(n))
      if (this.#tokens(sight, n) <= tokens) this.#written.write(use, n);
  }

  /**
   * Automatic caches are on already, so that more than the log shows may have been served all the same; and an estimate of
   * usage knows nothing of the caching that a request asked for.
   */
  #isCounted(call: Call, { scope }: CacheTerms): boolean {
    if (this.#counted === 'all') return true;
    const isLogged = call.usageBasis === 'logged';
    if (scope!.mode === 'automatic') return this.#counted === 'logged' && isLogged;
    return isLogged || call.cacheTtl === '';
  }

  /** Of a prefix, as billed. */
  #tokens(sight: Sight, node: number): number {
    const { prompt, scale } = sight;
    return node < 0
      ? 0
      : Math.min(prompt, Math.round(sentTokens(this.#context.prompts, sight, node) * scale));
  }

  #template({ number }: CacheTerms, call: Call): number {
    const key = number * 2 ** 31 + this.#context.templates.of(call);
    let template = this.#templates.get(key);
    if (template === undefined) {
      template = this.#templates.size;
      this.#templates.set(key, template);
    }
    return template;
  }
}
