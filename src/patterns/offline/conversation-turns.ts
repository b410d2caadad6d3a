import type { Prompts } from '../../contracts/prompts.ts';
import type { Call } from '../../model/call.ts';
import { NumberColumn } from '../columns/number-column.ts';
import { PromptParts } from '../prompts/prompt-parts.ts';

const SEEN = 1;
const WENT_ON = 2;
const LATER = 4;
const ASKED = 8;

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
    const mark = this.#marks.get(call.prompt);
    // What a second call with the same prompt adds is known.
    if ((mark & ASKED) !== 0) return (mark & LATER) !== 0;
    const prompts = this.#prompts;
    for (let n = call.prompt; n >= 0 && (this.#marks.get(n) & SEEN) === 0; n = prompts.parent(n)) {
      this.#marks.set(n, this.#marks.get(n) | SEEN);
      const parent = prompts.parent(n);
      if (parent < 0 || !isModels(prompts.facts(prompts.segment(n)).role)) continue;
      this.#marks.set(parent, this.#marks.get(parent) | WENT_ON);
    }
    const { isGrown } = this.#parts.of(call)!;
    this.#marks.set(call.prompt, this.#marks.get(call.prompt) | ASKED | (isGrown ? LATER : 0));
    return isGrown;
  }

  /** Whether a call with this prompt, among those seen, goes on from an answer or was gone on from. */
  isTurn(node: number): boolean {
    return node >= 0 && (this.#marks.get(node) & (WENT_ON | LATER)) !== 0;
  }

  /** Whether a prompt seen so far holds an answer to this one. */
  wentOn(node: number): boolean {
    return node >= 0 && (this.#marks.get(node) & WENT_ON) !== 0;
  }
}

function isModels(role: string): boolean {
  return role === 'assistant' || role === 'model';
}
