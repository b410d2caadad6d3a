import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { SimilarityIndex } from '../contracts/prompts.ts';
import type { Call } from '../model/call.ts';
import { combine52 } from '../model/hash.ts';
import { HashTable } from '../model/hash-table.ts';
import { modelAsked, requestIdentity } from '../patterns/attempts/request-identity.ts';
import { Names } from '../patterns/columns/names.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';

/** Calls that ask in other words what was answered before. */
export const nearDuplicates = defineDetector({
  id: 'near-duplicates',
  title: 'Reworded prompts',
  describe:
    'Successful calls whose prompt resembles that of an earlier successful call to the same model with the same ' +
    'parameters. All messages but the last are the same; the last ones agree on every number, date, identifier, unit ' +
    'and negation, and their varying part (what a template shared by many prompts leaves over) is similar at or above ' +
    'the threshold. Avoidable: all but the first of each cluster. Only prompts that differ in nothing but politeness, ' +
    'articles, punctuation, a plural s, contractions or a well-known misspelling are counted; all others are for review. ' +
    'Repeats that differ only in case and white space belong to duplicates; embeddings are left out.',
  why: 'Another wording of the same question pays for the same answer again.',
  basis: 'estimated',
  needs: ['prompts'],
  options: {
    threshold: {
      default: 0.9,
      min: 0.7,
      max: 1,
      describe:
        'Least similarity, 0.7 to 1: Jaccard similarity of the three-word shingles of the varying part. The default is our own choice.',
    },
  },
  columns: [
    { key: 'similarity', label: 'Least similarity', kind: 'percent' },
    { key: 'sent', label: 'Times sent', kind: 'count' },
    { key: 'kind', label: 'Difference', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
  ],
  fix: (options) =>
    'Normalise prompts before the look-up in an answer cache (drop greetings, politeness and closing punctuation), keyed by ' +
    `model and parameters. Read the groups under review before caching by similarity (found at ${options.threshold}): ` +
    'a similar prompt may still be a different question.',
  start: (context, options, sink) => new NearDuplicatesRun(context, options.threshold, sink),
});

class NearDuplicatesRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #index: SimilarityIndex;
  readonly #sink: FindingSink;
  /** Requests that succeeded, by their normalised prompt: their repeats are exact. */
  readonly #answered = new HashTable();
  /** First call of each request that succeeded, by node. */
  readonly #firstCalls = new HashTable();
  /** The request that opened the review cluster of a request, by node; absent when it opened its own. */
  readonly #origins = new Map<number, number>();
  readonly #groups = new Map<number, number>();
  readonly #nodes = new NumberColumn();
  readonly #params = new NumberColumn();
  readonly #models = new NumberColumn();
  readonly #sent = new NumberColumn();
  readonly #similarities = new NumberColumn(1);
  readonly #reviews = new NumberColumn();
  readonly #names = new Names();

  constructor(context: DetectorContext, threshold: number, sink: FindingSink) {
    this.#context = context;
    this.#index = context.similarity(threshold);
    this.#sink = sink;
  }

  see(call: Call): void {
    const node = call.prompt;
    if (node < 0 || call.failed || call.cacheHit || call.endpoint === 'embedding') return;
    const { prompts } = this.#context;
    if (prompts.facts(prompts.segment(node)).kind === 'block') return;
    const request = requestIdentity(prompts.normalized(node), call);
    if (this.#answered.has(request)) return;
    this.#answered.set(request, 1);
    const scope = `${modelAsked(call)}\n${call.params}`;
    const similar = this.#index.find(node, scope);
    this.#index.add(node, scope);
    this.#firstCalls.set(requestIdentity(node, call), call.index);
    if (similar === undefined) return;
    const matched = requestIdentity(similar.node, call);
    const origin = this.#origins.get(matched) ?? similar.node;
    this.#origins.set(requestIdentity(node, call), origin);
    const first = similar.certain ? similar.node : origin;
    const group = this.#group(first, !similar.certain, call);
    this.#sink.add(group, call.index, 'all');
    this.#sent.add(group, 1);
    this.#similarities.set(group, Math.min(this.#similarities.get(group), similar.similarity));
  }

  finish(): void {}

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { prompts } = this.#context;
    const node = this.#nodes.get(group);
    const model = this.#names.name(this.#models.get(group));
    const isReview = this.#reviews.get(group) === 1;
    const parts = [
      prompts.key(node),
      model,
      this.#params.get(group).toString(36),
      isReview ? 'review' : 'same',
    ];
    return {
      id: parts.join('/'),
      label: prompts.facts(prompts.segment(node)).preview,
      columns: {
        similarity: this.#similarities.get(group),
        sent: this.#sent.get(group),
        kind: isReview ? 'perhaps content' : 'wording only',
        model,
      },
    };
  }

  /** The group that the call to `first` opens; that call is the one the group needs. */
  #group(first: number, review: boolean, call: Call): number {
    const request = requestIdentity(first, call);
    const key = combine52(request, review ? 2 : 1);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = this.#sink.group({ review });
    this.#groups.set(key, group);
    this.#nodes.set(group, first);
    this.#params.set(group, call.params);
    this.#models.set(group, this.#names.id(modelAsked(call)));
    this.#reviews.set(group, review ? 1 : 0);
    this.#sent.set(group, 1);
    const firstCall = this.#firstCalls.get(request);
    if (firstCall >= 0) this.#sink.keep(group, firstCall);
    return group;
  }
}
