import type { SimilarityIndex, SimilarPrompt } from '../../contracts/prompts.ts';
import { HashTable } from '../../model/hash-table.ts';
import type { NeighbourTable } from './semantic-neighbours.ts';
import type { SemanticVectors } from './semantic-vectors.ts';

/** What was added under one scope name. */
interface Scope {
  /** By item + 1: its place in the order of adding. */
  readonly orders: HashTable;
  /** Prompts without a vector, by node + 1: they are like themselves. */
  readonly others: HashTable;
  /** By group: items in the order of adding. */
  readonly added: Map<number, number[]>;
}

/** So many are compared one by one: where most prompts are alike, few are ever added. */
const FEW = 64;

type Accepts = ((node: number) => boolean) | undefined;

/** Prompts by the cosine similarity of their last messages' vectors, among those that are equal in all that stands before. */
export class SemanticIndex implements SimilarityIndex {
  readonly #vectors: SemanticVectors;
  readonly #neighbours: NeighbourTable;
  readonly #threshold: number;
  readonly #scopes = new Map<string, Scope>();

  constructor(vectors: SemanticVectors, neighbours: NeighbourTable, threshold: number) {
    this.#vectors = vectors;
    this.#neighbours = neighbours;
    this.#threshold = threshold;
    neighbours.reach(threshold);
  }

  find(node: number, scopeName: string, accepts?: (node: number) => boolean): SimilarPrompt | undefined {
    const scope = this.#scopes.get(scopeName);
    if (scope === undefined) return undefined;
    const item = this.#vectors.itemOf(node);
    if (item >= 0) {
      const added = scope.added.get(this.#vectors.groups[item]!) ?? [];
      return added.length <= FEW
        ? this.#amongAdded(item, added, accepts)
        : this.#amongNeighbours(item, scope, added, accepts);
    }
    const isSame = scope.others.has(node + 1) && accepts?.(node) !== false;
    return isSame ? { node, similarity: 1, certain: true } : undefined;
  }

  add(node: number, scopeName: string): void {
    const scope = this.#scope(scopeName);
    const item = this.#vectors.itemOf(node);
    if (item < 0) {
      scope.others.set(node + 1, 1);
    } else if (!scope.orders.has(item + 1)) {
      scope.orders.set(item + 1, scope.orders.size);
      const group = this.#vectors.groups[item]!;
      const added = scope.added.get(group);
      if (added === undefined) scope.added.set(group, [item]);
      else added.push(item);
    }
  }

  #amongNeighbours(
    item: number,
    { orders }: Scope,
    added: readonly number[],
    accepts: Accepts,
  ): SimilarPrompt | undefined {
    const { items, similarities, isWhole } = this.#neighbours.of(item);
    let best = -1;
    let bestOrder = 0;
    for (let i = 0; i < items.length; i++) {
      const similarity = similarities[i]!;
      if (similarity < this.#threshold || (best >= 0 && similarity < similarities[best]!)) break;
      const order = orders.get(items[i]! + 1);
      if (order < 0 || (best >= 0 && order > bestOrder) || !this.#isAccepted(items[i]!, accepts)) continue;
      best = i;
      bestOrder = order;
    }
    const similarity = best < 0 ? Number.NaN : similarities[best]!;
    // Where not all are listed, the nearest that was added may not be, nor another one that is as near as the last.
    if (!isWhole && (best < 0 || similarity === similarities.at(-1)))
      return this.#amongAdded(item, added, accepts);
    return best < 0 ? undefined : this.#found(items[best]!, similarity);
  }

  #amongAdded(item: number, added: readonly number[], accepts: Accepts): SimilarPrompt | undefined {
    let nearest = -1;
    let best = Number.NEGATIVE_INFINITY;
    for (const other of added) {
      if (!this.#isAccepted(other, accepts)) continue;
      const similarity = this.#neighbours.similarity(item, other);
      if (similarity <= best) continue;
      nearest = other;
      best = similarity;
    }
    return best >= this.#threshold ? this.#found(nearest, best) : undefined;
  }

  #isAccepted(item: number, accepts: Accepts): boolean {
    return accepts === undefined || accepts(this.#vectors.nodeOf(item));
  }

  #found(item: number, similarity: number): SimilarPrompt {
    return { node: this.#vectors.nodeOf(item), similarity, certain: true };
  }

  #scope(name: string): Scope {
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      scope = { orders: new HashTable(), others: new HashTable(), added: new Map() };
      this.#scopes.set(name, scope);
    }
    return scope;
  }
}
