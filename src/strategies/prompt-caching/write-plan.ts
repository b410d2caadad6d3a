import type { StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { CacheSights, type SightOptions } from './cache-sight.ts';
import type { CacheTerms } from './cache-terms.ts';
import { SeenPrefixes } from './seen-prefixes.ts';
import { WriteHindsight } from './write-hindsight.ts';

const KNOWN = new WeakMap<StrategyContext['prompts'], Map<string, WriteHindsight>>();

/** What each call of the log should have written, known from the whole log; worked out once for all runs with these options. */
export function writeHindsight(context: StrategyContext, options: SightOptions): WriteHindsight {
  const { ttl, readable, unstatedLifetime, unstatedMinimum } = options;
  const key = [ttl, readable, unstatedLifetime, unstatedMinimum].join(' ');
  let known = KNOWN.get(context.prompts);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(context.prompts, known);
  }
  let hindsight = known.get(key);
  if (hindsight === undefined) {
    hindsight = lookAhead(context, options);
    known.set(key, hindsight);
  }
  return hindsight;
}

function lookAhead(context: StrategyContext, options: SightOptions): WriteHindsight {
  const sights = new CacheSights(context, options);
  const seen = new SeenPrefixes(context.prompts, new PrefixSlots());
  const hindsight = new WriteHindsight(context.prompts);
  for (const call of context.calls()) {
    if (call.cacheHit) continue;
    const { model, provider, tier, usage } = call;
    const sight = sights.of({ original: call, model, provider, tier, usage });
    if (sight === undefined || !sight.terms.paysWrites) continue;
    hindsight.watch(call.index, worthOf(sights, sight.terms, call));
    seen.use(sight.use, hindsight);
  }
  return hindsight;
}

/** How often a token that this call writes must be read to be worth it. */
export function worthOf(sights: CacheSights, terms: CacheTerms, call: Call): number {
  return sights.isLong(terms, call) ? terms.worth1h : terms.worth5m;
}
