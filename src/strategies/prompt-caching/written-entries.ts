import type { Prompts } from '../../contracts/prompts.ts';
import type { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { Lives } from './lives.ts';
import type { PrefixUse } from './seen-prefixes.ts';

/** What requests wrote to the caches that keep only what they are asked to keep. */
export class WrittenEntries {
  readonly #prompts: Prompts;
  readonly #slots: PrefixSlots;
  readonly #lives = new Lives();

  constructor(prompts: Prompts, slots: PrefixSlots) {
    this.#prompts = prompts;
    this.#slots = slots;
  }

  /** Ends the longest entry at `from` or before that can be read, which renews it and those that begin it; -1 when there is none. */
  read({ cache, time, availableAt, lifetimeMs }: PrefixUse, from: number): number {
    let found = -1;
    for (let n = from; n >= 0; n = this.#prompts.parent(n)) {
      const slot = this.#slots.of(cache, n);
      if (found < 0 && this.#lives.isReadable(slot, time)) found = n;
      if (found >= 0 && this.#lives.isAlive(slot, time))
        this.#lives.keep(slot, time, availableAt, lifetimeMs);
    }
    return found;
  }

  write({ cache, time, availableAt, lifetimeMs }: PrefixUse, node: number): void {
    this.#lives.keep(this.#slots.of(cache, node), time, availableAt, lifetimeMs);
  }
}
