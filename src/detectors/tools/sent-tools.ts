import { NO_TOKENS, type TokenCounts } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** A call that sent tools, as much as is needed to say what they were billed as. */
export interface SentTools {
  readonly index: number;
  readonly scope: number;
  /** Tokens of the call for each token of o200k_base. */
  readonly scale: number;
  /** Of the prompt's tokens; the output is left out. */
  readonly usage: TokenCounts;
}

/** Calls in the order they were made. The zones of the cache are only kept for calls that have any. */
export class SentToolsColumn {
  readonly #index = new NumberColumn();
  readonly #scope = new NumberColumn();
  readonly #scale = new NumberColumn();
  readonly #input = new NumberColumn();
  /** Number of the call's entry among the cached ones, from 1; 0 for none. */
  readonly #cached = new NumberColumn();
  readonly #cacheRead = new NumberColumn();
  readonly #cacheWrite5m = new NumberColumn();
  readonly #cacheWrite1h = new NumberColumn();

  add(index: number, scope: number, scale: number, usage: TokenCounts): void {
    const at = this.#index.push(index);
    this.#scope.set(at, scope);
    this.#scale.set(at, scale);
    this.#input.set(at, usage.input);
    if (usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h === 0) return;
    const entry = this.#cacheRead.push(usage.cacheRead);
    this.#cacheWrite5m.set(entry, usage.cacheWrite5m);
    this.#cacheWrite1h.set(entry, usage.cacheWrite1h);
    this.#cached.set(at, entry + 1);
  }

  *[Symbol.iterator](): Generator<SentTools> {
    for (let at = 0; at < this.#index.length; at++) {
      const entry = this.#cached.get(at) - 1;
      yield {
        index: this.#index.get(at),
        scope: this.#scope.get(at),
        scale: this.#scale.get(at),
        usage: {
          ...NO_TOKENS,
          input: this.#input.get(at),
          ...(entry >= 0 && {
            cacheRead: this.#cacheRead.get(entry),
            cacheWrite5m: this.#cacheWrite5m.get(entry),
            cacheWrite1h: this.#cacheWrite1h.get(entry),
          }),
        },
      };
    }
  }
}
