import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { type Answer, PendingAnswers } from './pending-answers.ts';
import { SlotOrder } from './slot-order.ts';

const GONE = 0;
const WHOLE = 1;
/** Cut at a limit or withheld by a filter. */
const PARTIAL = 2;

/**
 * What a response cache holds at a time that only moves forward. An answer is stored when its call is complete, over an
 * older one to the same request, and expires `ttlMs` later whether it is used or not, as with Redis `SET key value EX
 * seconds` (redis.io/commands/set). When the cache is full, what has expired makes room, else the least recently used
 * answer (Redis `allkeys-lru`, taken exactly). Answers are known by the slot of their request, a whole number from 0.
 */
export class CacheEntries {
  readonly #capacity: number;
  readonly #ttlMs: number;
  readonly #pending = new PendingAnswers();
  readonly #states = new NumberColumn(GONE);
  readonly #doneAt = new NumberColumn();
  readonly #users = new NumberColumn();
  readonly #responses = new NumberColumn();
  /** By slot: answers that are still under way. */
  readonly #coming = new NumberColumn(0);
  readonly #byAge = new SlotOrder();
  readonly #byUse = new SlotOrder();
  #held = 0;
  #peak = 0;

  /** `capacity` 0 is unlimited. */
  constructor(capacity: number, ttlMs: number) {
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
  }

  get held(): number {
    return this.#held;
  }

  /** The most answers held at once. */
  get peak(): number {
    return this.#peak;
  }

  /** Lets all happen up to `time`. Without a time (NaN) only the order of calls counts: what was asked before is complete. */
  advance(time: number): void {
    const until = Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
    for (let next = this.#pending.take(until); next !== undefined; next = this.#pending.take(until)) {
      this.#coming.add(next.slot, -1);
      this.#put(next);
    }
    this.#expire(time);
  }

  /** Whether a call at `time` (`advance` first) can have the slot's answer. An answer that is not whole does not replace one that was. */
  has(slot: number, time: number, needsWhole: boolean): boolean {
    const state = this.#states.get(slot);
    if (state === GONE || (needsWhole && state === PARTIAL)) return false;
    const age = time - this.#doneAt.get(slot);
    return !(age < 0 || age >= this.#ttlMs);
  }

  /** Neither is an answer held nor one on its way: nothing is to be had before another is stored. */
  isGone(slot: number): boolean {
    return this.#states.get(slot) === GONE && this.#coming.get(slot) === 0;
  }

  /** The slot's answer is given again. */
  use(slot: number): void {
    if (this.#capacity > 0) this.#byUse.append(slot);
  }

  userOf(slot: number): number {
    return this.#users.get(slot);
  }

  responseOf(slot: number): number {
    return this.#responses.get(slot);
  }

  /** Of a call made at `time`: stored at once, or when it is complete. */
  store(answer: Answer, time: number): void {
    if (answer.doneAt > time) {
      this.#coming.add(answer.slot, 1);
      this.#pending.add(answer);
    } else this.#put(answer);
  }

  #put({ slot, doneAt, user, response, isWhole }: Answer): void {
    this.#expire(doneAt);
    if (this.#states.get(slot) === GONE) {
      if (this.#capacity > 0 && this.#held >= this.#capacity) this.#drop(this.#byUse.first);
      this.#held++;
      if (this.#held > this.#peak) this.#peak = this.#held;
    }
    this.#states.set(slot, isWhole ? WHOLE : PARTIAL);
    this.#doneAt.set(slot, doneAt);
    this.#users.set(slot, user);
    this.#responses.set(slot, response);
    if (Number.isNaN(doneAt)) this.#byAge.remove(slot);
    else this.#byAge.append(slot);
    this.use(slot);
  }

  #expire(time: number): void {
    for (let slot = this.#byAge.first; slot >= 0; slot = this.#byAge.first) {
      if (!(time - this.#doneAt.get(slot) >= this.#ttlMs)) return;
      this.#drop(slot);
    }
  }

  #drop(slot: number): void {
    this.#states.set(slot, GONE);
    this.#byAge.remove(slot);
    this.#byUse.remove(slot);
    this.#held--;
  }
}
