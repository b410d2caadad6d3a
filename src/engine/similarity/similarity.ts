import type { Prompts, SimilarityIndex, SimilarPrompt } from '../../contracts/prompts.ts';
import { bandsOf } from '../../ingest/sketching/sketch-bands.ts';
import { combine52 } from '../../model/hash.ts';
import { HashTable } from '../../model/hash-table.ts';
import { Buckets, bucketKey } from './similarity-buckets.ts';
import { groupOf, hasText, type Learnt, learnFrom, setOf } from './similarity-learning.ts';
import { Ranking } from './similarity-ranking.ts';
import { type HashSet, jaccard, WHOLE } from './similarity-set.ts';
import { restOf, type Template } from './similarity-templates.ts';

/**
 * Items looked at per bucket, newest first. Every item is filed under each band and under each two neighbouring bands.
 * Where a band's bucket is fuller than this, its prompts are alike but not alike enough, and the pairs tell: two prompts
 * of similarity s share a pair of bands with 1 - (1 - s^6)^12 (0.9999 at 0.9, 0.97 at 0.8), and where even a pair's
 * bucket is full any of the newest will do.
 */
const PER_BUCKET = 48;
/** Candidates verified per look-up, those that share the most buckets first. */
const VERIFIED = 48;
/** Shingles that a sample of the varying part must hold to be judged at all. Own choice. */
const LEAST_SAMPLED = 8;

/** What an index holds of a prompt; its sketch is read again when it is compared. */
interface Entry {
  readonly node: number;
  readonly scope: number;
  readonly group: number;
  readonly identifiersKey: number;
  readonly template: Template | undefined;
}

/**
 * Similarity of two prompts whose segments before the last are the same, and whose last segments have one role and
 * kind and agree on numbers, dates and identifiers: the Jaccard similarity of their three-word shingles, once whole
 * and once without the text that a template gave both; the lower of the two. 1 when the content key is the same.
 *
 * `nodes` are the prompts of all calls: what is fixed in them is learnt from them at the first question.
 */
export function createSimilarityIndex(
  prompts: Prompts,
  threshold: number,
  nodes: Iterable<number>,
): SimilarityIndex {
  return similarityOver(prompts, nodes)(threshold);
}

/** As `createSimilarityIndex`, for several indexes over one log: the templates are looked for only once. */
export function similarityOver(
  prompts: Prompts,
  nodes: Iterable<number>,
): (threshold: number) => SimilarityIndex {
  let learnt: Learnt | undefined;
  const learn = (): Learnt => {
    learnt ??= learnFrom(prompts, nodes);
    return learnt;
  };
  return (threshold) => new BandedIndex(prompts, threshold, learn);
}

class BandedIndex implements SimilarityIndex {
  readonly #prompts: Prompts;
  readonly #threshold: number;
  readonly #learn: () => Learnt;
  readonly #scopes = new Map<string, number>();
  readonly #byContent = new HashTable();
  readonly #added = new HashTable();
  readonly #entries: Entry[] = [];
  readonly #buckets = new Buckets();
  readonly #ranking = new Ranking();
  #last:
    | {
        readonly node: number;
        readonly scope: number;
        readonly entry: Entry;
        readonly rest: HashSet;
        readonly keys: number[];
      }
    | undefined;

  constructor(prompts: Prompts, threshold: number, learn: () => Learnt) {
    this.#prompts = prompts;
    this.#threshold = threshold;
    this.#learn = learn;
  }

  find(node: number, scopeName: string, accepts?: (node: number) => boolean): SimilarPrompt | undefined {
    if (!hasText(this.#prompts, node)) return undefined;
    const scope = this.#scope(scopeName);
    const same = this.#byContent.get(contentOf(this.#prompts, node, scope));
    if (same >= 0 && accepts?.(same) !== false) return { node: same, similarity: 1, certain: true };
    if (this.#learn().isAlone(node)) return undefined;
    const { entry, rest, keys } = this.#look(node, scope);
    let best: SimilarPrompt | undefined;
    let bestIndex = -1;
    for (const candidate of this.#candidates(keys)) {
      const other = this.#entries[candidate]!;
      if (!isComparable(entry, other) || accepts?.(other.node) === false) continue;
      const value = this.#similarity(entry, rest, other);
      if (value < this.#threshold) continue;
      if (
        best === undefined ||
        value > best.similarity ||
        (value === best.similarity && candidate < bestIndex)
      ) {
        best = { node: other.node, similarity: value, certain: false };
        bestIndex = candidate;
      }
    }
    return best;
  }

  add(node: number, scopeName: string): void {
    if (!hasText(this.#prompts, node)) return;
    const scope = this.#scope(scopeName);
    const identity = combine52(node + 1, scope);
    if (this.#added.has(identity)) return;
    this.#added.set(identity, 1);
    const content = contentOf(this.#prompts, node, scope);
    if (!this.#byContent.has(content)) this.#byContent.set(content, node);
    if (this.#learn().isAlone(node)) return;
    const { entry, keys } = this.#look(node, scope);
    const index = this.#entries.push(entry) - 1;
    for (const key of keys) this.#buckets.add(key, index);
  }

  /** Adding follows finding: what was looked up for the one serves the other. */
  #look(
    node: number,
    scope: number,
  ): { readonly entry: Entry; readonly rest: HashSet; readonly keys: number[] } {
    if (this.#last?.node === node && this.#last.scope === scope) return this.#last;
    const facts = this.#prompts.facts(this.#prompts.segment(node));
    const template = this.#learn().templates.get(node);
    const rest = restOf(setOf(facts), template);
    const group = groupOf(this.#prompts, node, facts);
    const { identifiersKey } = facts;
    const entry = { node, scope, group, identifiersKey, template };
    const bands = template === undefined ? facts.bands : bandsOf(rest.members);
    const place = bucketKey(bucketKey(group, scope), combine52(identifiersKey, template?.id ?? 0));
    const keys = Array.from(bands, (band, row) => bucketKey(bucketKey(place, band), row));
    const single = keys.length;
    for (let row = 0; row < single; row++) keys.push(bucketKey(keys[row]!, keys[(row + 1) % single]!));
    this.#last = { node, scope, entry, rest, keys };
    return this.#last;
  }

  /** 0 when it is certain to stay below the threshold, or when too little is known to say. */
  #similarity(entry: Entry, rest: HashSet, other: Entry): number {
    const threshold = this.#threshold;
    const otherWhole = this.#whole(other.node);
    const otherRest = restOf(otherWhole, other.template);
    const varying = jaccard(rest, otherRest, threshold);
    if (varying.similarity < threshold || entry.template === undefined) return varying.similarity;
    const isSampled = rest.limit !== WHOLE || otherRest.limit !== WHOLE;
    if (isSampled && varying.compared < LEAST_SAMPLED) return 0;
    return Math.min(varying.similarity, jaccard(this.#whole(entry.node), otherWhole, threshold).similarity);
  }

  #whole(node: number): HashSet {
    return setOf(this.#prompts.facts(this.#prompts.segment(node)));
  }

  #candidates(keys: readonly number[]): number[] {
    for (const key of keys) {
      this.#buckets.visit(key, PER_BUCKET, (item) => {
        this.#ranking.meet(item);
        return false;
      });
    }
    return this.#ranking.take(VERIFIED);
  }

  #scope(name: string): number {
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      scope = this.#scopes.size + 1;
      this.#scopes.set(name, scope);
    }
    return scope;
  }
}

function isComparable(a: Entry, b: Entry): boolean {
  return (
    a.scope === b.scope &&
    a.group === b.group &&
    a.identifiersKey === b.identifiersKey &&
    a.template === b.template
  );
}

function contentOf(prompts: Prompts, node: number, scope: number): number {
  const facts = prompts.facts(prompts.segment(node));
  return combine52(combine52(groupOf(prompts, node, facts), facts.contentKey), scope);
}
