import type { Prompts } from '../../contracts/prompts.ts';
import type { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { Lives } from './lives.ts';

/** One use of a prompt: the cache, when it came, from when on others can read what it left there, and for how long. */
export interface PrefixUse {
  readonly cache: number;
  readonly node: number;
  readonly time: number;
  readonly availableAt: number;
  readonly lifetimeMs: number;
}

/** Told of every prefix of a prompt, the longest first, before the use is taken in. */
export interface PrefixWatcher {
  /** An earlier use left this prefix, and it can be read. */
  read(slot: number, node: number): void;
  /** Nobody has sent this prefix within its lifetime. */
  fresh(slot: number, node: number): void;
  /** An earlier use is still about to leave this prefix: whoever cannot wait sends it in full and writes it again. */
  pending?(slot: number, node: number): void;
}

/** What a use found. */
export interface Found {
  /** Ends the longest prefix that could be read; -1 when there is none. */
  node: number;
  /** Segments of the prompt, and of that prefix. */
  segments: number;
  readSegments: number;
}

/**
 * A cache that keeps every prefix of every prompt, as automatic caches do: each use renews all prefixes of its prompt. Work is
 * the depth of the prompt.
 */
export class SeenPrefixes {
  readonly #prompts: Prompts;
  readonly #slots: PrefixSlots;
  readonly #lives = new Lives();
  readonly #found: Found = { node: -1, segments: 0, readSegments: 0 };

  constructor(prompts: Prompts, slots: PrefixSlots) {
    this.#prompts = prompts;
    this.#slots = slots;
  }

  /** What could be read; one object serves all calls. Calls must come in time order. */
  use({ cache, node: leaf, time, availableAt, lifetimeMs }: PrefixUse, watcher?: PrefixWatcher): Found {
    const found = this.#found;
    const lives = this.#lives;
    found.node = -1;
    found.segments = 0;
    found.readSegments = 0;
    for (let n = leaf; n >= 0; n = this.#prompts.parent(n)) {
      const slot = this.#slots.of(cache, n);
      found.segments++;
      const isRead = lives.isReadable(slot, time);
      if (isRead && found.node < 0) found.node = n;
      if (found.node >= 0) found.readSegments++;
      if (watcher !== undefined) {
        if (isRead) watcher.read(slot, n);
        else if (!lives.isAlive(slot, time)) watcher.fresh(slot, n);
        else watcher.pending?.(slot, n);
      }
      lives.keep(slot, time, availableAt, lifetimeMs);
    }
    return found;
  }
}
