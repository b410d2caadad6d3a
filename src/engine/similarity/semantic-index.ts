import type { SimilarityIndex, SimilarPrompt } from '../../contracts/prompts.ts';
import { HashTable } from '../../model/hash-table.ts';
import type { NeighbourTable } from './semantic-neighbours.ts';
import type { SemanticVectors } from './semantic-vectors.ts';

/** What was added under one scope name. */
interface Scope {
  /** By item + 1: its place in the order of adding; GONE once it no longer counts. */
  readonly orders: HashTable;
  /** Prompts without a vector, by node + 1: they are like themselves. */
  readonly others: HashTable;
  /** By group: items in the order of adding. */
  readonly added: Map<number, Added>;
  /** Items added so far. */
  count: number;
}

interface Added {
  items: number[];
  /** At so many the list is freed of what is gone. */
  sweepAt: number;
}

/** The greatest value that the table takes. */
const GONE = 2 ** 31 - 1;

/** So many are compared one by one: where most prompts are alike, few are ever held. */
const FEW = 128;

type Tells = ((node: number) => boolean) | undefined;

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

  find(node: number, scopeName: string, accepts?: Tells, isGone?: Tells): SimilarPrompt | undefined {
    const scope = this.#scopes.get(scopeName);
    if (scope === undefined) return undefined;
    const item = this.#vectors.itemOf(node);
    if (item >= 0) {
      const added = scope.added.get(this.#vectors.groups[item]!);
      if (added === undefined) return undefined;
      if (isGone !== undefined && added.items.length >= added.sweepAt) this.#sweep(scope, added, isGone);
      return added.items.length <= FEW
        ? this.#amongAdded(item, added.items, accepts)
        : this.#amongNeighbours(item, scope, added.items, accepts);
    }
    const isSame = scope.others.has(node + 1) && accepts?.(node) !== false;
    return isSame ? { node, similarity: 1, certain: true } : undefined;
  }

  add(node: number, scopeName: string): void {
    const scope = this.#scope(scopeName);
    const item = this.#vectors.itemOf(node);
    if (item < 0) {
      scope.others.set(node + 1, 1);
    } else if (!isIn(scope.orders.get(item + 1))) {
      scope.orders.set(item + 1, scope.count++);
      const group = this.#vectors.groups[item]!;
      const added = scope.added.get(group);
      if (added === undefined) scope.added.set(group, { items: [item], sweepAt: FEW });
      else added.items.push(item);
    }
  }

  /** Each time the list has doubled, so that a look-up goes through twice what is held at most, however much has expired. */
  #sweep({ orders }: Scope, added: Added, isGone: (node: number) => boolean): void {
    const left: number[] = [];
    for (const item of added.items) {
      if (isGone(this.#vectors.nodeOf(item))) orders.set(item + 1, GONE);
      else left.push(item);
    }
    added.items = left;
    added.sweepAt = Math.max(FEW, 2 * left.length);
  }

  #amongNeighbours(
    item: number,
    { orders }: Scope,
    added: readonly number[],
    accepts: Tells,
  ): SimilarPrompt | undefined {
    const { items, similarities, isWhole } = this.#neighbours.of(item);
    let best = -1;
    let bestOrder = 0;
    for (let i = 0; i < items.length; i++) {
      const similarity = similarities[i]!;
      if (similarity < this.#threshold || (best >= 0 && similarity < similarities[best]!)) break;
      const order = orders.get(items[i]! + 1);
      if (!isIn(order) || (best >= 0 && order > bestOrder) || !this.#isAccepted(items[i]!, accepts)) continue;
      best = i;
      bestOrder = order;
    }
    const similarity = best < 0 ? Number.NaN : similarities[best]!;
    // Where not all are listed, the nearest that was added may not be, nor another one that is as near as the last.
    const last = similarities.at(-1)!;
    if (!isWhole && last >= this.#threshold && (best < 0 || similarity === last))
      return this.#amongAdded(item, added, accepts);
    return best < 0 ? undefined : this.#found(items[best]!, similarity);
  }

  #amongAdded(item: number, added: readonly number[], accepts: Tells): SimilarPrompt | undefined {
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

  #isAccepted(item: number, accepts: Tells): boolean {
    return accepts === undefined || accepts(this.#vectors.nodeOf(item));
  }

  #found(item: number, similarity: number): SimilarPrompt {
    return { node: this.#vectors.nodeOf(item), similarity, certain: true };
  }

  #scope(name: string): Scope {
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      scope = { orders: new HashTable(), others: new HashTable(), added: new Map(), count: 0 };
      this.#scopes.set(name, scope);
    }
    return scope;
  }
}

/** Whether an item with this place in the order of adding is among those added. */
function isIn(order: number): boolean {
  return order >= 0 && order !== GONE;
}
