import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { combine52 } from '../../model/hash.ts';
import { RecentlyUsed } from '../../patterns/attempts/recently-used.ts';
import type { Front } from './front-units.ts';

/** More conversations are never under way at once within a cache's lifetime; some 20 MB. */
const KEPT = 1 << 16;

/** One call of a conversation. */
export interface Turn {
  readonly node: number;
  readonly index: number;
  readonly time: number;
  readonly scope: number;
  readonly provider: string;
}

/** The latest turn of each conversation, by its session or by its first message. */
export class Conversations {
  readonly #prompts: Prompts;
  readonly #bySession = new RecentlyUsed<Turn>(KEPT, () => 1);
  readonly #byOpening = new RecentlyUsed<Turn>(KEPT, () => 1);

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** The session's turn before this one, which takes its place. */
  turn(session: number, { prompt, index, time, provider }: Call, scope: number): Turn | undefined {
    const before = this.#bySession.take(session);
    this.#bySession.put(session, { node: prompt, index, time, scope, provider });
    return before;
  }

  /** Whether the prompt begins with the whole of an earlier one. */
  continues(prompt: number, earlier: number): boolean {
    let node = prompt;
    while (node >= 0 && node !== earlier) node = this.#prompts.parent(node);
    return node === earlier;
  }

  /**
   * Tokens (o200k_base) of the messages with which a call repeats the latest one of its family that has the same first
   * message and came within the lifetime.
   */
  repeated(
    family: number,
    front: Front,
    { prompt, index, time, provider }: Call,
    lifetimeMs: number,
  ): number {
    if (front.node === front.head) return 0;
    const key = combine52(family, this.#prompts.segment(front.node));
    const before = this.#byOpening.take(key);
    this.#byOpening.put(key, { node: prompt, index, time, scope: 0, provider });
    if (before === undefined || time >= before.time + lifetimeMs) return 0;
    const messages = this.#messages(prompt);
    const earlier = this.#messages(before.node);
    let tokens = 0;
    for (let i = 0; i < messages.length && messages[i] === earlier[i]; i++)
      tokens += this.#prompts.facts(messages[i]!).tokens;
    return tokens;
  }

  /** Segments after the leading system prompts and tool schemas. */
  #messages(node: number): number[] {
    const head = this.#prompts.template(node);
    const messages: number[] = [];
    for (let n = node; n >= 0 && n !== head; n = this.#prompts.parent(n))
      messages.push(this.#prompts.segment(n));
    return messages.reverse();
  }
}
