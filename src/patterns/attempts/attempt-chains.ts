import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../columns/number-column.ts';
import { modelAsked } from './request-identity.ts';
import { anyModelKey, continuesRequest, requestKeys } from './request-keys.ts';

/** Failures with other models that one success may answer: more fallbacks than this nobody has. */
const MOST_FALLBACKS = 8;
const SMALL = 1024;

/** A request whose attempts failed so far. Times are UTC ms. */
interface Open {
  readonly chain: number;
  readonly model: string;
  /** When its first failure was known: what was sent before cannot be its retry. */
  readonly firstEnd: number;
  lastEnd: number;
  /** The call that failed last. */
  lastIndex: number;
  lastAttempt: number;
  trace: string;
  isClosed: boolean;
}

/**
 * Which calls are attempts at the same request: a failed call, what followed it, and the success that ended it. Told by
 * the keys that retry storms are told by; a call that was sent before the first failure had ended is an attempt of it only
 * where a rising attempt number says so, since it may be one of several that were sent at once.
 */
export class AttemptChains {
  /** By call: the number of its chain; 0 for none. */
  readonly #chains = new NumberColumn();
  /** By chain. */
  readonly #answered = new NumberColumn();
  /** By call: when the next attempt of its chain was sent (UTC ms). */
  readonly #next = new NumberColumn(Number.POSITIVE_INFINITY);
  readonly #open = new Map<number, Open>();
  /** By prompt: until when (UTC ms) an attempt may follow its failures. */
  readonly #until = new NumberColumn(Number.NEGATIVE_INFINITY);
  /** By prompt and caller, whatever the model; the latest last. */
  readonly #failing = new Map<number, Open[]>();
  readonly #window: number;
  #last = 0;
  #sweepAt = SMALL;

  /** `calls` in time order; `window`: the longest wait in ms between the end of a failure and its retry. */
  constructor(calls: Iterable<Call>, window: number) {
    this.#window = window;
    for (const call of calls) {
      if (Number.isNaN(call.time) || call.cacheHit) continue;
      if (call.failed) this.#fail(call);
      else if (this.#mayFollow(call)) this.#succeed(call);
    }
    this.#open.clear();
    this.#failing.clear();
  }

  /** Numbers start at 1; 0 for a call that neither failed nor followed a failure. */
  of(index: number): number {
    return this.#chains.get(index);
  }

  /** Whether an attempt succeeded in the end, or a fallback to another model did. */
  isAnswered(chain: number): boolean {
    return this.#answered.get(chain) === 1;
  }

  /** When the next attempt of its chain was sent, in UTC ms; Infinity when there is none. */
  nextAfter(index: number): number {
    return this.#next.get(index);
  }

  #fail(call: Call): void {
    const keys = requestKeys(call);
    if (keys.length === 0) return;
    const found = this.#find(keys, call);
    if (found !== undefined && isTooSoon(found, call)) return;
    this.#sweep(call.time);
    const end = endOf(call);
    const { attempt, trace } = call;
    let open = found;
    if (open === undefined) {
      const model = modelAsked(call);
      open = {
        chain: ++this.#last,
        model,
        firstEnd: end,
        lastEnd: end,
        lastIndex: call.index,
        lastAttempt: attempt,
        trace,
        isClosed: false,
      };
      if (call.prompt >= 0) this.#addFailing(anyModelKey(call), open);
    } else {
      this.#next.set(open.lastIndex, call.time);
      open.lastEnd = Math.max(open.lastEnd, end);
      open.lastIndex = call.index;
      open.lastAttempt = attempt;
      open.trace = trace;
    }
    this.#chains.set(call.index, open.chain);
    if (call.prompt >= 0) {
      this.#until.set(call.prompt, Math.max(this.#until.get(call.prompt), end + this.#window));
    }
    for (const key of keys) this.#open.set(key, open);
  }

  /** Quickly tells most successes, which follow no failure. */
  #mayFollow({ prompt, trace, time }: Call): boolean {
    return prompt >= 0 ? time <= this.#until.get(prompt) : trace !== '' && this.#open.size > 0;
  }

  #succeed(call: Call): void {
    const keys = requestKeys(call);
    const open = this.#find(keys, call);
    if (open !== undefined && !isTooSoon(open, call)) {
      this.#chains.set(call.index, open.chain);
      this.#next.set(open.lastIndex, call.time);
      this.#close(open);
    }
    if (call.prompt >= 0) this.#answerOthers(call);
  }

  #find(keys: readonly number[], call: Call): Open | undefined {
    for (const key of keys) {
      const open = this.#open.get(key);
      if (open === undefined) continue;
      if (!open.isClosed && call.time - open.lastEnd <= this.#window) {
        return continuesRequest(call, open.lastAttempt, true) ? open : undefined;
      }
      this.#open.delete(key);
    }
    return undefined;
  }

  #close(open: Open): void {
    open.isClosed = true;
    this.#answered.set(open.chain, 1);
  }

  /** A success answers what failed with other models before it was sent: a fallback. */
  #answerOthers(call: Call): void {
    const failing = this.#failing.get(anyModelKey(call));
    if (failing === undefined) return;
    const model = modelAsked(call);
    for (const other of failing) {
      const gap = call.time - other.lastEnd;
      const isApart = call.trace !== '' && other.trace !== '' && call.trace !== other.trace;
      if (other.isClosed || other.model === model || isApart) continue;
      if (gap >= 0 && gap <= this.#window) this.#close(other);
    }
  }

  #addFailing(key: number, open: Open): void {
    const failing = this.#failing.get(key);
    if (failing === undefined) this.#failing.set(key, [open]);
    else if (failing.push(open) > MOST_FALLBACKS) failing.shift();
  }

  /** Lets go what no attempt can join any more, whenever twice as much is held as was left the last time. */
  #sweep(now: number): void {
    if (this.#open.size + this.#failing.size <= this.#sweepAt) return;
    const isOver = ({ isClosed, lastEnd }: Open): boolean => isClosed || now - lastEnd > this.#window;
    for (const [key, open] of this.#open) if (isOver(open)) this.#open.delete(key);
    for (const [key, failing] of this.#failing) if (failing.every(isOver)) this.#failing.delete(key);
    this.#sweepAt = Math.max(SMALL, 2 * (this.#open.size + this.#failing.size));
  }
}

/** When the call's outcome was known, in UTC ms: at its start where the log has no latency. */
export function endOf({ time, latencyMs }: Call): number {
  return latencyMs > 0 ? time + latencyMs : time;
}

function isTooSoon(open: Open, call: Call): boolean {
  const isNumbered = open.lastAttempt > 0 && call.attempt > open.lastAttempt;
  return call.time < open.firstEnd && !isNumbered;
}
