import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { promptTokens } from '../../model/usage.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** One more call of a conversation that grew in this log. */
export interface Turn {
  /** Whether the prompt begins with the whole prompt of an earlier call, byte for byte. */
  readonly isExact: boolean;
  /** Whether that earlier call used the same cache. */
  readonly isSameCache: boolean;
  /** Milliseconds since that prompt was last sent; NaN where it is not known. */
  readonly gapMs: number;
  /** Tokens of that prompt as its call was billed. */
  readonly sentTokens: number;
  /** Number of the conversation, from 1; 0 where the beginning of the prompt changes from turn to turn. */
  readonly conversation: number;
  /** Which call of the conversation it is, from 2. */
  readonly turn: number;
}

const UNSEEN = -1;
/** Bits of a node's link: an answer of the model stands between the earlier prompt and the node; one anywhere answers what was asked. */
const ANSWERED = 1;
const GROWN = 2;
const LINK = 4;

/** Room for the number of a cache beside a count of tokens, and for the number of a turn beside that of a conversation. */
const TOKENS = 2 ** 32;
const TURNS = 2 ** 16;

/**
 * Finds the calls that continue a conversation: their prompts begin with the prompt of an earlier call and an answer to it. What a
 * prompt merely quotes (examples of answers that no call of this log got) is no conversation. Each node of the trie is looked
 * at once.
 */
export class Turns {
  readonly #prompts: Prompts;
  /** By node: four times one more than the node of the nearest earlier prompt, and the bits above. */
  readonly #links = new NumberColumn(UNSEEN);
  /** By node of a call's prompt: when it was last sent or continued, to which cache, how long it was, where it stands. */
  readonly #times = new NumberColumn(Number.NaN);
  readonly #sent = new NumberColumn(UNSEEN);
  readonly #places = new NumberColumn();
  /** 1 for segments that a prompt ended with. */
  readonly #asked = new NumberColumn();
  #conversations = 0;

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Undefined for a call that continues nothing. Calls must come in time order and have a prompt; `cache` is 0 for none. */
  see(call: Call, cache: number): Turn | undefined {
    const node = call.prompt;
    const link = this.#link(node);
    const earlier = Math.floor(link / LINK) - 1;
    const isExact = earlier >= 0 && link % 2 === ANSWERED;
    const turn = isExact ? this.#continue(earlier, call.time, cache) : undefined;
    if (turn !== undefined)
      this.#places.set(node, turn.conversation * TURNS + Math.min(turn.turn, TURNS - 1));
    this.#times.set(node, call.time);
    this.#sent.set(node, cache * TOKENS + Math.min(promptTokens(call.usage), TOKENS - 1));
    this.#asked.set(this.#prompts.segment(node), 1);
    if (turn !== undefined) return turn;
    const isGrown = link % LINK >= GROWN;
    return isGrown
      ? { isExact, isSameCache: false, gapMs: Number.NaN, sentTokens: 0, conversation: 0, turn: 0 }
      : undefined;
  }

  #continue(earlier: number, time: number, cache: number): Turn {
    const sent = this.#sent.get(earlier);
    const isSameCache = Math.floor(sent / TOKENS) === cache;
    const gapMs = time - this.#times.get(earlier);
    // Reading a cached prefix renews it (BILLING 2).
    if (isSameCache) this.#times.set(earlier, time);
    if (this.#places.get(earlier) === 0) this.#places.set(earlier, ++this.#conversations * TURNS + 1);
    const place = this.#places.get(earlier);
    return {
      isExact: true,
      isSameCache,
      gapMs,
      sentTokens: sent % TOKENS,
      conversation: Math.floor(place / TURNS),
      turn: (place % TURNS) + 1,
    };
  }

  #link(node: number): number {
    const fresh: number[] = [];
    let n = node;
    for (; n >= 0 && this.#links.get(n) === UNSEEN; n = this.#prompts.parent(n)) fresh.push(n);
    for (const each of fresh.reverse()) this.#links.set(each, this.#linkOf(each, this.#prompts.parent(each)));
    return this.#links.get(node);
  }

  #linkOf(node: number, parent: number): number {
    const isAnswer = isAnswerNode(this.#prompts, node);
    if (parent < 0) return isAnswer ? ANSWERED : 0;
    const above = this.#links.get(parent);
    const isSent = this.#sent.get(parent) !== UNSEEN;
    const isNew = isAnswer && this.#asked.get(this.#prompts.segment(parent)) === 1;
    const answered = isAnswer || (!isSent && above % 2 === ANSWERED) ? ANSWERED : 0;
    const grown = isNew || above % LINK >= GROWN ? GROWN : 0;
    return (isSent ? (parent + 1) * LINK : Math.floor(above / LINK) * LINK) + answered + grown;
  }
}

/** Base tokens of the conversation's part of a prompt: from the end of its head to the last answer of the model. */
export function historyTokens(prompts: Prompts, leaf: number, head: number): number {
  for (let n = leaf; n >= 0 && n !== head; n = prompts.parent(n)) {
    if (isAnswerNode(prompts, n)) return prompts.tokens(n) - prompts.tokens(head);
  }
  return 0;
}

function isAnswerNode(prompts: Prompts, node: number): boolean {
  const { kind, role } = prompts.facts(prompts.segment(node));
  return kind === 'message' && (role === 'assistant' || role === 'model');
}
