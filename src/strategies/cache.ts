import { defineStrategy } from '../contracts/strategy.ts';
import type { Basis } from '../model/usage.ts';
import { SCOPES } from './caching/cache-key.ts';
import { CacheRun, MODES } from './caching/cache-run.ts';
import { LOCAL, UNSAID, USUAL_MODEL } from './caching/embeddings.ts';

const BASIS: Readonly<Record<string, Basis>> = {
  // The very same request was sent and paid again: nothing but the cache itself is supposed.
  exact: 'measured',
  // Letter case or white space may have mattered to the answer.
  normalized: 'estimated',
  // That a similar question has the same answer is a supposition.
  near: 'assumed',
  semantic: 'assumed',
};

/** How much nearer and farther than the chosen threshold prompts may be, as shares of its distance from 1; own choice. */
const NEARER = 0.5;
const FARTHER = 1.5;

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
        'What counts as the same prompt: byte for byte, after case and white space, similar wording, or similar embeddings.',
    },
    ttl: {
      default: '24h',
      kind: 'duration',
      describe:
        'How long an answer is kept, counted from when it was complete; the articles use 1h, 2h and 7d.',
    },
    capacity: {
      default: 0,
      min: 0,
      describe: 'Answers kept at once, the least recently used goes first; 0 is unlimited.',
    },
    scope: {
      default: 'global',
      choices: SCOPES,
      describe:
        'Who may share an answer: everybody, or only calls of one user or of one feature; calls that name none then pass by.',
    },
    deterministicOnly: {
      default: false,
      describe: 'Lets calls pass by that are sampled: at a temperature above 0, or none set.',
    },
    threshold: {
      default: 0.92,
      min: 0,
      max: 1,
      describe:
        'Similarity from which modes near and semantic answer; 0.92 in the first and the fourth article.',
    },
    acceptUncertain: {
      default: false,
      describe: 'Lets mode near also answer prompts whose difference a person should look at first.',
    },
    exactFirst: {
      default: true,
      describe:
        'Looks for the very same prompt before embedding it, as the first article does; false embeds for every look-up.',
    },
    embeddingModel: {
      default: UNSAID,
      describe: `Model that embeds the last message for look-ups in modes near and semantic, at its book price; ${UNSAID} is the one of --embedding-model, else ${USUAL_MODEL} (own choice); ${LOCAL} is a local one that is free.`,
    },
    lookupUsd: { default: 0, min: 0, describe: 'US dollars per look-up, besides embeddings.' },
  },
  presets: {
    'first-article': {
      describe:
        'The first article: embeddings at a similarity of 0.92 after an exact look-up, kept for 7 days.',
      options: { mode: 'semantic', threshold: 0.92, ttl: '7d' },
    },
    'third-article': {
      describe:
        'The third article: called semantic, but a hash of the messages; an hour by its default, two hours (ttl=2h) in its example.',
      options: { mode: 'exact', ttl: '1h' },
    },
    'fourth-article': {
      describe:
        'The fourth article: a vector search for every query at a similarity of 0.92; it names no lifetime.',
      options: { mode: 'semantic', threshold: 0.92, exactFirst: false },
    },
    // LangChain hands score_threshold to Redis as the greatest cosine distance (1 less the similarity) of a hit, and its
    // OpenAIEmbeddings use ada-002 unless told otherwise (langchain_community.cache, langchain_community.embeddings).
    'fifth-article': {
      describe:
        "The fifth article: LangChain's RedisSemanticCache with a score_threshold of 0.05, which is a distance: a similarity of 0.95; it names no lifetime.",
      options: {
        mode: 'semantic',
        threshold: 0.95,
        exactFirst: false,
        embeddingModel: 'text-embedding-ada-002',
      },
    },
  },
  sweeps: [
    { option: 'ttl', values: ['1h', '2h', '24h', '7d'] },
    { option: 'mode', values: ['exact', 'normalized'] },
    { option: 'scope', values: ['global', 'user'] },
  ],
  range({ mode, threshold }) {
    if (mode === 'exact') return undefined;
    if (mode === 'normalized') return { pessimistic: { mode: 'exact' }, optimistic: {} };
    const at = (distances: number): number => Math.max(0, 1 - distances * (1 - threshold));
    return {
      pessimistic: { threshold: at(NEARER), acceptUncertain: false },
      optimistic: { threshold: at(FARTHER), acceptUncertain: true },
    };
  },
  looksAtVectors: ({ mode }) => mode === 'semantic',
  start: (context, options) => new CacheRun(context, options),
});
