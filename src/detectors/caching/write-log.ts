import type { Call } from '../../model/call.ts';
import type { PromptRates } from '../../patterns/caching/prompt-rates.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** What one call wrote to a cache. Tokens are the call's own, from the start of its prompt; times UTC milliseconds; money US dollars. */
export interface NewWrite {
  readonly call: Call;
  readonly rates: PromptRates;
  readonly group: number;
  readonly lifetimeMs: number;
  /** An earlier write of the same tokens that could have been read, and up to where they are the same. */
  readonly repeat: { readonly write: number; readonly shared: number } | undefined;
  /** The write before it in the same session; -1 when there is none. */
  readonly before: number;
}

interface Terms {
  readonly rates: PromptRates;
  readonly lifetimeMs: number;
}

/** All paid cache writes of a log and what was read of them, as columns. */
export class WriteLog {
  readonly #calls = new NumberColumn();
  readonly #groups = new NumberColumn();
  readonly #starts = new NumberColumn();
  readonly #short = new NumberColumn();
  readonly #long = new NumberColumn();
  readonly #read = new NumberColumn();
  readonly #served = new NumberColumn();
  readonly #readBy = new NumberColumn(-1);
  readonly #until = new NumberColumn();
  readonly #gaps = new NumberColumn();
  readonly #repeats = new NumberColumn(-1);
  readonly #shared = new NumberColumn();
  readonly #before = new NumberColumn(-1);
  /** Rates and lifetime, of which there are few: one for each model, tier and length band. */
  readonly #terms = new NumberColumn();
  readonly #termNames = new Names();
  readonly #termList: Terms[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add({ call, rates, group, lifetimeMs, repeat, before }: NewWrite): number {
    const { usage, time } = call;
    const write = this.#calls.push(call.index);
    this.#groups.set(write, group);
    this.#starts.set(write, usage.cacheRead);
    this.#short.set(write, usage.cacheWrite5m);
    if (usage.cacheWrite1h > 0) this.#long.set(write, usage.cacheWrite1h);
    this.#read.set(write, usage.cacheRead);
    this.#until.set(write, time + lifetimeMs);
    if (repeat !== undefined) {
      this.#repeats.set(write, repeat.write);
      this.#shared.set(write, repeat.shared);
    }
    if (before >= 0) this.#before.set(write, before);
    this.#terms.set(write, this.#termsOf(rates, lifetimeMs));
    return write;
  }

  isAlive(write: number, time: number): boolean {
    return time < this.#until.get(write);
  }

  /** A call read the prompt up to `tokens`; says whether that is part of the write. The first word on a call counts. */
  markRead(write: number, tokens: number, { index, time }: Call): boolean {
    const start = this.#starts.get(write);
    if (tokens <= start || !this.isAlive(write, time)) return false;
    if (this.#readBy.get(write) === index) return true;
    this.#readBy.set(write, index);
    const end = Math.min(tokens, this.end(write));
    const { lifetimeMs } = this.#termList[this.#terms.get(write)]!;
    const used = this.#until.get(write) - lifetimeMs;
    this.#read.set(write, Math.max(this.#read.get(write), end));
    this.#served.add(write, end - start);
    this.#gaps.set(write, Math.max(this.#gaps.get(write), time - used));
    this.#until.set(write, time + lifetimeMs);
    return true;
  }

  call(write: number): number {
    return this.#calls.get(write);
  }

  group(write: number): number {
    return this.#groups.get(write);
  }

  start(write: number): number {
    return this.#starts.get(write);
  }

  tokens(write: number): number {
    return this.#short.get(write) + this.#long.get(write);
  }

  longTokens(write: number): number {
    return this.#long.get(write);
  }

  end(write: number): number {
    return this.#starts.get(write) + this.tokens(write);
  }

  unread(write: number): number {
    return this.end(write) - this.#read.get(write);
  }

  until(write: number): number {
    return this.#until.get(write);
  }

  /** The longest time between two uses, in milliseconds. */
  longestGap(write: number): number {
    return this.#gaps.get(write);
  }

  repeats(write: number): number {
    return this.#repeats.get(write);
  }

  /** Up to where a write agrees with the one it repeats. */
  shared(write: number): number {
    return this.#shared.get(write);
  }

  before(write: number): number {
    return this.#before.get(write);
  }

  /** The last `tokens` of what was written, by lifetime: the hour's part comes first (Anthropic docs, "Mixing different TTLs"). */
  lastOf(write: number, tokens: number): { readonly cacheWrite5m: number; readonly cacheWrite1h: number } {
    const cacheWrite5m = Math.min(tokens, this.#short.get(write));
    return { cacheWrite5m, cacheWrite1h: tokens - cacheWrite5m };
  }

  /** What the last `tokens` were billed, and what of it plain input would not have cost. */
  costOf(write: number, tokens: number): { readonly price: number; readonly premium: number } {
    const { cacheWrite5m, cacheWrite1h } = this.lastOf(write, tokens);
    let price = 0;
    const { rates } = this.#termList[this.#terms.get(write)]!;
    if (cacheWrite5m > 0) price += cacheWrite5m * rates.cacheWrite5m;
    if (cacheWrite1h > 0) price += cacheWrite1h * rates.cacheWrite1h;
    return { price, premium: price - tokens * rates.input };
  }

  /** What all reads of the write saved against plain input. */
  savedByReads(write: number): number {
    const served = this.#served.get(write);
    const { rates } = this.#termList[this.#terms.get(write)]!;
    return served === 0 ? 0 : served * (rates.input - rates.cacheRead);
  }

  /** The part of the hour's price that five minutes would not have cost. */
  longPremiumShare(write: number): number {
    const { rates } = this.#termList[this.#terms.get(write)]!;
    return 1 - rates.cacheWrite5m / rates.cacheWrite1h;
  }

  #termsOf(rates: PromptRates, lifetimeMs: number): number {
    const { input, cacheRead, cacheWrite5m, cacheWrite1h } = rates;
    const id = this.#termNames.id([input, cacheRead, cacheWrite5m, cacheWrite1h, lifetimeMs].join(' '));
    this.#termList[id] ??= { rates, lifetimeMs };
    return id;
  }
}
