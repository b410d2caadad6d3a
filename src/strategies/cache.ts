import { type Change, defineStrategy, type PlannedCall } from '../contracts/strategy.ts';
import { combine52 } from '../model/hash.ts';
import type { Basis } from '../model/usage.ts';
import { promptTokens } from '../model/usage.ts';
import { CacheEntries } from './caching/cache-entries.ts';
import { CacheContexts, nodeKey, SCOPES } from './caching/cache-key.ts';

const MODES = ['exact', 'normalized', 'near'] as const;
const HOUR_MS = 3_600_000;

const BASIS: Readonly<Record<string, Basis>> = {
  // The very same request was sent and paid again: nothing but the cache itself is supposed.
  exact: 'measured',
  // Letter case or white space may have mattered to the answer.
  normalized: 'estimated',
  // That a similar question has the same answer is a supposition.
  near: 'assumed',
};

export default defineStrategy({
  id: 'cache',
  title: 'Response cache',
  describe:
    'Answers a request from the stored answer to an earlier equal one, so that the call is not made. ' +
    'Saves at most the share of the cost that repeats; failed calls are never stored.',
  basis: (options) => BASIS[options.mode] ?? 'assumed',
  needs: ['prompts'],
  options: {
    mode: {
      default: 'exact',
      choices: MODES,
      describe:
        'What counts as the same prompt: byte for byte, after case and white space, or similar wording.',
    },
    ttlHours: {
      default: 24,
      min: 0,
      describe: 'Hours an answer is kept, counted from when it was stored; the articles use 1, 2 and 168.',
    },
    capacity: {
      default: 0,
      min: 0,
      describe: 'Answers kept at once, the least recently used goes first; 0 is unlimited.',
    },
    scope: {
      default: 'global',
      choices: SCOPES,
      describe: 'Who may share an answer: everybody, or only calls of one user or of one feature.',
    },
    threshold: {
      default: 0.92,
      min: 0,
      max: 1,
      describe: 'Similarity from which mode near answers; 0.92 in the first and the fourth article.',
    },
    acceptUncertain: {
      default: false,
      describe: 'Lets mode near also answer prompts whose difference a person should look at first.',
    },
    embeddingModel: {
      default: 'text-embedding-3-small',
      describe: 'Model that embeds the prompt of every look-up in mode near, at its book price.',
    },
    lookupUsd: { default: 0, min: 0, describe: 'US dollars per look-up, besides embeddings.' },
  },
  sweeps: [
    { option: 'ttlHours', values: [1, 2, 24, 168] },
    { option: 'mode', values: ['exact', 'normalized'] },
  ],
  start({ prompts, models, similarity }, options) {
    const isNear = options.mode === 'near';
    const contexts = new CacheContexts(options.scope);
    const entries = new CacheEntries(options.capacity, options.ttlHours * HOUR_MS);
    const index = isNear ? similarity(options.threshold) : undefined;
    const added = new Set<number>();
    const hits: Record<string, Change> = {};
    const miss: Change | undefined =
      options.lookupUsd > 0 ? { addedUsd: options.lookupUsd, group: 'miss' } : undefined;
    let untimed = 0;
    let uncertain = 0;

    const hit = (group: string): Change =>
      (hits[group] ??= { drop: true, group, addedUsd: options.lookupUsd });

    const answer = (context: number, node: number, key: number, time: number): Change | undefined => {
      if (entries.hit(key, time)) return hit(options.mode === 'normalized' ? 'normalized' : 'exact');
      const similar = index?.find(node, contexts.name);
      if (similar === undefined) return undefined;
      if (!similar.certain) uncertain++;
      if (!similar.certain && !options.acceptUncertain) return undefined;
      if (!entries.hit(nodeKey(context, similar.node), time)) return undefined;
      return hit(similar.certain ? 'near' : 'near, uncertain');
    };

    const embed = (planned: PlannedCall): Change => {
      const tokens = promptTokens(planned.usage);
      const input = models.convertTokens(tokens, planned.model, options.embeddingModel);
      const usage = { input, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
      const { time } = planned.original;
      return { added: [{ model: options.embeddingModel, provider: '', time, tier: 'standard', usage }] };
    };

    return {
      change(planned) {
        const { prompt: node, time, latencyMs, failed } = planned.original;
        if (node < 0) return undefined;
        if (Number.isNaN(time)) untimed++;
        const context = contexts.id(planned);
        const key =
          options.mode === 'normalized'
            ? combine52(combine52(0, context), prompts.normalized(node))
            : nodeKey(context, node);
        const answered = answer(context, node, key, time);
        if (answered === undefined && !failed) {
          entries.store(key, time, latencyMs > 0 ? time + latencyMs : time);
          if (index !== undefined && !added.has(key)) {
            added.add(key);
            index.add(node, contexts.name);
          }
        }
        if (!isNear) return answered ?? miss;
        return { ...(answered ?? miss ?? { group: 'miss' }), ...embed(planned) };
      },
      assumptions() {
        const said = [
          'two requests are the same when prompt, requested model, provider, endpoint and parameters are; a sampled answer may be given again',
          'an answer can be given again from its time of completion until its hours are over; a hit does not extend them',
          'an answer is stored only when its call succeeded; a failed call whose answer is stored is not made',
        ];
        if (options.scope === 'global') said.push('answers may be shared between users');
        if (untimed > 0)
          said.push(`${untimed} calls have no time: for them only the order counts, not the hours`);
        if (isNear) {
          said.push(`every look-up embeds the whole prompt with ${options.embeddingModel}`);
          said.push(
            `${uncertain} look-ups found a similar prompt whose difference may matter; ${options.acceptUncertain ? 'they count as answered' : 'they count as not answered'}`,
          );
        }
        return said;
      },
    };
  },
});
