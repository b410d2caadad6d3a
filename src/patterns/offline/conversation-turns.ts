import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../columns/number-column.ts';
import { PromptParts } from '../prompts/prompt-parts.ts';

const SEEN = 1;
const WENT_ON = 2;

/** Tells calls that are turns of a conversation, or steps of an agent: their prompts hold answers, or their answers stand in prompts. */
export class ConversationTurns {
  readonly #prompts: Prompts;
  readonly #parts: PromptParts;
  /** By node of the trie. */
  readonly #marks = new NumberColumn();

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
    this.#parts = new PromptParts(prompts);
  }

  /** Whether the call goes on from an answer of this log. Calls must come in time order. */
  isLater(call: Call): boolean {
    if (call.prompt < 0) return false;
    const prompts = this.#prompts;
    for (let n = call.prompt; n >= 0 && (this.#marks.get(n) & SEEN) === 0; n = prompts.parent(n)) {
      this.#marks.set(n, this.#marks.get(n) | SEEN);
      const parent = prompts.parent(n);
      if (parent < 0 || !isModels(prompts.facts(prompts.segment(n)).role)) continue;
      this.#marks.set(parent, this.#marks.get(parent) | WENT_ON);
    }
    return this.#parts.of(call)!.isGrown;
  }

  /** Whether a prompt seen so far holds an answer to this one. */
  wentOn(node: number): boolean {
    return node >= 0 && (this.#marks.get(node) & WENT_ON) !== 0;
  }
}

function isModels(role: string): boolean {
  return role === 'assistant' || role === 'model';
}
