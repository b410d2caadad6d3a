import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { PrefixFold } from '../compressing/prefix-fold.ts';
import { COMPLEX_WORDS, EXPERT_WORDS, keywordTier, TIERS, taskTier } from './task-tier.ts';

const STANDARD = TIERS.indexOf('standard');
const COMPLEX = TIERS.indexOf('complex');
const EXPERT = TIERS.indexOf('expert');

/** What the fold says of a prompt's latest question: a tier, or one of these. */
const NO_TEXT = -1;

/** Names remembered at most; a log that gives every call its own name is answered without memory. */
const NAMES_KEPT = 10_000;

/**
 * Sorts calls into tiers: by the logged task or feature when it names a known task, else by the keywords in the last
 * user message and the words of the whole prompt (the second article's rules, its default being standard).
 */
class PromptTiers {
  readonly #words: PrefixFold;
  readonly #asked: PrefixFold;
  readonly #names = new Map<string, number>();

  constructor(prompts: Prompts) {
    this.#words = new PrefixFold(prompts, 0, (above, facts) => above + facts.words);
    this.#asked = new PrefixFold(prompts, NO_TEXT, askedTier);
  }

  /** Position in TIERS; -1 when the call has neither a known task nor prompt text. */
  of(call: Call): number {
    const task = Math.max(this.#named(call.feature, taskTier), this.#named(call.tags, tagsTier));
    if (task >= 0) return task;
    const asked = this.#asked.at(call.prompt);
    if (asked === NO_TEXT) return -1;
    const words = this.#words.at(call.prompt);
    if (words > EXPERT_WORDS) return EXPERT;
    return words > COMPLEX_WORDS ? Math.max(asked, COMPLEX) : asked;
  }

  #named(name: string, tierOf: (name: string) => number): number {
    if (name === '') return -1;
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const tier = tierOf(name);
    if (this.#names.size < NAMES_KEPT) this.#names.set(name, tier);
    return tier;
  }
}

const SHARED = new WeakMap<Prompts, PromptTiers>();

/** The tiers of one log, worked out once for all runs over it: they depend on nothing else. */
export function tiersOf(prompts: Prompts): PromptTiers {
  let tiers = SHARED.get(prompts);
  if (tiers === undefined) {
    tiers = new PromptTiers(prompts);
    SHARED.set(prompts, tiers);
  }
  return tiers;
}

/** The latest user message decides; a prompt without one goes by whatever text comes first. */
function askedTier(above: number, facts: SegmentFacts): number {
  if (facts.preview === '' || facts.kind === 'block' || facts.kind === 'tool') return above;
  if (facts.role !== 'user' && above !== NO_TEXT) return above;
  const tier = keywordTier(facts.preview);
  return tier < 0 ? STANDARD : tier;
}

/** Tags are compact JSON; the one called task or task_type counts. */
function tagsTier(tags: string): number {
  if (!tags.includes('"task')) return -1;
  try {
    const parsed: unknown = JSON.parse(tags);
    if (typeof parsed !== 'object' || parsed === null) return -1;
    const named = Object.entries(parsed).filter(([key]) => /^task([_-]?type)?$/i.test(key));
    return Math.max(-1, ...named.map(([, value]) => (typeof value === 'string' ? taskTier(value) : -1)));
  } catch {
    return -1;
  }
}
