import type { Prompts } from '../../contracts/prompts.ts';
import { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';

/** One use of a prompt. Times in UTC milliseconds, tokens in o200k_base as `Prompts` counts them. */
export interface PrefixUse {
  readonly scope: number;
  readonly node: number;
  readonly time: number;
  /** From when on another call can read what this one wrote. */
  readonly availableAt: number;
  readonly lifetimeMs: number;
  /** Writes up to here are in the call's bill already. */
  readonly paidTokens: number;
}

/** What the cache held when a call came. */
export interface Held {
  /** Ends the longest prefix that could be read; -1 when there is none. */
  readonly node: number;
  /** Tokens of that prefix which nobody has paid a write for yet; asked for once. */
  readonly unpaidTokens: number;
  /** Ends the longest prefix that was used less than `reachMs` ago and has expired; -1 when there is none. */
  readonly expired: number;
  readonly expiredUnpaidTokens: number;
}

/** Bits of what is paid: the write of a prefix's last segment in its present life, and in its life of `reachMs`. */
const PAID = 1;
const PAID_LONG = 2;

/** A life is five numbers beside each other: one visit to memory for each. */
const LIFE = 5;
const SINCE = 0;
const UNTIL = 1;
const USED = 2;
const IS_PAID = 3;
/** When a use last renewed it and all prefixes that begin it. */
const WHOLLY = 4;

/** A use this soon after the one before, in lifetimes, renews nothing, so a life may end that much early. Own choice. */
const FRESH_SHARE = 0.1;

/**
 * Replays a provider's prompt cache over the trie: every use of a prompt keeps all its prefixes for a lifetime that each
 * further use renews. Work is at most the depth of the prompt.
 */
export class LivePrefixes {
  readonly #prompts: Prompts;
  readonly #reachMs: number;
  readonly #slots = new PrefixSlots();
  /** By slot: from when on it can be read, until when, its last use, and what is paid. */
  #lives = new Float64Array(LIFE * 256);

  /** `reachMs`: how long after its last use a prefix is still of interest. */
  constructor(prompts: Prompts, reachMs: number) {
    this.#prompts = prompts;
    this.#reachMs = reachMs;
  }

  /** Says what could be read and takes the use in. Calls must come in time order. */
  use({ scope, node: leaf, time, availableAt, lifetimeMs, paidTokens }: PrefixUse): Held {
    let node = -1;
    let expired = -1;
    let unpaidTokens = 0;
    let expiredUnpaidTokens = 0;
    let tokens = this.#prompts.tokens(leaf);
    for (let n = leaf; n >= 0; ) {
      const parent = this.#prompts.parent(n);
      const above = this.#prompts.tokens(parent);
      const life = LIFE * this.#slots.of(scope, n);
      if (life >= this.#lives.length) this.#grow(life);
      const lives = this.#lives;
      const until = lives[life + UNTIL]!;
      const since = lives[life + SINCE]!;
      let paid = lives[life + IS_PAID]!;
      const isAlive = time < until;
      const isRead = isAlive && time >= since;
      const wasUsed = until > 0 && time - lives[life + USED]! < this.#reachMs;
      if (isRead && node < 0) node = n;
      const wholly = lives[life + WHOLLY]!;
      if (isRead && (paid & PAID) !== 0 && expired < 0 && time - wholly < FRESH_SHARE * lifetimeMs) {
        for (let m = leaf; m !== n; m = this.#prompts.parent(m))
          lives[LIFE * this.#slots.of(scope, m) + WHOLLY] = wholly;
        break;
      }
      if (!isAlive && wasUsed && expired < 0) expired = n;
      if (isRead && (paid & PAID) === 0) {
        unpaidTokens += tokens - above;
        paid |= PAID;
      }
      if (!wasUsed) paid = 0;
      else if (expired >= 0 && (paid & PAID_LONG) === 0) {
        expiredUnpaidTokens += tokens - above;
        paid |= PAID_LONG;
      }
      if (!isAlive) paid = tokens <= paidTokens ? paid | PAID : paid & PAID_LONG;
      lives[life + IS_PAID] = paid;
      if (!isRead) lives[life + SINCE] = isAlive ? Math.min(since, availableAt) : availableAt;
      lives[life + UNTIL] = Math.max(until, time + lifetimeMs);
      lives[life + USED] = time;
      lives[life + WHOLLY] = time;
      n = parent;
      tokens = above;
    }
    return { node, unpaidTokens, expired, expiredUnpaidTokens };
  }

  #grow(least: number): void {
    const larger = new Float64Array(Math.max(2 * this.#lives.length, least + LIFE));
    larger.set(this.#lives);
    this.#lives = larger;
  }
}
