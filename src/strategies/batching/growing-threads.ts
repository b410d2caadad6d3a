import type { Call } from '../../model/call.ts';
import { hash52 } from '../../model/hash.ts';
import { HashTable } from '../../model/hash-table.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** Share of a thread's calls whose prompts must be longer than the one before for it to be a conversation; own choice. */
const NEARLY_ALL = 0.9;

/** Tells conversations in logs without prompt text: sessions (else traces) whose prompts grow from call to call. */
export class GrowingThreads {
  readonly #numbers = new HashTable();
  readonly #last = new NumberColumn();
  readonly #followers = new NumberColumn();
  readonly #grown = new NumberColumn();

  /** Calls must come in time order. */
  see(call: Call): void {
    const key = threadOf(call);
    if (key === 0 || call.failed || call.cacheHit) return;
    const tokens = promptTokens(call.usage);
    const thread = this.#numbers.get(key);
    if (thread < 0) {
      this.#numbers.set(key, this.#last.push(tokens));
      return;
    }
    this.#followers.add(thread, 1);
    if (tokens > this.#last.get(thread)) this.#grown.add(thread, 1);
    this.#last.set(thread, tokens);
  }

  /** After the last call. */
  isTurn(call: Call): boolean {
    const key = threadOf(call);
    const thread = key === 0 ? -1 : this.#numbers.get(key);
    if (thread < 0) return false;
    const followers = this.#followers.get(thread);
    return followers > 0 && this.#grown.get(thread) >= NEARLY_ALL * followers;
  }
}

/** 0 for a call whose prompt is in the log, or that belongs to nothing. */
function threadOf({ prompt, session, trace }: Call): number {
  if (prompt >= 0) return 0;
  const name = session === '' ? trace : session;
  return name === '' ? 0 : hash52(name);
}
