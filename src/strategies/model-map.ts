import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import type { ModelInfo } from '../model/price.ts';
import { EndingModels } from './routing/ending-models.ts';
import { matching, readModelMap } from './routing/model-patterns.ts';
import { Mover } from './routing/router-move.ts';

/** Models whose entry is remembered; a log that makes names up does not fill the memory. */
const NAMES_KEPT = 10_000;
const NOWHERE = -1;

export default defineStrategy({
  id: 'model-map',
  title: 'Model map',
  describe: 'Sends every call of a model to the model that a map names for it, dearer ones too.',
  basis: 'assumed',
  needs: ['usage'],
  isOnRequest: true,
  options: {
    map: {
      default: '',
      describe:
        "Old and new models: 'gpt-4.1 -> deepseek-v4-flash, claude-* -> gpt-4.1'; the first entry that fits counts, names are the log's or the price book's.",
    },
    reasoningFactor: {
      default: 2,
      min: 1,
      describe:
        'What a call writes that goes from a model that does not reason to one that does, as a multiple of what it wrote (own choice).',
    },
  },
  presets: {
    'first-article': {
      describe: "The first article's swap, at its reseller's claimed price, answers taken to be as long.",
      options: { map: 'gpt-4.1 -> holysheep/deepseek-v3.2', reasoningFactor: 1 },
    },
    'third-article': {
      describe: "The third article's swap at the maker's list prices, answers taken to be as long.",
      options: { map: 'gpt-4o -> deepseek-v4-flash', reasoningFactor: 1 },
    },
    'fifth-article': {
      describe: "The fifth article's cheap model instead of its quality models.",
      options: { map: 'gpt-4o -> gpt-4o-mini, claude-3-5-sonnet* -> gpt-4o-mini' },
    },
  },
  sweeps: [{ option: 'reasoningFactor', values: [1, 2, 4] }],
  range: ({ reasoningFactor }) => ({
    pessimistic: { reasoningFactor: reasoningFactor * 2 },
    optimistic: { reasoningFactor: 1 },
  }),
  start({ models }, options) {
    const { reasoningFactor } = options;
    const mover = new Mover(models, {
      provider: '',
      allowReasoning: true,
      reasoningFactor,
      leavesTier: true,
    });
    const ends = new EndingModels(models);
    const patterns = readModelMap(options.map);
    for (const { to } of patterns) {
      // A model that is sold later or no more may be meant for other prices; one that never had any is a slip of the pen.
      if (models.info(to, '', Number.NaN) === undefined && models.periods(to, '').length === 0)
        throw new Error(
          `map: '${to}' has no known price, or several sellers ask different ones: seller/model names one; see llm-cost prices`,
        );
    }
    const groups = patterns.map(({ from, to }) => `${from} -> ${to}`);
    const matched = patterns.map(() => 0);
    const moved = patterns.map(() => 0);
    const places = new Map<string, number>();
    let offTier = 0;
    let claimed = 0;
    let reasons = 0;

    /** Names are the book's by its day, so that a name whose meaning changes is looked up anew. */
    const placeOf = (logged: string, info: ModelInfo | undefined): number => {
      const key = info === undefined ? logged : `${logged}\n${info.id}`;
      const known = places.get(key);
      if (known !== undefined) return known;
      const place = matching(patterns, info === undefined ? [logged] : [logged, info.id]);
      if (places.size < NAMES_KEPT) places.set(key, place);
      return place;
    };

    const move = (planned: PlannedCall, info: ModelInfo | undefined, place: number): Change | undefined => {
      const { to } = patterns[place]!;
      matched[place]!++;
      if (to === planned.model) return undefined;
      const there = mover.to(planned, info, to);
      if (there === undefined) return undefined;
      const { model, provider, tier, usage, isClaim } = there;
      moved[place]!++;
      ends.add(there);
      if (tier !== planned.tier) offTier++;
      if (isClaim) claimed++;
      if (usage.reasoning > 0 && planned.usage.reasoning === 0) reasons++;
      const change = { model, provider, tier, usage, group: groups[place]! };
      // A snapshot and its alias, or the same model elsewhere, are one model to whoever reads the answer.
      const isSame =
        info !== undefined && models.info(model, provider, planned.original.time)?.id === info.id;
      return planned.original.failed || isSame ? change : { ...change, risk: 'otherModel' };
    };

    return {
      change(planned) {
        const { original } = planned;
        if (patterns.length === 0 || original.usageBasis === 'none') return undefined;
        const info = models.info(planned.model, planned.provider, original.time);
        const place = placeOf(planned.model, info);
        if (place === NOWHERE) return undefined;
        // "Everything" means answers: vectors of another model fit no index.
        if (patterns[place]!.from === '*' && original.endpoint === 'embedding') return undefined;
        return move(planned, info, place);
      },
      assumptions() {
        if (patterns.length === 0) return ['the map is empty: name models with map=old -> new'];
        const said = [
          'the new models answer well enough and with as many tokens, reasoning included, as the log has; nothing in a log can show that',
          'tokens are converted between tokenizer families; cached tokens become plain input, except reads on models that cache by themselves without a charge',
        ];
        patterns.forEach(({ from, to }, place) => {
          const left = matched[place]! - moved[place]!;
          if (matched[place] === 0)
            said.push(`no call with a price is of ${from}, or an earlier entry takes them`);
          else if (left > 0)
            said.push(
              `${left} calls of ${from} stay: they do not fit ${to}, or it has no price at their time, or it is the model they have, or one makes vectors and the other writes`,
            );
        });
        if (reasons > 0)
          said.push(`${reasons} calls start to reason and write ${reasoningFactor} times what they wrote`);
        if (offTier > 0)
          said.push(
            `${offTier} calls of another service tier are made at the standard rate, the only one there`,
          );
        if (claimed > 0)
          said.push(`${claimed} calls are priced at what a reseller claims, without a price list behind it`);
        return [...said, ...ends.notes()];
      },
    };
  },
});
