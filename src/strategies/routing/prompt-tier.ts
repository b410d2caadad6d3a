import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import type { SegmentFacts } from '../../model/segment.ts';
import { PrefixFold } from '../compressing/prefix-fold.ts';
import { Remembered, taggedScore, taggedTask } from './named-tasks.ts';
import { COMPLEX_WORDS, EXPERT_WORDS, keywordTier, TIERS, taskTier } from './task-tier.ts';

const STANDARD = TIERS.indexOf('standard');
const COMPLEX = TIERS.indexOf('complex');
const EXPERT = TIERS.indexOf('expert');

/** What the fold says of a prompt's latest question: a tier, or one of these. */
const NO_TEXT = -1;

/**
 * Sorts calls into tiers: by the logged task or feature when it names a known task, else by the keywords in the last
 * user message and the words of the whole prompt (the second article's rules, its default being standard).
 */
class PromptTiers {
  readonly #words: PrefixFold;
  readonly #asked: PrefixFold;
  readonly #features = new Remembered(taskTier);
  readonly #tasks = new Remembered((tags: string) => taskTier(taggedTask(tags)));
  readonly #scores = new Remembered(taggedScore);

  constructor(prompts: Prompts) {
    this.#words = new PrefixFold(prompts, 0, (above, facts) => above + facts.words);
    this.#asked = new PrefixFold(prompts, NO_TEXT, askedTier);
  }

  /** Position in TIERS; -1 when the call has neither a known task nor prompt text. */
  of(call: Call): number {
    const feature = call.feature === '' ? -1 : this.#features.of(call.feature);
    const task = call.tags === '' ? feature : Math.max(feature, this.#tasks.of(call.tags));
    if (task >= 0) return task;
    const asked = this.#asked.at(call.prompt);
    if (asked === NO_TEXT) return -1;
    const words = this.#words.at(call.prompt);
    if (words > EXPERT_WORDS) return EXPERT;
    return words > COMPLEX_WORDS ? Math.max(asked, COMPLEX) : asked;
  }

  /**
   * How hard the call is, 0 to 1: what its tags say, else a quarter per tier and up to another for the words of its prompt,
   * all of it from `EXPERT_WORDS` on (own choice: the fourth article's classifier is not published). NaN when nothing tells.
   */
  score(call: Call): number {
    const tagged = call.tags === '' ? Number.NaN : this.#scores.of(call.tags);
    if (!Number.isNaN(tagged)) return tagged;
    const tier = this.of(call);
    if (tier < 0) return Number.NaN;
    return (tier + Math.min(1, this.#words.at(call.prompt) / EXPERT_WORDS)) / TIERS.length;
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
