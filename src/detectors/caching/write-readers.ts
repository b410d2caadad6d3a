import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { promptTokens } from '../../model/usage.ts';
import { RecentlyUsed } from '../../patterns/attempts/recently-used.ts';
import { availableAt, type CacheScope } from '../../patterns/caching/cache-scopes.ts';
import { PrefixSlots } from '../../patterns/caching/prefix-slots.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { WriteLog } from './write-log.ts';

/** Sizes of prefixes are scaled from another tokenizer's. Own choice. */
const TOLERANCE = 0.05;
/** Lengths and sessions that were used last. */
const KEPT = 1 << 16;
/** Writes per cache that a read of unknown origin may have come from. Own choice. */
const LATEST = 16;

/** Writes of one session that a read may come from: one turn each, within a lifetime. Own choice. */
const SESSION_WRITES = 64;

/** An earlier write, and how far the prompt of a later call agrees with it, in tokens of the later call. */
export interface Repeat {
  readonly write: number;
  readonly shared: number;
}

/** Finds the writes that a read came from: by the trie, by its exact length, by session, else any that could be it. */
export class WriteReaders {
  readonly #prompts: Prompts;
  readonly #writes: WriteLog;
  readonly #slots = new PrefixSlots();
  /** Latest write of a node, by slot, and from when on it can be read. */
  readonly #writeOf = new NumberColumn(-1);
  readonly #since = new NumberColumn();
  readonly #byLength = new RecentlyUsed<number>(KEPT, () => 1);
  readonly #bySession = new RecentlyUsed<number>(KEPT, () => 1);
  readonly #latest: number[][] = [];

  constructor(prompts: Prompts, writes: WriteLog) {
    this.#prompts = prompts;
    this.#writes = writes;
  }

  /** Marks what a call that reads from the cache has read. */
  read(call: Call, scope: CacheScope): void {
    const read = call.usage.cacheRead;
    // The exact length tells more than a prompt of which only the beginning was written before, so it has the first word.
    const sameLength = this.#peek(this.#byLength, combine52(scope.number, read));
    const isExact = sameLength >= 0 && this.#writes.markRead(sameLength, read, call);
    if (call.prompt < 0) {
      if (!this.#readSession(call, scope) && !isExact) this.#readUnknown(call, scope);
      return;
    }
    const writes = this.#sharedWrites(call, scope);
    const isFound = writes.some(
      ({ write, shared }) =>
        shared >= (1 - TOLERANCE) * read &&
        shared > this.#writes.start(write) &&
        this.#writes.isAlive(write, call.time),
    );
    if (!isFound && !isExact) this.#readUnknown(call, scope);
    for (const { write, shared } of writes) this.#writes.markRead(write, shared, call);
  }

  /** The live write of the same tokens that the call could have read instead; undefined when there is none. */
  repeated(call: Call, scope: CacheScope): Repeat | undefined {
    if (call.prompt < 0) return undefined;
    let repeat: Repeat | undefined;
    this.#nodes(call, (node, tokens) => {
      if (tokens <= call.usage.cacheRead * (1 + TOLERANCE)) return false;
      const slot = this.#slots.of(scope.number, node);
      const write = this.#writeOf.get(slot);
      const isThere = write >= 0 && call.time >= this.#since.get(slot);
      if (isThere && tokens <= this.#end(call) && this.#writes.isAlive(write, call.time))
        repeat = { write, shared: tokens };
      return repeat === undefined;
    });
    return repeat;
  }

  /** The write before it in its session; -1 when there is none. */
  before(call: Call, scope: CacheScope): number {
    return call.prompt >= 0 ? -1 : this.#peek(this.#bySession, sessionKey(call, scope));
  }

  /** Makes a new write known to later reads. */
  add(write: number, call: Call, scope: CacheScope): void {
    this.#byLength.put(combine52(scope.number, this.#writes.end(write)), write);
    this.#latest[scope.number] ??= [];
    const latest = this.#latest[scope.number]!;
    latest.push(write);
    if (latest.length > LATEST) latest.shift();
    if (call.prompt < 0) {
      this.#bySession.put(sessionKey(call, scope), write);
      return;
    }
    const since = availableAt(call);
    this.#nodes(call, (node, tokens) => {
      if (tokens <= call.usage.cacheRead) return false;
      if (tokens > this.#end(call)) return true;
      const slot = this.#slots.of(scope.number, node);
      this.#writeOf.set(slot, write);
      this.#since.set(slot, since);
      return true;
    });
  }

  #end(call: Call): number {
    return (promptTokens(call.usage) - call.usage.input) * (1 + TOLERANCE);
  }

  /** Its writer is not in the log, or wrote a prefix that ends inside a segment: no write that could be it is called unread. */
  #readUnknown(call: Call, scope: CacheScope): void {
    for (const write of this.#latest[scope.number] ?? [])
      this.#writes.markRead(write, call.usage.cacheRead, call);
  }

  /** Writes of the prompt's beginning and how much of it was read; the longest comes first, and the first word counts. */
  #sharedWrites(call: Call, scope: CacheScope): Repeat[] {
    const found: Repeat[] = [];
    this.#nodes(call, (node, tokens) => {
      const write = this.#writeOf.get(this.#slots.of(scope.number, node));
      const shared = Math.min(call.usage.cacheRead, tokens * (1 + TOLERANCE));
      if (write >= 0 && found.at(-1)?.write !== write) found.push({ write, shared });
      return true;
    });
    return found;
  }

  #readSession(call: Call, scope: CacheScope): boolean {
    let isFound = false;
    let write = this.#peek(this.#bySession, sessionKey(call, scope));
    for (let steps = 0; write >= 0 && steps < SESSION_WRITES; steps++) {
      if (this.#writes.markRead(write, call.usage.cacheRead, call)) isFound = true;
      write = this.#writes.isAlive(write, call.time) ? this.#writes.before(write) : -1;
    }
    return isFound;
  }

  /** Nodes of the prompt from the last to the first, with the tokens up to each, scaled to the call, while the visitor wants more. */
  #nodes(call: Call, visit: (node: number, tokens: number) => boolean): void {
    const base = this.#prompts.tokens(call.prompt);
    const scale = base === 0 ? 0 : promptTokens(call.usage) / base;
    for (let n = call.prompt; n >= 0; n = this.#prompts.parent(n)) {
      if (!visit(n, this.#prompts.tokens(n) * scale)) return;
    }
  }

  #peek(entries: RecentlyUsed<number>, key: number): number {
    const value = entries.take(key);
    if (value !== undefined) entries.put(key, value);
    return value ?? -1;
  }
}

/** Calls without a session are all taken for one: whatever any of them read counts for the others. */
function sessionKey({ session, trace }: Call, scope: CacheScope): number {
  const name = session === '' ? trace : session;
  return combine52(scope.number, name === '' ? 0 : hash52(name));
}
