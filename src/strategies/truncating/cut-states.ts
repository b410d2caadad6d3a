import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import {
  type CacheScope,
  CacheScopes,
  FIVE_MINUTES_MS,
  lifetimeOf,
} from '../../patterns/caching/cache-scopes.ts';
import { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** Remembers what was sent after each cut: the next call with the same messages cut can read it from the provider's cache. */
export class CutStates {
  readonly #prompts: Prompts;
  readonly #scopes: CacheScopes;
  readonly #slots = new PrefixSlots();
  readonly #leaves = new NumberColumn(-1);
  readonly #times = new NumberColumn(Number.NEGATIVE_INFINITY);

  constructor(prompts: Prompts, models: Models) {
    this.#prompts = prompts;
    this.#scopes = new CacheScopes(models);
  }

  /** Undefined when the model is unknown or has no cache with a price. */
  scopeOf({ model, provider, tier, usage, original }: PlannedCall): CacheScope | undefined {
    return this.#scopes.of({ model, provider, tier, usage, time: original.time });
  }

  /** Ends what the call before with the same cut and this one both sent; -1 when there is none in the cache's lifetime. */
  shared(scope: CacheScope, { original }: PlannedCall, path: readonly number[], lastRemoved: number): number {
    const slot = this.#slots.of(scope.number, lastRemoved);
    const before = this.#leaves.get(slot);
    const isAlive = original.time - this.#times.get(slot) < lifetimeOf(scope, original, FIVE_MINUTES_MS);
    this.#leaves.set(slot, original.prompt);
    this.#times.set(slot, original.time);
    if (before < 0 || !isAlive) return -1;
    let depth = this.#prompts.depth(before);
    let node = before;
    while (node >= 0 && path[depth - 1] !== node) {
      node = this.#prompts.parent(node);
      depth--;
    }
    return node;
  }
}
