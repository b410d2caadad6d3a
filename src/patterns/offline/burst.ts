import type { Call } from '../../model/call.ts';
import { hash52 } from '../../model/hash.ts';
import { promptTokens } from '../../model/usage.ts';

/** A call that starts this soon after the one before it ended may have been started by it, not by a person; own choice. */
const SOON_MS = 10_000;
/** This soon it was, at whatever pace the calls come; own choice. */
const AT_ONCE_MS = 2000;
/** Deviation of the gaps between calls, by their mean, up to which the pace is a program's. People's arrivals have about 1; own choice. */
const REGULAR = 0.5;
/** What is over so soon may be the many calls behind one request of a person who waits; own choice. */
const WAITED_MS = 60_000;
/** Share of a burst's calls that must agree for it to be at night or back to back; own choice. */
const NEARLY_ALL = 0.9;
/** Hours of the day, from 0, that are night in the zone of the report; own choice. */
const NIGHT_ENDS = 6;

/** Calls of one use of a model that follow each other with short pauses. Rows are parallel lists, one entry a call. */
export class Burst {
  readonly calls: number[] = [];
  /** Share of each call's price that the batch rate saves. */
  readonly saved: number[] = [];
  readonly nodes: number[] = [];
  /** Number of the use of a model that its calls are. */
  use: number;
  #start: number;
  #end: number;
  #soon = 0;
  #atOnce = 0;
  #atNight = 0;
  #session = 0;
  #newSessions = 0;
  #last: number;
  /** Sum of the squares of the gaps between starts. */
  #gapSquares = 0;
  #thread = 0;
  #prompt = 0;
  #followers = 0;
  #grown = 0;

  constructor(use: number, start: number) {
    this.use = use;
    this.#start = start;
    this.#end = start;
    this.#last = start;
  }

  /** Forgets all: most bursts end after a call or two, and making new ones costs more than all else. */
  restart(use: number, start: number): void {
    this.use = use;
    this.#start = start;
    this.#end = start;
    this.#soon = 0;
    this.#atOnce = 0;
    this.#atNight = 0;
    this.#session = 0;
    this.#newSessions = 0;
    this.#last = start;
    this.#gapSquares = 0;
    this.#thread = 0;
    this.#prompt = 0;
    this.#followers = 0;
    this.#grown = 0;
    this.calls.length = 0;
    this.saved.length = 0;
    this.nodes.length = 0;
  }

  /** When its last call ended, as far as the log says; UTC ms. */
  get end(): number {
    return this.#end;
  }

  add(call: Call, saved: number, hour: number): void {
    const pause = this.calls.length === 0 ? 0 : call.time - this.#end;
    if (pause <= SOON_MS) this.#soon++;
    if (pause <= AT_ONCE_MS) this.#atOnce++;
    this.#gapSquares += (call.time - this.#last) ** 2;
    this.#last = call.time;
    if (hour < NIGHT_ENDS) this.#atNight++;
    const session = call.session === '' ? 0 : hash52(call.session);
    if (session !== 0 && session !== this.#session) this.#newSessions++;
    this.#session = session;
    this.#follow(call, session);
    this.calls.push(call.index);
    this.saved.push(saved);
    this.nodes.push(call.prompt);
    this.#end = Math.max(this.#end, call.time + (call.latencyMs > 0 ? call.latencyMs : 0));
  }

  /** Takes over the calls of a later one; what is known of its pace is lost. */
  append(later: Burst): void {
    for (let i = 0; i < later.calls.length; i++) {
      this.calls.push(later.calls[i]!);
      this.saved.push(later.saved[i]!);
      this.nodes.push(later.nodes[i]!);
    }
  }

  /** At least `calls` of them in each `window` (ms) on average, and so many at all. */
  isDense(calls: number, window: number): boolean {
    const { length } = this.calls;
    return length >= calls && length * window >= calls * (this.#end - this.#start);
  }

  get isAtNight(): boolean {
    return this.#atNight >= NEARLY_ALL * this.calls.length;
  }

  /** Each call soon after the one before it, at once or at a steady pace. */
  get isBackToBack(): boolean {
    const least = NEARLY_ALL * this.calls.length;
    return this.#soon >= least && (this.#atOnce >= least || this.isRegular);
  }

  /** Whether the calls start in steady gaps. */
  get isRegular(): boolean {
    const gaps = this.calls.length - 1;
    const mean = (this.#last - this.#start) / gaps;
    return this.#gapSquares / gaps - mean ** 2 <= (REGULAR * mean) ** 2;
  }

  /** Whether it was over before a person would have stopped waiting for it. */
  get isShort(): boolean {
    return this.#end - this.#start < WAITED_MS;
  }

  /** Whether prompts that are not in the log grow from call to call of a session: the turns of a conversation, or an agent's steps. */
  get isOfTurns(): boolean {
    return this.#followers >= this.calls.length / 2 && this.#grown >= NEARLY_ALL * this.#followers;
  }

  /** Whether most calls belong to another session than the one before: visitors, each with a request of their own. */
  get isOfVisitors(): boolean {
    return this.#newSessions > this.calls.length / 2;
  }

  #follow(call: Call, session: number): void {
    if (call.prompt >= 0) return;
    const thread = session !== 0 || call.trace === '' ? session : hash52(call.trace);
    const tokens = promptTokens(call.usage);
    if (thread !== 0 && thread === this.#thread) {
      this.#followers++;
      if (tokens > this.#prompt) this.#grown++;
    }
    this.#thread = thread;
    this.#prompt = tokens;
  }
}
