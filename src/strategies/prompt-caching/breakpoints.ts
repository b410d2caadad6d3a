import type { Prompts } from '../../contracts/prompts.ts';

export const BREAKPOINTS = ['all', 'system', 'last'] as const;

/** Where a request asks for caching: ends of prefixes, -1 where it does not. Three of the four that providers allow. */
export interface Breakpoints {
  /** The end of tools and system prompt. */
  head: number;
  /** The end of what comes before the last message: documents and examples, or the conversation so far. */
  front: number;
  /** The end of the last message, which the next turn of a conversation sends again. */
  tail: number;
}

/** One object serves all calls. */
export class BreakpointFinder {
  readonly #prompts: Prompts;
  readonly #hasHead: boolean;
  readonly #hasTail: boolean;
  readonly #hasFront: boolean;
  readonly #found: Breakpoints = { head: -1, front: -1, tail: -1 };

  constructor(prompts: Prompts, choice: string) {
    this.#prompts = prompts;
    this.#hasHead = choice !== 'last';
    this.#hasFront = choice === 'all';
    this.#hasTail = choice !== 'system';
  }

  of(leaf: number): Breakpoints {
    const found = this.#found;
    const head = this.#prompts.template(leaf);
    const front = this.#prompts.parent(leaf);
    found.head = this.#hasHead ? head : -1;
    found.front = this.#hasFront && front !== head && leaf !== head ? front : -1;
    found.tail = this.#hasTail && leaf !== found.head ? leaf : -1;
    return found;
  }
}

/** The longest of the prefixes; -1 when there is none. */
export function longest({ head, front, tail }: Breakpoints): number {
  if (tail >= 0) return tail;
  return front >= 0 ? front : head;
}
